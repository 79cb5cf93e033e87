#include "src/serve/stored_leases.hpp"

#include <algorithm>
#include <iterator>

namespace rackseed::serve {
namespace {

inventory::Lease stored(const dhcp::LeaseRow& row) {
  return {.address = row.address,
          .mac = row.mac,
          .network = row.network,
          .expires = row.expires,
          .source = row.source == dhcp::LeaseSource::kReserved ? inventory::LeaseSource::kReserved
                                                               : inventory::LeaseSource::kPool};
}

dhcp::LeaseRow row_of(const inventory::Lease& lease) {
  return {.address = lease.address,
          .mac = lease.mac,
          .network = lease.network,
          .expires = lease.expires,
          .source = lease.source == inventory::LeaseSource::kReserved ? dhcp::LeaseSource::kReserved
                                                                      : dhcp::LeaseSource::kPool};
}

}  // namespace

boost::asio::awaitable<Result<void>> StoredLeases::save(std::vector<dhcp::LeaseRow> rows) {
  std::vector<inventory::Lease> leases;
  leases.reserve(rows.size());
  std::ranges::transform(rows, std::back_inserter(leases), stored);
  return writer_.save(std::move(leases));
}

std::vector<dhcp::LeaseRow> lease_rows(const std::vector<inventory::Lease>& leases) {
  std::vector<dhcp::LeaseRow> rows;
  rows.reserve(leases.size());
  std::ranges::transform(leases, std::back_inserter(rows), row_of);
  return rows;
}

}  // namespace rackseed::serve
