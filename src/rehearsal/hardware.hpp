#pragma once

#include <rackseed/net.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rackseed::rehearsal {

struct VirtualNic {
  Mac mac{};
  std::string id{};       ///< "1"; also the port's number on its adapter
  std::string adapter{};  ///< "NIC1"
  int speed_mbps = 25'000;
  bool has_link = true;
};

struct VirtualDisk {
  std::string id{};
  std::string model{};
  std::string serial{};
  std::string medium{};    ///< "SSD", "HDD"
  std::string protocol{};  ///< "NVMe", "SATA"
  std::uint64_t bytes = 0;
};

/// What a machine is made of, as its BMC tells it.
struct Hardware {
  std::string serial{};
  std::string sku{};
  std::string uuid{};
  std::string bios = "2.1.0";
  std::string bmc_firmware = "1.40.0";
  Mac bmc_mac{};
  std::vector<VirtualNic> nics{};
  std::vector<VirtualDisk> disks{};
  int processors = 2;
  int cores = 32;  ///< of each processor
  std::string processor_model = "Virtual Processor 8480";
  int memory_modules = 8;
  int module_mib = 32'768;
};

/// Some machine: the same number, the same machine. number: 0..65535
[[nodiscard]] Hardware some_hardware(int number);

}  // namespace rackseed::rehearsal
