#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

constexpr Range kLease{60, 604'800};

void read_attachment(Section& in, plan::Seed& seed) {
  plan::SeedAttachment attachment;
  in.require("network", attachment.network, kName);
  in.require("device", attachment.device, kNicName);
  in.read("tagged", attachment.tagged);
  seed.attach.push_back(std::move(attachment));
}

void read_cable(const std::string& device, Section& in, plan::Seed& seed) {
  plan::SeedCable cable{.device = device};
  in.require("switch", cable.switch_name, kName);
  in.read("port", cable.port, kPort);
  seed.cables.push_back(std::move(cable));
}

void read_dhcp(Section& in, plan::DhcpSettings& dhcp) {
  in.read("mode", dhcp.mode);
  in.read("unknown_clients", dhcp.unknown_clients);
  in.read("lease_seconds", dhcp.lease_seconds, kLease);
  in.read("accept_relays", dhcp.accept_relays);
}

}  // namespace

void read_seed(Section& root, plan::Plan& plan) {
  plan::Seed& seed = plan.seed;
  root.section("seed", [&](Section& in) {
    in.read("name", seed.name, kHostName);
    in.read("host", seed.host, kAnyNumber);
    in.read("rack", seed.rack, kName);
    in.items("attach", [&](Section& item) { read_attachment(item, seed); });
    in.entries("cables", kNicName,
               [&](const std::string& device, Section& cable) { read_cable(device, cable, seed); });
    in.section("dhcp", [&](Section& dhcp) { read_dhcp(dhcp, seed.dhcp); });
    in.read("http_port", seed.http_port, kTcpPort);
    in.read("ui_port", seed.ui_port, kTcpPort);
  });
}

}  // namespace rackseed::config
