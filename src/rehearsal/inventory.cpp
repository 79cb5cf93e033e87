// Processors, Memory and Storage of a system.

#include <fmt/core.h>

#include <array>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kController = "NVMe";

bool tells_parts(const State& state, const Ids& ids) {
  const bool hides =
      state.faults.has(Fault::kInventoryOff404) && (state.power != Power::kOn || state.in_post);
  return ids.front() == state.profile.system && !hides;
}

std::string part_path(const State& state, std::string_view part) {
  return fmt::format("{}/{}", system_path(state), part);
}

/// "PATH/PREFIX1" to "PATH/PREFIXn".
std::vector<std::string> numbered(const std::string& path, std::string_view prefix, int count) {
  std::vector<std::string> paths;
  for (int i = 1; i <= count; ++i) paths.push_back(fmt::format("{}/{}{}", path, prefix, i));
  return paths;
}

bool is_numbered(std::string_view id, std::string_view prefix, int count) {
  for (int i = 1; i <= count; ++i)
    if (id == fmt::format("{}{}", prefix, i)) return true;
  return false;
}

std::optional<json::object> processor_list(const State& state, const Ids& ids) {
  if (!tells_parts(state, ids)) return {};
  const std::string path = part_path(state, "Processors");
  return collection(path, "Processor", numbered(path, "CPU", state.hardware.processors));
}

std::optional<json::object> processor_of(const State& state, const Ids& ids) {
  const Hardware& hardware = state.hardware;
  if (!tells_parts(state, ids) || !is_numbered(ids.back(), "CPU", hardware.processors)) return {};
  json::object processor =
      resource(fmt::format("{}/{}", part_path(state, "Processors"), ids.back()),
               "Processor.v1_18_0.Processor", "Processor");
  processor["Socket"] = ids.back();
  processor["ProcessorType"] = "CPU";
  processor["ProcessorArchitecture"] = "x86";
  processor["InstructionSet"] = "x86-64";
  processor["Manufacturer"] = "Virtual Silicon";
  processor["Model"] = hardware.processor_model;
  processor["MaxSpeedMHz"] = 3800;
  processor["TotalCores"] = hardware.cores;
  processor["TotalThreads"] = hardware.cores * 2;
  processor["Status"] = good_status();
  return processor;
}

std::optional<json::object> module_list(const State& state, const Ids& ids) {
  if (!tells_parts(state, ids)) return {};
  const std::string path = part_path(state, "Memory");
  return collection(path, "Memory", numbered(path, "DIMM", state.hardware.memory_modules));
}

std::optional<json::object> module_of(const State& state, const Ids& ids) {
  const Hardware& hardware = state.hardware;
  if (!tells_parts(state, ids) || !is_numbered(ids.back(), "DIMM", hardware.memory_modules))
    return {};
  json::object module = resource(fmt::format("{}/{}", part_path(state, "Memory"), ids.back()),
                                 "Memory.v1_17_0.Memory", "Memory Module");
  module["CapacityMiB"] = hardware.module_mib;
  module["MemoryDeviceType"] = "DDR5";
  module["OperatingSpeedMhz"] = 4800;
  module["Status"] = good_status();
  return module;
}

std::string storage_path(const State& state) {
  return fmt::format("{}/{}", part_path(state, "Storage"), kController);
}

std::string drive_path(const State& state, const VirtualDisk& disk) {
  return fmt::format("{}/Drives/{}", storage_path(state), disk.id);
}

std::optional<json::object> storage_list(const State& state, const Ids& ids) {
  if (!tells_parts(state, ids)) return {};
  return collection(part_path(state, "Storage"), "Storage", {storage_path(state)});
}

std::optional<json::object> storage_of(const State& state, const Ids& ids) {
  if (!tells_parts(state, ids) || ids.back() != kController) return {};
  json::object storage = resource(storage_path(state), "Storage.v1_15_0.Storage", "Storage");
  json::array drives;
  for (const VirtualDisk& disk : state.hardware.disks)
    drives.emplace_back(link(drive_path(state, disk)));
  storage["Drives@odata.count"] = drives.size();
  storage["Drives"] = std::move(drives);
  storage["Status"] = good_status();
  return storage;
}

std::optional<json::object> drive_of(const State& state, const Ids& ids) {
  if (!tells_parts(state, ids) || ids[1] != kController) return {};
  for (const VirtualDisk& disk : state.hardware.disks) {
    if (disk.id != ids.back()) continue;
    json::object drive = resource(drive_path(state, disk), "Drive.v1_17_0.Drive", "Drive");
    drive["Model"] = disk.model;
    drive["SerialNumber"] = disk.serial;
    drive["MediaType"] = disk.medium;
    drive["Protocol"] = disk.protocol;
    drive["CapacityBytes"] = disk.bytes;
    drive["Status"] = good_status();
    return drive;
  }
  return {};
}

constexpr auto kInventoryResources = std::to_array<Resource>({
    {"Systems/*/Processors", &processor_list},
    {"Systems/*/Processors/*", &processor_of},
    {"Systems/*/Memory", &module_list},
    {"Systems/*/Memory/*", &module_of},
    {"Systems/*/Storage", &storage_list},
    {"Systems/*/Storage/*", &storage_of},
    {"Systems/*/Storage/*/Drives/*", &drive_of},
});

}  // namespace

std::span<const Resource> inventory_resources() { return kInventoryResources; }

}  // namespace rackseed::rehearsal
