#pragma once

#include <string>
#include <string_view>

#include "src/serve/machines.hpp"

namespace rackseed::serve {

/// What a machine with an unknown MAC address says of itself; hostile, and each may be empty.
struct Evidence {
  std::string uuid{};  ///< as iPXE prints it, or 32 hexadecimal digits
  std::string serial{};
};

/// Whose NIC it is. node: nullptr when the evidence is not conclusive. why: for a person, what
/// decided, or what is missing or contradicts itself.
struct Identified {
  const Machine* node = nullptr;
  std::string why{};
};

/// Ties by system UUID, then by serial number (DOMAIN 4.5, rows 2 and 3). UUIDs that many boards
/// share tie nothing, the byte order of their first three fields does not matter, and evidence that
/// points at two nodes ties to none.
[[nodiscard]] Identified identify(const Machines& machines, const Evidence& evidence);

/// 32 lower-case hexadecimal digits of a UUID in any usual notation, in an order that is the same
/// for both byte orders of its first three fields; "": no UUID, or one that many boards share.
[[nodiscard]] std::string uuid_key(std::string_view text);

}  // namespace rackseed::serve
