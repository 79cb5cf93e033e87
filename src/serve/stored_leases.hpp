#pragma once

#include <vector>

#include "dhcp/server.hpp"
#include "inventory/writer.hpp"

namespace rackseed::serve {

/// Leases go into the inventory.
class StoredLeases final : public dhcp::LeaseSaver {
 public:
  explicit StoredLeases(inventory::Writer& writer) : writer_(writer) {}

  boost::asio::awaitable<Result<void>> save(std::vector<dhcp::LeaseRow> rows) override;

 private:
  inventory::Writer& writer_;
};

/// What the lease table begins with.
[[nodiscard]] std::vector<dhcp::LeaseRow> lease_rows(const std::vector<inventory::Lease>& leases);

}  // namespace rackseed::serve
