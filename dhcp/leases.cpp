#include "dhcp/leases.hpp"

#include <algorithm>

namespace rackseed::dhcp {
namespace {

LeaseRow row_of(Ipv4 address, const Lease& lease) {
  return {.address = address,
          .mac = lease.mac,
          .network = lease.network,
          .expires = lease.expires,
          .source = lease.source};
}

}  // namespace

void Leases::load(const std::vector<LeaseRow>& rows) {
  for (const LeaseRow& row : rows)
    put(row.address, {.mac = row.mac,
                      .network = row.network,
                      .expires = row.expires,
                      .source = row.source,
                      .state = row.mac == Mac() ? LeaseState::kQuarantined : LeaseState::kBound});
  const auto expiry = [this](Ipv4 address) { return leases_.at(address).expires; };
  for (auto& [mac, addresses] : by_mac_) std::ranges::stable_sort(addresses, {}, expiry);
}

const Lease* Leases::find(Ipv4 address) const {
  const auto found = leases_.find(address);
  return found == leases_.end() ? nullptr : &found->second;
}

std::optional<Ipv4> Leases::find_address(Mac mac, const Prefix& subnet) const {
  return find_last(mac, [&](Ipv4 address) { return subnet.contains(address); });
}

std::optional<Ipv4> Leases::find_last(Mac mac, const std::function<bool(Ipv4)>& fits) const {
  const auto found = by_mac_.find(mac);
  if (found == by_mac_.end()) return {};
  const auto last = std::ranges::find_if(found->second.rbegin(), found->second.rend(), fits);
  return last == found->second.rend() ? std::nullopt : std::optional(*last);
}

bool Leases::is_free(Ipv4 address, Time now) const {
  const Lease* lease = find(address);
  return lease == nullptr || !lease->is_active(now);
}

/// Who has had it may answer the probe itself, so a bound lease needs none.
bool Leases::needs_probe(const Lease& lease, Time now) const {
  if (lease.state == LeaseState::kBound) return false;
  return !lease.probed || *lease.probed + hold_.probe <= now;
}

std::optional<PoolChoice> Leases::offer(const Directory& directory, const Subnet& subnet, Mac mac,
                                        std::optional<Ipv4> wanted, Time now) {
  collect_expired(now);
  const auto address = choose(directory, subnet, mac, wanted, now);
  if (!address) return {};
  Lease lease{.mac = mac, .network = subnet.network};
  if (const Lease* had = find(*address); had != nullptr && had->mac == mac) lease = *had;
  const bool asks = subnet.probes_pool && needs_probe(lease, now);
  if (lease.state != LeaseState::kBound || !lease.is_active(now)) {
    if (lease.state == LeaseState::kBound) lease.probed = now;
    lease.state = LeaseState::kOffered;
    lease.expires = now + hold_.offer;
    put(*address, std::move(lease));
  }
  make_last(mac, *address);
  return PoolChoice{.address = *address, .needs_probe = asks};
}

std::optional<Ipv4> Leases::choose(const Directory& directory, const Subnet& subnet, Mac mac,
                                   std::optional<Ipv4> wanted, Time now) {
  const auto is_ours = [&](Ipv4 address) {
    return subnet.has_in_pool(address) && !directory.is_reserved(address);
  };
  if (const auto had = find_last(mac, is_ours)) return had;
  if (wanted && is_ours(*wanted) && is_free(*wanted, now)) return wanted;
  for (const AddressRange& range : subnet.pool)
    if (const auto unused = find_unused(directory, range)) return unused;
  for (const AddressRange& range : subnet.pool)
    if (const auto expired = find_expired(directory, range, now)) return expired;
  return {};
}

std::optional<Ipv4> Leases::find_unused(const Directory& directory, const AddressRange& range) {
  Ipv4& from = unused_from_.try_emplace(range, range.first).first->second;
  for (; range.contains(from); from = Ipv4(from.bits() + 1)) {
    if (leases_.contains(from)) continue;
    if (!directory.is_reserved(from)) return from;
    free_.insert(from);  // another plan may give it back
  }
  return {};
}

std::optional<Ipv4> Leases::find_expired(const Directory& directory, const AddressRange& range,
                                         Time now) {
  for (auto at = free_.lower_bound(range.first); at != free_.end() && *at <= range.last; ++at)
    if (!directory.is_reserved(*at) && is_free(*at, now)) return *at;
  return {};
}

std::optional<LeaseRow> Leases::probed(Ipv4 address, bool is_in_use, Time now) {
  const auto found = leases_.find(address);
  if (found == leases_.end() || found->second.state != LeaseState::kOffered) return {};
  if (!is_in_use) {
    found->second.probed = now;
    return {};
  }
  const std::string network = found->second.network;
  return quarantine(address, network, LeaseSource::kPool, now);
}

void Leases::withdraw(Mac mac, const Prefix& subnet, Time now) {
  const auto address = find_address(mac, subnet);
  if (!address) return;
  Lease lease = *find(*address);
  if (lease.state != LeaseState::kOffered) return;
  lease.expires = now;
  put(*address, std::move(lease));
}

std::vector<LeaseRow> Leases::bind(const LeaseRow& row, const Prefix& subnet, Time now) {
  std::vector<LeaseRow> rows;
  const auto others = by_mac_.find(row.mac);
  for (const Ipv4 other : others == by_mac_.end() ? std::vector<Ipv4>() : others->second)
    if (other != row.address && subnet.contains(other))
      if (auto released = release(other, row.mac, now)) rows.push_back(*std::move(released));
  put(row.address, {.mac = row.mac,
                    .network = row.network,
                    .expires = row.expires,
                    .source = row.source,
                    .state = LeaseState::kBound});
  make_last(row.mac, row.address);
  rows.push_back(row);
  return rows;
}

std::optional<LeaseRow> Leases::release(Ipv4 address, Mac mac, Time now) {
  const Lease* found = find(address);
  if (found == nullptr || found->mac != mac || !found->is_active(now)) return {};
  Lease lease = *found;
  lease.expires = now;
  const bool was_promised = lease.state == LeaseState::kBound;
  const Entry& entry = put(address, std::move(lease));
  return was_promised ? std::optional(row_of(address, entry.second)) : std::nullopt;
}

LeaseRow Leases::quarantine(Ipv4 address, std::string_view network, LeaseSource source, Time now) {
  const Entry& entry = put(address, {.network = std::string(network),
                                     .expires = now + hold_.quarantine,
                                     .source = source,
                                     .state = LeaseState::kQuarantined});
  return row_of(address, entry.second);
}

Leases::Entry& Leases::put(Ipv4 address, Lease lease) {
  const auto [entry, is_new] = leases_.try_emplace(address);
  Lease& kept = entry->second;
  if (!is_new) by_expiry_.erase({kept.expires, address});
  free_.erase(address);
  if (is_new || kept.mac != lease.mac) {
    if (const auto owner = by_mac_.find(kept.mac); !is_new && owner != by_mac_.end()) {
      std::erase(owner->second, address);
      if (owner->second.empty()) by_mac_.erase(owner);
    }
    if (lease.mac != Mac()) by_mac_[lease.mac].push_back(address);
  }
  by_expiry_.emplace(lease.expires, address);
  kept = std::move(lease);
  return *entry;
}

void Leases::make_last(Mac mac, Ipv4 address) {
  const auto found = by_mac_.find(mac);
  if (found == by_mac_.end() || found->second.back() == address) return;
  std::erase(found->second, address);
  found->second.push_back(address);
}

void Leases::collect_expired(Time now) {
  while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) {
    free_.insert(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
  }
}

}  // namespace rackseed::dhcp
