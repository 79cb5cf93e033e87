#include <algorithm>

#include "inventory/sqlite/row_values.hpp"
#include "inventory/sqlite/tables.hpp"

namespace rackseed::inventory::sqlite {

Result<std::vector<Node>> read_nodes(const Database& database) {
  Statement query(database,
                  "SELECT bmc_address, name, role, rack, unit, serial, system_uuid, state, rung, "
                  "since, attempt, version FROM node");
  std::vector<Node> nodes;
  while (query.next()) {
    const auto bmc = Ipv4::parse(query.text(0));
    const auto state = parse_node_state(query.text(7));
    if (!bmc || !state) return broken_row("node", query.text(0));
    nodes.push_back({.bmc = *bmc,
                     .name = query.text(1),
                     .role = query.text(2),
                     .rack = query.text(3),
                     .unit = static_cast<int>(query.number(4)),
                     .serial = query.text(5),
                     .system_uuid = query.text(6),
                     .state = *state,
                     .rung = query.text(8),
                     .since = time_of(query.number(9)),
                     .attempt = static_cast<int>(query.number(10)),
                     .version = query.number(11)});
  }
  if (query.error()) return *query.error();
  std::ranges::sort(nodes, {}, &Node::bmc);
  return nodes;
}

Result<void> save_nodes(const Database& database, const std::vector<Node>& nodes) {
  Transaction transaction(database);
  if (transaction.error()) return *transaction.error();
  Statement put(
      database,
      "INSERT INTO node (bmc_address, name, role, rack, unit, serial, system_uuid, state, "
      "rung, since, attempt, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) "
      "ON CONFLICT (bmc_address) DO UPDATE SET name = excluded.name, "
      "role = excluded.role, rack = excluded.rack, unit = excluded.unit, "
      "serial = excluded.serial, system_uuid = excluded.system_uuid, "
      "state = excluded.state, rung = excluded.rung, since = excluded.since, "
      "attempt = excluded.attempt, version = version + 1");
  for (const Node& node : nodes)
    put.bind(node.bmc.text())
        .bind(node.name)
        .bind(node.role)
        .bind(node.rack)
        .bind(std::int64_t{node.unit})
        .bind(node.serial)
        .bind(node.system_uuid)
        .bind(to_string(node.state))
        .bind(node.rung)
        .bind(seconds_of(node.since))
        .bind(std::int64_t{node.attempt})
        .run();
  if (put.error()) return *put.error();
  return transaction.commit();
}

Result<std::vector<Nic>> read_nics(const Database& database) {
  Statement query(database,
                  "SELECT mac, bmc_address, name, pci, speed_mbps, link, switch_name, switch_port "
                  "FROM nic ORDER BY mac");
  std::vector<Nic> nics;
  while (query.next()) {
    const auto mac = Mac::parse(query.text(0));
    const auto bmc = Ipv4::parse(query.text(1));
    if (!mac || !bmc) return broken_row("nic", query.text(0));
    nics.push_back({.mac = *mac,
                    .bmc = *bmc,
                    .name = query.text(2),
                    .pci = query.text(3),
                    .speed_mbps = static_cast<int>(query.number(4)),
                    .link = query.text(5),
                    .switch_name = query.text(6),
                    .switch_port = query.text(7)});
  }
  if (query.error()) return *query.error();
  return nics;
}

Result<void> save_nics(const Database& database, const std::vector<Nic>& nics) {
  Transaction transaction(database);
  if (transaction.error()) return *transaction.error();
  Statement put(database,
                "INSERT OR REPLACE INTO nic (mac, bmc_address, name, pci, speed_mbps, link, "
                "switch_name, switch_port) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const Nic& nic : nics)
    put.bind(nic.mac.text())
        .bind(nic.bmc.text())
        .bind(nic.name)
        .bind(nic.pci)
        .bind(std::int64_t{nic.speed_mbps})
        .bind(nic.link)
        .bind(nic.switch_name)
        .bind(nic.switch_port)
        .run();
  if (put.error()) return *put.error();
  return transaction.commit();
}

}  // namespace rackseed::inventory::sqlite
