#include "dhcp/interfaces.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <system_error>

namespace rackseed::dhcp {
namespace {

using Interfaces = std::map<std::string, NetworkInterface, std::less<>>;

/// The address of a family, copied out of where it need not be aligned.
template <class Address>
Address copy_of(const sockaddr& from) {
  Address to{};
  std::memcpy(&to, &from, sizeof to);
  return to;
}

Ipv4 ipv4_of(const sockaddr& from) {
  return Ipv4(ntohl(copy_of<sockaddr_in>(from).sin_addr.s_addr));
}

void add_link(NetworkInterface& to, const ifaddrs& entry) {
  const auto link = copy_of<sockaddr_ll>(*entry.ifa_addr);
  to.index = link.sll_ifindex;
  to.is_up = (entry.ifa_flags & IFF_UP) != 0;
  to.is_running = to.is_up && (entry.ifa_flags & IFF_RUNNING) != 0;
  std::array<std::uint8_t, 6> octets{};
  if (link.sll_halen == octets.size()) std::copy_n(&link.sll_addr[0], octets.size(), octets.data());
  to.mac = Mac(octets);
}

void add_address(NetworkInterface& to, const ifaddrs& entry) {
  if (entry.ifa_netmask == nullptr) return;
  const int length = std::popcount(ipv4_of(*entry.ifa_netmask).bits());
  to.addresses.emplace_back(ipv4_of(*entry.ifa_addr), length);
}

void add(Interfaces& interfaces, const ifaddrs& entry) {
  if (entry.ifa_addr == nullptr) return;
  const std::string_view label(entry.ifa_name);
  const std::string name(label.substr(0, label.find(':')));  // "p1:0" is an old alias of p1
  if (entry.ifa_addr->sa_family == AF_PACKET) add_link(interfaces[name], entry);
  if (entry.ifa_addr->sa_family == AF_INET) add_address(interfaces[name], entry);
}

std::string list_of(const std::vector<Prefix>& addresses) {
  std::string list;
  for (const Prefix& address : addresses)
    list += fmt::format("{}{}", list.empty() ? "" : ", ", address.text());
  return list;
}

const NetworkInterface* find(const std::vector<NetworkInterface>& all, std::string_view name) {
  const auto found = std::ranges::find(all, name, &NetworkInterface::name);
  return found == all.end() ? nullptr : &*found;
}

InterfaceChange change_of(InterfaceEvent event, const std::string& name, std::string_view text) {
  return {.event = event, .name = name, .text = fmt::format("{} {}", name, text)};
}

/// Of an interface that had an address.
void add_changes(const NetworkInterface& before, const NetworkInterface* after,
                 std::vector<InterfaceChange>& changes) {
  using enum InterfaceEvent;
  const std::string& name = before.name;
  const auto add = [&](InterfaceEvent event, std::string_view text) {
    changes.push_back(change_of(event, name, text));
  };
  if (after == nullptr) return add(kVanished, "vanished");
  if (after->addresses.empty()) return add(kLostAddress, "lost " + list_of(before.addresses));
  const std::string now = list_of(after->addresses);
  if (after->index != before.index) return add(kReturned, "is back with " + now);
  if (after->addresses != before.addresses)
    add(kChangedAddress, fmt::format("has {} instead of {}", now, list_of(before.addresses)));
  if (after->is_running != before.is_running)
    add(after->is_running ? kFoundCarrier : kLostCarrier, after->is_running ? "has a carrier again"
                                                          : after->is_up    ? "has no carrier"
                                                                            : "was set down");
}

}  // namespace

Result<std::vector<NetworkInterface>> fetch_interfaces() {
  ifaddrs* first = nullptr;
  if (::getifaddrs(&first) != 0)
    return Error{Errc::kUnavailable, "interfaces: " + std::generic_category().message(errno)};
  const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(first, &::freeifaddrs);
  Interfaces by_name;
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next)
    add(by_name, *entry);
  std::vector<NetworkInterface> interfaces;
  for (auto& [name, interface] : by_name) {
    if (interface.index == 0) continue;  // gone between its address and its link
    interface.name = name;
    interfaces.push_back(std::move(interface));
  }
  std::ranges::sort(interfaces, {}, &NetworkInterface::index);
  return interfaces;
}

std::vector<InterfaceChange> compare(const std::vector<NetworkInterface>& before,
                                     const std::vector<NetworkInterface>& after) {
  std::vector<InterfaceChange> changes;
  for (const NetworkInterface& old : before)
    if (!old.addresses.empty()) add_changes(old, find(after, old.name), changes);
  for (const NetworkInterface& now : after) {
    if (now.addresses.empty()) continue;
    const NetworkInterface* const old = find(before, now.name);
    if (old == nullptr || old->addresses.empty())
      changes.push_back(
          change_of(InterfaceEvent::kReturned, now.name, "is back with " + list_of(now.addresses)));
  }
  return changes;
}

}  // namespace rackseed::dhcp
