#include "redfish/hardware.hpp"

#include "redfish/identity.hpp"

namespace rackseed::redfish {
namespace {

int small_count(const Fields& fields, std::string_view name) {
  constexpr std::uint64_t kMost = 100'000;
  const auto count = fields.count_of(name);
  return count && *count <= kMost ? static_cast<int>(*count) : 0;
}

std::string known(const Fields& fields, std::string_view name) {
  return known_text(fields.string_of(name));
}

}  // namespace

bool is_present(const Fields& fields) { return fields.at("Status").string_of("State") != "Absent"; }

std::optional<Processor> read_processor(const Fields& fields) {
  const std::string type = fields.string_of("ProcessorType");
  if (!is_present(fields) || (!type.empty() && type != "CPU")) return std::nullopt;
  return Processor{.model = known(fields, "Model"),
                   .cores = small_count(fields, "TotalCores"),
                   .threads = small_count(fields, "TotalThreads")};
}

std::uint64_t read_memory_mib(const Fields& fields) {
  return is_present(fields) ? fields.count_of("CapacityMiB").value_or(0) : 0;
}

std::optional<BmcDisk> read_drive(const Fields& fields) {
  if (!is_present(fields)) return std::nullopt;
  BmcDisk disk{.name = known(fields, "Name"),
               .model = known(fields, "Model"),
               .serial = known(fields, "SerialNumber"),
               .medium = known(fields, "MediaType"),
               .protocol = known(fields, "Protocol"),
               .bytes = fields.count_of("CapacityBytes").value_or(0)};
  if (disk.name.empty()) disk.name = known(fields, "Id");
  return disk;
}

std::vector<BmcDisk> read_simple_storage(const Fields& fields) {
  std::vector<BmcDisk> disks;
  for (const Fields& device : fields.members_of("Devices")) {
    const std::string name = device.string_of("Name");
    const bool is_backplane = name.find("Backplane") != std::string::npos;
    auto disk = is_backplane ? std::nullopt : read_drive(device);
    if (disk) disks.push_back(std::move(*disk));
  }
  return disks;
}

std::optional<Firmware> read_firmware(const Fields& fields) {
  Firmware firmware{.name = known(fields, "Name"), .version = known(fields, "Version")};
  if (firmware.version.empty()) return std::nullopt;
  if (firmware.name.empty()) firmware.name = known(fields, "Id");
  return firmware;
}

LogEntry read_log_entry(const Fields& fields) {
  LogEntry entry{.time = fields.string_of("Created"),
                 .severity = fields.string_of("Severity"),
                 .text = fields.string_of("Message")};
  if (entry.text.empty()) entry.text = fields.string_of("MessageId");
  if (entry.text.empty()) entry.text = fields.string_of("Name");
  return entry;
}

}  // namespace rackseed::redfish
