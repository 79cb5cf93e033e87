#include "inventory/sqlite/tables.hpp"

#include <algorithm>

#include "inventory/sqlite/row_values.hpp"

namespace rackseed::inventory::sqlite {
namespace {

std::string_view to_string(LeaseSource source) {
  return source == LeaseSource::kReserved ? "reserved" : "pool";
}

Result<std::vector<Event>> events_of(Statement& query) {
  std::vector<Event> events;
  while (query.next()) {
    const auto bmc = query.is_null(2) ? std::nullopt : Ipv4::parse(query.text(2));
    if (!bmc && !query.is_null(2)) return broken_row("event", query.text(0));
    events.push_back({.id = query.number(0),
                      .time = time_of(query.number(1)),
                      .bmc = bmc,
                      .kind = query.text(3),
                      .data = query.text(4)});
  }
  if (query.error()) return *query.error();
  return events;
}

}  // namespace

Result<std::vector<Lease>> read_leases(const Database& database) {
  Statement query(database, "SELECT address, mac, network, expires, source FROM lease");
  std::vector<Lease> leases;
  while (query.next()) {
    const auto address = Ipv4::parse(query.text(0));
    const auto mac = Mac::parse(query.text(1));
    if (!address || !mac) return broken_row("lease", query.text(0));
    leases.push_back({.address = *address,
                      .mac = *mac,
                      .network = query.text(2),
                      .expires = time_of(query.number(3)),
                      .source = query.text(4) == to_string(LeaseSource::kReserved)
                                    ? LeaseSource::kReserved
                                    : LeaseSource::kPool});
  }
  if (query.error()) return *query.error();
  std::ranges::sort(leases, {}, &Lease::address);
  return leases;
}

Result<void> save_leases(const Database& database, const std::vector<Lease>& leases) {
  Transaction transaction(database);
  if (transaction.error()) return *transaction.error();
  Statement put(database,
                "INSERT INTO lease (address, mac, network, expires, source) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (address) DO UPDATE SET mac = excluded.mac, network = "
                "excluded.network, expires = excluded.expires, source = excluded.source");
  for (const Lease& lease : leases)
    put.bind(lease.address.text())
        .bind(lease.mac.text())
        .bind(lease.network)
        .bind(seconds_of(lease.expires))
        .bind(to_string(lease.source))
        .run();
  if (put.error()) return *put.error();
  return transaction.commit();
}

Result<std::vector<Event>> read_events(const Database& database, std::int64_t after,
                                       std::size_t most) {
  Statement query(database,
                  "SELECT id, time, bmc_address, kind, data FROM event WHERE id > ? ORDER BY id "
                  "LIMIT ?");
  query.bind(after).bind(static_cast<std::int64_t>(most));
  return events_of(query);
}

Result<std::vector<Event>> read_last_events(const Database& database) {
  Statement query(database,
                  "SELECT id, time, bmc_address, kind, data FROM event WHERE id IN (SELECT MAX(id) "
                  "FROM event WHERE bmc_address IS NOT NULL GROUP BY bmc_address, kind) "
                  "ORDER BY id");
  return events_of(query);
}

Result<void> append_events(const Database& database, const std::vector<Event>& events) {
  Transaction transaction(database);
  if (transaction.error()) return *transaction.error();
  Statement put(database, "INSERT INTO event (time, bmc_address, kind, data) VALUES (?, ?, ?, ?)");
  for (const Event& event : events) {
    put.bind(seconds_of(event.time));
    event.bmc ? put.bind(event.bmc->text()) : put.bind(std::nullopt);
    put.bind(event.kind).bind(event.data).run();
  }
  if (put.error()) return *put.error();
  return transaction.commit();
}

Result<std::vector<Image>> read_images(const Database& database) {
  Statement query(database,
                  "SELECT sha256, name, kind, bytes, compressed_bytes, imported FROM image "
                  "ORDER BY name, sha256");
  std::vector<Image> images;
  while (query.next())
    images.push_back({.sha256 = query.text(0),
                      .name = query.text(1),
                      .kind = query.text(2),
                      .bytes = query.number(3),
                      .compressed_bytes = query.number(4),
                      .imported = time_of(query.number(5))});
  if (query.error()) return *query.error();
  return images;
}

Result<void> save_image(const Database& database, const Image& image) {
  Statement put(database,
                "INSERT OR REPLACE INTO image (sha256, name, kind, bytes, compressed_bytes, "
                "imported) VALUES (?, ?, ?, ?, ?, ?)");
  put.bind(image.sha256)
      .bind(image.name)
      .bind(image.kind)
      .bind(image.bytes)
      .bind(image.compressed_bytes)
      .bind(seconds_of(image.imported))
      .run();
  return end_of(put);
}

Result<void> erase_image(const Database& database, const std::string& sha256) {
  Statement erase(database, "DELETE FROM image WHERE sha256 = ?");
  erase.bind(sha256).run();
  return end_of(erase);
}

}  // namespace rackseed::inventory::sqlite
