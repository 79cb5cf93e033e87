#include "dhcp/architecture.hpp"

#include <charconv>

namespace rackseed::dhcp {

std::string_view to_string(Platform platform) {
  switch (platform) {
    case Platform::kBios:
      return "BIOS";
    case Platform::kEfiIa32:
      return "UEFI ia32";
    case Platform::kEfiX64:
      return "UEFI x64";
    case Platform::kEfiArm32:
      return "UEFI arm32";
    case Platform::kEfiArm64:
      return "UEFI arm64";
    case Platform::kOther:
      return "another platform";
  }
  return "?";
}

Platform platform_of(std::uint16_t architecture) {
  switch (architecture) {
    case 0:
    case 20:
      return Platform::kBios;
    case 6:
    case 15:
      return Platform::kEfiIa32;
    case 7:
    case 9:
    case 16:
    case 17:
      return Platform::kEfiX64;
    case 10:
    case 18:
      return Platform::kEfiArm32;
    case 11:
    case 19:
      return Platform::kEfiArm64;
    default:
      return Platform::kOther;
  }
}

bool is_http_architecture(std::uint16_t architecture) {
  switch (architecture) {
    case 26:  // RISC-V 32, 64 and 128, LoongArch 32 and 64
    case 28:
    case 30:
    case 38:
    case 40:
      return true;
    default:
      return architecture >= 15 && architecture <= 20;
  }
}

std::optional<std::uint16_t> architecture_of(const Options& options) {
  if (!options.architectures.empty()) return options.architectures.front();
  constexpr std::string_view kMark = ":Arch:";
  const std::string_view text = options.vendor_class;
  const auto at = text.find(kMark);
  if (at == std::string_view::npos) return {};
  const std::string_view digits = text.substr(at + kMark.size(), 5);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) return {};
  return number;
}

}  // namespace rackseed::dhcp
