#include "dhcp/address_watch.hpp"

#include <algorithm>

namespace rackseed::dhcp {
namespace {

constexpr std::size_t kMostMacs = 8;  // at one address

const std::string* find_node(const Directory& directory, Mac mac) {
  const Reservation* const reservation = directory.find_reservation(mac);
  return reservation == nullptr ? nullptr : &reservation->node;
}

/// A Linux host answers for all of its addresses on all of its interfaces.
bool is_same_host(const Directory& directory, Mac one, Mac other) {
  if (one == other) return true;
  const std::string* const node = find_node(directory, one);
  const std::string* const other_node = find_node(directory, other);
  return node != nullptr && other_node != nullptr && *node == *other_node;
}

std::string describe_owner(const Directory& directory, Mac mac) {
  const Reservation* const reservation = directory.find_reservation(mac);
  return reservation == nullptr ? mac.text() : reservation->node + " " + reservation->nic;
}

}  // namespace

AddressWatch::AddressWatch(const Directory& directory, std::string_view interface,
                           const std::vector<LeaseRow>& leases, std::set<Mac> own)
    : own_(std::move(own)) {
  const auto subnets = directory.subnets_on(interface);
  for (const Subnet* const subnet : subnets) watch(subnet->seed, *subnet, Kind::kSeed, {});
  for (const Reservation& reservation : directory.reservations())
    for (const Subnet* const subnet : subnets)
      if (const auto address = directory.find_address(reservation.mac, *subnet))
        watch(*address, *subnet, Kind::kReserved, reservation.mac);
  for (const Subnet* const subnet : subnets) add_pools(directory, *subnet);
  for (const LeaseRow& row : leases) {
    const auto found = watched_.find(row.address);
    if (found != watched_.end() && found->second.kind == Kind::kPool) found->second.owner = row.mac;
  }
}

void AddressWatch::add_pools(const Directory& directory, const Subnet& subnet) {
  for (const AddressRange& range : subnet.pool) {
    if (range.last < range.first) continue;
    const std::uint64_t end = std::uint64_t{range.last.bits()} + 1;
    std::uint64_t at = range.first.bits();
    for (; at < end && watched_.size() < kMostAddressesAsked; ++at) {
      const Ipv4 address(static_cast<std::uint32_t>(at));
      if (!directory.is_reserved(address)) watch(address, subnet, Kind::kPool, {});
    }
    not_asked_ += end - at;
  }
}

void AddressWatch::watch(Ipv4 address, const Subnet& subnet, Kind kind, Mac owner) {
  if (address == Ipv4() || watched_.contains(address)) return;
  if (watched_.size() >= kMostAddressesAsked) {
    ++not_asked_;
    return;
  }
  watched_.emplace(address, Watched{.kind = kind, .network = subnet.network, .owner = owner});
}

std::vector<Ipv4> AddressWatch::addresses() const {
  std::vector<Ipv4> addresses;
  addresses.reserve(watched_.size());
  for (const auto& [address, watched] : watched_) addresses.push_back(address);
  return addresses;
}

void AddressWatch::hear(const ArpPacket& packet) {
  const Mac mac = packet.sender_mac;
  if (own_.contains(mac)) return;
  for (const Ipv4 address : {packet.sender, packet.target}) {
    const auto found = watched_.find(address);
    if (found == watched_.end() || !claims(packet, address, Mac())) continue;
    auto& macs = found->second.macs;
    if (macs.size() < kMostMacs && std::ranges::count(macs, mac) == 0) macs.push_back(mac);
  }
}

void AddressWatch::report(const Directory& directory, SegmentReport& to) const {
  to.asked = watched_.size();
  to.not_asked = not_asked_;
  for (const auto& [address, watched] : watched_) {
    const Mac owner = watched.owner;
    const bool is_seed = watched.kind == Kind::kSeed;
    const bool is_pool = watched.kind == Kind::kPool;
    const bool is_owners = std::ranges::all_of(
        watched.macs, [&](Mac mac) { return is_same_host(directory, mac, owner); });
    if (is_owners) continue;  // or nobody's
    if (is_seed || watched.macs.size() > 1) {
      to.conflicts.push_back({.address = address,
                              .network = watched.network,
                              .macs = watched.macs,
                              .is_seed = is_seed,
                              .is_pool = is_pool});
    } else {
      to.in_use.push_back({.address = address,
                           .mac = watched.macs.front(),
                           .network = watched.network,
                           .owner = is_pool ? "" : describe_owner(directory, owner),
                           .is_pool = is_pool});
    }
  }
}

}  // namespace rackseed::dhcp
