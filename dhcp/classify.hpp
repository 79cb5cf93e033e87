#pragma once

#include "dhcp/architecture.hpp"
#include "dhcp/codec.hpp"
#include "dhcp/directory.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rackseed::dhcp {

enum class ClientClass : std::uint8_t {
  kUnknownRelay,  ///< gets nothing
  kIpxe,          ///< gets its script
  kHttpBoot,      ///< UEFI HTTP boot; see platform
  kPxe,           ///< BIOS or UEFI, by TFTP; see platform
  kUnbootable,    ///< firmware for which there is no boot program: gets nothing
  kEos,
  kSonic,
  kOnie,
  kCumulus,
  kPoap,
  kBmc,
  kHost,  ///< installer, discovery image or operating system
  kUnknown
};
[[nodiscard]] std::string_view to_string(ClientClass client_class);

/// Who asks, decided by the first row that matches.
struct Classification {
  int row = 0;  ///< 1..15, the order of tests
  ClientClass client_class = ClientClass::kUnknown;
  std::string why{};                     ///< for a person: what matched
  Platform platform = Platform::kOther;  ///< of kHttpBoot and kPxe
  std::string serial{};                  ///< of kEos and kSonic: letters, digits, ".", "_", "-"
  bool operator==(const Classification&) const = default;
};

/// Total: the last row matches everything. Rows 2 to 7 come before what is known about a MAC
/// address, because the same NIC asks as firmware, iPXE, installer and operating system.
[[nodiscard]] Classification classify(const Message& message, const Directory& directory);

}  // namespace rackseed::dhcp
