#include "dhcp/directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace rackseed::dhcp {

bool Subnet::has_in_pool(Ipv4 address) const {
  return std::ranges::any_of(pool, [&](const AddressRange& r) { return r.contains(address); });
}

Directory::Directory(DirectoryContent content) : content_(std::move(content)) {
  for (std::size_t i = 0; i < content_.reservations.size(); ++i) {
    const Reservation& reservation = content_.reservations[i];
    by_mac_.emplace(reservation.mac, i);
    reserved_.insert(reservation.addresses.begin(), reservation.addresses.end());
  }
  for (std::size_t i = 0; i < content_.subnets.size(); ++i) {
    const Subnet& subnet = content_.subnets[i];
    by_network_.emplace(subnet.prefix.network(), i);
    reserved_.insert(subnet.seed);
    if (subnet.gateway) reserved_.insert(*subnet.gateway);
  }
  reserved_.insert(content_.never_given.begin(), content_.never_given.end());
  reserved_.insert(content_.accept_relays.begin(), content_.accept_relays.end());
}

const Reservation* Directory::find_reservation(Mac mac) const {
  const auto found = by_mac_.find(mac);
  return found == by_mac_.end() ? nullptr : &content_.reservations[found->second];
}

const Subnet* Directory::find_subnet(Ipv4 address) const {
  auto after = by_network_.upper_bound(address);
  if (after == by_network_.begin()) return nullptr;
  const Subnet& subnet = content_.subnets[std::prev(after)->second];
  return subnet.prefix.contains(address) ? &subnet : nullptr;
}

std::vector<const Subnet*> Directory::subnets_on(std::string_view interface) const {
  std::vector<const Subnet*> found;
  for (const Subnet& subnet : content_.subnets)
    if (!subnet.is_relayed() && subnet.interface == interface) found.push_back(&subnet);
  return found;
}

std::optional<Ipv4> Directory::find_address(Mac mac, const Subnet& subnet) const {
  const Reservation* reservation = find_reservation(mac);
  if (reservation == nullptr) return {};
  for (const Ipv4 address : reservation->addresses)
    if (subnet.prefix.is_host(address)) return address;
  return {};
}

bool Directory::accepts_relay(Ipv4 relay) const {
  return std::ranges::count(content_.accept_relays, relay) > 0;
}

bool Directory::is_seed(Ipv4 address) const {
  return std::ranges::count(content_.subnets, address, &Subnet::seed) > 0;
}

bool Directory::looks_like_bmc(Mac mac, std::string_view vendor_class) const {
  const bool knows_oui = std::ranges::any_of(content_.bmc_ouis, [&](const auto& oui) {
    return std::ranges::equal(oui, std::span(mac.octets()).first(oui.size()));
  });
  return knows_oui ||
         std::ranges::any_of(content_.bmc_vendor_classes, [&](const std::string& prefix) {
           return !prefix.empty() && vendor_class.starts_with(prefix);
         });
}

std::string Directory::url(const Subnet& subnet, std::string_view path) const {
  constexpr std::uint16_t kHttpPort = 80;
  const std::string port =
      content_.http_port == kHttpPort ? "" : fmt::format(":{}", content_.http_port);
  return fmt::format("http://{}{}{}", subnet.seed.text(), port, path);
}

}  // namespace rackseed::dhcp
