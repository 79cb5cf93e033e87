#pragma once

#include <rackseed/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace rackseed::images {

/// What a content is.
enum class Kind : std::uint8_t {
  kLoader,  ///< an EFI program, or a network boot program of a BIOS
  kIso,
  kRaw,    ///< a disk with a partition table
  kQcow2,  ///< a disk of QEMU
  kZstd,   ///< compressed, and no initrd
  kKernel,
  kInitrd,
  kFile  ///< anything else
};

[[nodiscard]] std::string_view to_string(Kind kind);

/// How much of the beginning kind_of() wants to see; of a shorter content, all of it.
inline constexpr std::size_t kKindBytes = std::size_t{256} << 10U;

/// Told by the content, never by a name. A compressed beginning is looked into.
[[nodiscard]] Kind kind_of(Bytes beginning);

/// The first octets of what gzip, xz, zstd, lz4 or bzip2 made of something, at most `most` of them;
/// nothing when it is not compressed, or broken.
[[nodiscard]] std::vector<std::uint8_t> unpacked_beginning(Bytes packed, std::size_t most);

}  // namespace rackseed::images
