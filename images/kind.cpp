#include "images/kind.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace rackseed::images {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSector = 512;
constexpr std::size_t kPartitionTable = 446;
constexpr std::size_t kPartitionBytes = 16;
constexpr std::size_t kPartitions = 4;
constexpr std::size_t kInnerBytes = 512;

bool has(Bytes bytes, std::size_t offset, std::string_view magic) {
  return bytes.size() >= offset + magic.size() &&
         text_of(bytes.subspan(offset, magic.size())) == magic;
}

bool is_iso(Bytes bytes) {  // ECMA-119 8.1: the first volume descriptor, in sector 16 of 2048
  return has(bytes, 0x8001, "CD001");
}

bool is_kernel(Bytes bytes) {
  return has(bytes, 0x202, "HdrS")                           // Linux x86 boot protocol
         || has(bytes, 56, "ARMd")                           // Documentation/arm64/booting
         || (has(bytes, 0, "MZ") && has(bytes, 4, "zimg"));  // EFI zboot: a kernel that unpacks
}

bool is_loader(Bytes bytes) {
  if (has(bytes, 0, "\xea\x05\x00\xc0\x07"sv)) return true;  // jmp 07c0:0005: iPXE for a BIOS
  if (!has(bytes, 0, "MZ") || bytes.size() < 64) return false;
  const std::size_t header =
      bytes[60] | std::size_t{bytes[61]} << 8U | std::size_t{bytes[62]} << 16U;
  return bytes[63] == 0 && has(bytes, header, "PE\0\0"sv);
}

bool is_initrd(Bytes bytes) {
  return has(bytes, 0, "070701") || has(bytes, 0, "070702")  // cpio
         || has(bytes, 0, "\x02\x21\x4c\x18");  // the frames of lz4 that only Linux still uses
}

/// A GUID table, or four entries each of which is unused or says what a partition can be.
bool is_disk(Bytes bytes) {
  if (!has(bytes, kSector - 2, "\x55\xaa")) return false;
  if (has(bytes, kSector, "EFI PART")) return true;
  bool any = false;
  for (std::size_t i = 0; i < kPartitions; ++i) {
    const Bytes entry = bytes.subspan(kPartitionTable + i * kPartitionBytes, kPartitionBytes);
    if (entry[0] != 0 && entry[0] != 0x80) return false;
    const bool has_sectors =
        std::any_of(entry.end() - 4, entry.end(), [](auto c) { return c != 0; });
    if ((entry[4] != 0) != has_sectors) return false;
    any = any || has_sectors;
  }
  return any;
}

Kind kind_of_compressed(Bytes bytes) {
  const auto inner = unpacked_beginning(bytes, kInnerBytes);
  if (is_initrd(inner)) return Kind::kInitrd;
  if (is_kernel(inner)) return Kind::kKernel;  // arm64: gzip around the whole kernel
  return has(bytes, 0, "\x28\xb5\x2f\xfd") ? Kind::kZstd : Kind::kFile;
}

}  // namespace

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::kLoader:
      return "loader";
    case Kind::kIso:
      return "iso";
    case Kind::kRaw:
      return "raw";
    case Kind::kQcow2:
      return "qcow2";
    case Kind::kZstd:
      return "zstd";
    case Kind::kKernel:
      return "kernel";
    case Kind::kInitrd:
      return "initrd";
    case Kind::kFile:
      return "file";
  }
  return "file";
}

Kind kind_of(Bytes beginning) {
  if (is_iso(beginning)) return Kind::kIso;  // before a disk: most of them are both
  if (has(beginning, 0, "QFI\xfb")) return Kind::kQcow2;
  if (is_kernel(beginning)) return Kind::kKernel;  // before a loader: most of them are both
  if (is_loader(beginning)) return Kind::kLoader;
  if (is_initrd(beginning)) return Kind::kInitrd;
  if (is_disk(beginning)) return Kind::kRaw;
  return kind_of_compressed(beginning);
}

}  // namespace rackseed::images
