#include <algorithm>

#include "inventory/sqlite/row_values.hpp"
#include "inventory/sqlite/tables.hpp"

namespace rackseed::inventory::sqlite {
namespace {

constexpr std::string_view kSelectCandidates =
    "SELECT address, mac, vendor, product, uuid, spki, found_by, has_redfish, has_ipmi, notes, "
    "first_seen, last_seen FROM candidate";

Result<std::vector<BmcCandidate>> candidates_of(Statement& query) {
  std::vector<BmcCandidate> candidates;
  while (query.next()) {
    const auto address = Ipv4::parse(query.text(0));
    if (!address) return broken_row("candidate", query.text(0));
    candidates.push_back({.address = *address,
                          .mac = query.text(1),
                          .vendor = query.text(2),
                          .product = query.text(3),
                          .uuid = query.text(4),
                          .spki = query.text(5),
                          .found_by = query.text(6),
                          .has_redfish = query.number(7) != 0,
                          .has_ipmi = query.number(8) != 0,
                          .notes = query.text(9),
                          .first_seen = time_of(query.number(10)),
                          .last_seen = time_of(query.number(11))});
  }
  if (query.error()) return *query.error();
  std::ranges::sort(candidates, {}, &BmcCandidate::address);
  return candidates;
}

/// With what is known of its address.
Result<BmcCandidate> with_known(const Database& database, const BmcCandidate& seen) {
  Statement query(database, fmt::format("{} WHERE address = ?", kSelectCandidates));
  query.bind(seen.address.text());
  auto known = candidates_of(query);
  if (!known) return known.error();
  return merged(known->empty() ? BmcCandidate{} : std::move(known->front()), seen);
}

Result<void> put_candidate(const Database& database, const BmcCandidate& candidate) {
  Statement put(database,
                "INSERT OR REPLACE INTO candidate (address, mac, vendor, product, uuid, spki, "
                "found_by, has_redfish, has_ipmi, notes, first_seen, last_seen) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  put.bind(candidate.address.text())
      .bind(candidate.mac)
      .bind(candidate.vendor)
      .bind(candidate.product)
      .bind(candidate.uuid)
      .bind(candidate.spki)
      .bind(candidate.found_by)
      .bind(std::int64_t{candidate.has_redfish})
      .bind(std::int64_t{candidate.has_ipmi})
      .bind(candidate.notes)
      .bind(seconds_of(candidate.first_seen))
      .bind(seconds_of(candidate.last_seen))
      .run();
  return end_of(put);
}

}  // namespace

Result<std::vector<BmcCandidate>> read_candidates(const Database& database) {
  Statement query(database, kSelectCandidates);
  return candidates_of(query);
}

Result<void> save_candidates(const Database& database,
                             const std::vector<BmcCandidate>& candidates) {
  Transaction transaction(database);
  if (transaction.error()) return *transaction.error();
  for (const BmcCandidate& seen : candidates) {
    const auto candidate = with_known(database, seen);
    if (!candidate) return candidate.error();
    if (auto done = put_candidate(database, *candidate); !done) return done;
  }
  return transaction.commit();
}

}  // namespace rackseed::inventory::sqlite
