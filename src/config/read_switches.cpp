#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

void read_rack(Section& in, plan::Rack& rack) {
  in.require("name", rack.name, kName);
  in.read("height_u", rack.height_units, kAnyNumber);
  in.require("index", rack.index, kAnyCount);
}

void read_switch(Section& in, plan::Switch& device) {
  in.require("name", device.name, kHostName);
  in.require("role", device.role);
  in.read("side", device.side);
  in.require("rack", device.rack, kName);
  in.require("unit", device.unit, kAnyNumber);
  in.read("os", device.os, kWord);
  in.read("model", device.model, kFreeText);
  in.read("serial", device.serial, kFreeText);
  in.read("mgmt", device.mgmt);
  in.read("mgmt_port", device.mgmt_port, kPort);
}

void read_pair(Section& in, plan::SwitchPair& pair) {
  in.require("name", pair.name, kName);
  in.require("type", pair.type);
  in.require("members", pair.members, kName);
  in.read("peer_link", pair.peer_link, kPort);
  in.read("peer_vlan", pair.peer_vlan, kAnyNumber);
  in.read("peer_net", pair.peer_net);
}

}  // namespace

void claim_name(const Section& in, std::string_view list, const std::string& name) {
  if (!name.empty()) in.cell().notes().claim(list, name, in.cell().position());
}

void read_racks(Section& root, plan::Plan& plan) {
  root.items("racks", [&](Section& in) {
    plan::Rack rack;
    read_rack(in, rack);
    claim_name(in, "racks", rack.name);
    plan.racks.push_back(std::move(rack));
  });
}

void read_switches(Section& root, plan::Plan& plan) {
  root.items("switches", [&](Section& in) {
    plan::Switch device;
    read_switch(in, device);
    claim_name(in, "switches", device.name);
    plan.switches.push_back(std::move(device));
  });
  root.items("pairs", [&](Section& in) {
    plan::SwitchPair pair;
    read_pair(in, pair);
    claim_name(in, "pairs", pair.name);
    plan.pairs.push_back(std::move(pair));
  });
}

}  // namespace rackseed::config
