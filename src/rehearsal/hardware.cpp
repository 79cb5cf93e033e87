#include "src/rehearsal/hardware.hpp"

#include <fmt/core.h>

namespace rackseed::rehearsal {
namespace {

/// Locally administered: nobody has it.
Mac some_mac(int number, int which) {
  const auto octet = [](int value) { return static_cast<std::uint8_t>(value & 0xff); };
  return Mac({0x02, 0x00, 0x5e, octet(number >> 8), octet(number), octet(which)});
}

VirtualDisk some_disk(int number, int which) {
  return {.id = fmt::format("{}", which),
          .model = "Virtual NVMe 1.92TB",
          .serial = fmt::format("VD{:05}{:02}", number, which),
          .medium = "SSD",
          .protocol = "NVMe",
          .bytes = 1'920'383'410'176};
}

}  // namespace

Hardware some_hardware(int number) {
  Hardware hardware{.serial = fmt::format("VM{:06}", number),
                    .sku = fmt::format("TAG{:04}", number),
                    .uuid = fmt::format("5e5eed00-0000-4000-8000-{:012x}", number)};
  hardware.bmc_mac = some_mac(number, 0);
  for (int i = 1; i <= 4; ++i)
    hardware.nics.push_back({.mac = some_mac(number, i),
                             .id = fmt::format("{}", i),
                             .adapter = i <= 2 ? "NIC1" : "NIC2",
                             .speed_mbps = i <= 2 ? 25'000 : 100'000,
                             .has_link = i != 4});
  for (int i = 0; i < 2; ++i) hardware.disks.push_back(some_disk(number, i));
  return hardware;
}

}  // namespace rackseed::rehearsal
