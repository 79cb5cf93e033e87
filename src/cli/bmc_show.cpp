#include <fmt/core.h>

#include <memory>

#include "src/cli/bmc_commands.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::cli {
namespace {

using redfish::Bmc;
using redfish::Inventory;

Value value_of(const redfish::Identity& identity) {
  Value value;
  value.set("manufacturer", identity.manufacturer)
      .set("model", identity.model)
      .set("serial", identity.serial)
      .set("sku", identity.sku)
      .set("uuid", identity.uuid)
      .set("bios", identity.bios)
      .set("bmc_vendor", identity.bmc_vendor)
      .set("bmc_firmware", identity.bmc_firmware);
  return value;
}

Value nics_of(const Inventory& inventory) {
  Value::List list;
  for (const redfish::BmcNic& nic : inventory.nics) {
    Value value;
    value.set("mac", nic.mac.text()).set("id", nic.id).set("adapter", nic.adapter);
    value.set("speed_mbps", nic.speed_mbps);
    if (nic.has_link) value.set("link", *nic.has_link);
    list.push_back(std::move(value));
  }
  return list;
}

Value disks_of(const Inventory& inventory) {
  Value::List list;
  for (const redfish::BmcDisk& disk : inventory.disks) {
    Value value;
    value.set("name", disk.name)
        .set("model", disk.model)
        .set("serial", disk.serial)
        .set("medium", disk.medium)
        .set("protocol", disk.protocol)
        .set("bytes", disk.bytes);
    list.push_back(std::move(value));
  }
  return list;
}

Value processors_of(const Inventory& inventory) {
  Value::List list;
  for (const redfish::Processor& processor : inventory.processors) {
    Value value;
    value.set("model", processor.model)
        .set("cores", processor.cores)
        .set("threads", processor.threads);
    list.push_back(std::move(value));
  }
  return list;
}

Value firmware_of(const Inventory& inventory) {
  Value::List list;
  for (const redfish::Firmware& firmware : inventory.firmware) {
    Value value;
    value.set("name", firmware.name).set("version", firmware.version);
    list.push_back(std::move(value));
  }
  return list;
}

Value value_of(const Inventory& inventory) {
  std::vector<std::string> bmc_macs;
  for (const Mac mac : inventory.bmc_macs) bmc_macs.push_back(mac.text());
  Value value;
  value.set("identity", value_of(inventory.identity))
      .set("processor_count", inventory.processor_count)
      .set("memory_gib", static_cast<std::int64_t>(inventory.memory_gib))
      .set("bmc_macs", Value::list(bmc_macs))
      .set("nics", nics_of(inventory))
      .set("processors", processors_of(inventory))
      .set("disks", disks_of(inventory))
      .set("firmware", firmware_of(inventory))
      .set("notes", Value::list(inventory.notes));
  return value;
}

Bmc::Answer<Value> show(Bmc& bmc) {
  const auto state = co_await bmc.power_state();
  if (!state) co_return state.error();
  const auto inventory = co_await bmc.inventory();
  if (!inventory) co_return inventory.error();
  Value value;
  value.set("power", to_string(*state));
  const Value read = value_of(*inventory);
  for (const auto& [name, entry] : *read.entries()) value.set(name, entry);
  value.set("certificate", bmc.certificate().spki_sha256).set("quirks", bmc.learnt());
  co_return value;
}

std::string text_of(const Value& value) {
  if (const std::string* text = value.text()) return *text;
  if (const bool* flag = value.flag()) return *flag ? "yes" : "no";
  return value.is_null() ? "" : to_json(value);
}

/// A list of maps as a table, under the names of their entries.
std::string table_of(const Value::List& list) {
  std::vector<std::vector<std::string>> rows;
  for (const Value& item : list) {
    if (item.entries() == nullptr) {
      rows.push_back({text_of(item)});
      continue;
    }
    std::vector<std::string> names;
    std::vector<std::string> cells;
    for (const auto& [name, entry] : *item.entries()) {
      names.push_back(name);
      cells.push_back(text_of(entry));
    }
    if (rows.empty()) rows.push_back(std::move(names));
    cells.resize(rows.front().size());
    rows.push_back(std::move(cells));
  }
  return plan::text_table(rows);
}

std::string indented(const std::string& text) {
  std::string lines = "    ";
  for (const char c : text) {
    lines += c;
    if (c == '\n') lines += "    ";
  }
  lines.resize(lines.find_last_not_of(' ') + 1);
  return lines;
}

/// Entries one a line; lists as tables below their name.
std::string text_of_shown(const Value& value) {
  std::string text;
  for (const auto& [name, entry] : *value.entries()) {
    if (const Value::List* list = entry.items()) {
      if (!list->empty()) text += fmt::format("  {}:\n{}", name, indented(table_of(*list)));
    } else if (const Value::Map* map = entry.entries()) {
      for (const auto& [inner, what] : *map)
        if (const std::string shown = text_of(what); !shown.empty())
          text += fmt::format("  {}: {}\n", inner, shown);
    } else if (const std::string shown = text_of(entry); !shown.empty()) {
      text += fmt::format("  {}: {}\n", name, shown);
    }
  }
  return text;
}

}  // namespace

void add_bmc_show(CommandGroup& group) {
  const auto options = std::make_shared<FleetOptions>();
  Command command = group.add("show", "Shows what a BMC knows of its machine", [options] {
    return run_fleet(*options,
                     {.what = "bmc show", .use = show, .columns = {}, .text = text_of_shown});
  });
  add_fleet_options(command, *options);
  command.footer("Example: rackseed bmc show ctrl1 --state state");
}

}  // namespace rackseed::cli
