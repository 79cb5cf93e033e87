#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

void read_speed(Section& in, int& mbps) {
  std::string speed;
  in.require("speed", speed, kSpeed);
  mbps = parse_speed_mbps(speed);
}

void read_nic(Section& in, plan::Nic& nic) {
  in.read("where", nic.where, kFreeText);
  read_speed(in, nic.speed_mbps);
  in.require("switch", nic.switch_kind, kName);
  in.read("side", nic.side);
  in.read("lane", nic.lane, kAnyNumber);
}

}  // namespace

void read_hardware(Section& root, plan::Plan& plan) {
  root.entries("hardware", kName, [&](const std::string& name, Section& in) {
    plan::Hardware hardware{.name = name};
    in.entries("nics", kNicName, [&](const std::string& nic_name, Section& keys) {
      plan::Nic nic{.name = nic_name};
      read_nic(keys, nic);
      hardware.nics.push_back(std::move(nic));
    });
    in.section("min", [&](Section& least) {
      least.read("ram_gib", hardware.min_ram_gib, kAnyCount);
      least.read("os_disks", hardware.min_os_disks, kAnyCount);
    });
    plan.hardware.push_back(std::move(hardware));
  });
}

}  // namespace rackseed::config
