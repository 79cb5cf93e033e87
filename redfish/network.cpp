#include "redfish/network.hpp"

#include "redfish/identity.hpp"

namespace rackseed::redfish {
namespace {

constexpr double kMostMbps = 10'000'000;

int speed_of(const Fields& fields, std::string_view name, double mbps_of_unit) {
  const double mbps = fields.number_of(name).value_or(0) * mbps_of_unit;
  return mbps > 0 && mbps <= kMostMbps ? static_cast<int>(mbps) : 0;
}

/// "LinkUp" of interfaces and Ports, "Up" of NetworkPorts.
std::optional<bool> link_state(const Fields& fields) {
  const std::string text = fields.string_of("LinkStatus");
  if (text == "LinkUp" || text == "Up") return true;
  if (text == "LinkDown" || text == "NoLink" || text == "Down") return false;
  return std::nullopt;
}

/// Some BMCs write "" or zeros for "not known": no word about those (row 59).
void note_odd_mac(const Fields& fields, std::string_view name, const std::string& text) {
  if (text.find_first_not_of("0:-. ") != std::string::npos && !known_text(text).empty() &&
      !parse_mac(text))
    fields.note(name, "\"" + text + "\" is no address of a card");
}

std::optional<Mac> mac_in(const Fields& fields) {
  const std::string permanent = fields.string_of("PermanentMACAddress");
  const std::string current = fields.string_of("MACAddress");
  note_odd_mac(fields, "PermanentMACAddress", permanent);
  note_odd_mac(fields, "MACAddress", current);
  return choose_mac(permanent, current);
}

void add_macs(const Fields& fields, std::string_view name, std::vector<Mac>& macs) {
  for (const std::string& text : fields.strings_of(name)) {
    if (const auto mac = parse_mac(text))
      macs.push_back(*mac);
    else
      note_odd_mac(fields, name, text);
  }
}

}  // namespace

EthernetInterface read_ethernet(const Fields& fields) {
  return {.id = fields.string_of("Id"),
          .mac = mac_in(fields),
          .speed_mbps = speed_of(fields, "SpeedMbps", 1),
          .has_link = link_state(fields)};
}

NetworkAdapter read_adapter(const Fields& fields) {
  NetworkAdapter adapter{.id = fields.string_of("Id"),
                         .model = known_text(fields.string_of("Model")),
                         .ports = fields.link_of("Ports"),
                         .functions = fields.link_of("NetworkDeviceFunctions")};
  if (adapter.ports.empty()) adapter.ports = fields.link_of("NetworkPorts");
  return adapter;
}

NetworkPort read_port(const Fields& fields) {
  NetworkPort port{.path = fields.own_link(),
                   .id = fields.string_of("Id"),
                   .speed_mbps = speed_of(fields, "CurrentSpeedGbps", 1000),
                   .has_link = link_state(fields)};
  if (port.speed_mbps == 0) port.speed_mbps = speed_of(fields, "CurrentLinkSpeedMbps", 1);
  add_macs(fields.at("Ethernet"), "AssociatedMACAddresses", port.macs);
  add_macs(fields, "AssociatedNetworkAddresses", port.macs);
  return port;
}

NetworkFunction read_function(const Fields& fields) {
  const Fields links = fields.at("Links");
  NetworkFunction function{.id = fields.string_of("Id"),
                           .mac = mac_in(fields.at("Ethernet")),
                           .port = links.link_of("PhysicalNetworkPortAssignment")};
  if (function.port.empty()) function.port = links.link_of("PhysicalPortAssignment");
  if (function.port.empty()) function.port = fields.link_of("PhysicalPortAssignment");
  return function;
}

}  // namespace rackseed::redfish
