#include <algorithm>

#include "inventory/sqlite/row_values.hpp"
#include "inventory/sqlite/tables.hpp"

namespace rackseed::inventory::sqlite {
namespace {

template <typename Row>
Result<std::optional<Row>> first_of(Result<std::vector<Row>> rows) {
  if (!rows) return rows.error();
  std::optional<Row> row;
  if (!rows->empty()) row = std::move(rows->front());
  return row;
}

/// Of a statement that ends in RETURNING: whether there was a row.
Result<bool> was_there(Statement& erase) {
  bool was_there = false;
  while (erase.next()) was_there = true;
  if (erase.error()) return *erase.error();
  return was_there;
}

Result<std::vector<SealedSecret>> secrets_of(Statement& query) {
  std::vector<SealedSecret> secrets;
  while (query.next())
    secrets.push_back(
        {.name = query.text(0), .sealed = query.text(1), .saved = time_of(query.number(2))});
  if (query.error()) return *query.error();
  return secrets;
}

Result<std::vector<PinnedCertificate>> certificates_of(Statement& query) {
  std::vector<PinnedCertificate> certificates;
  while (query.next()) {
    const auto bmc = Ipv4::parse(query.text(0));
    if (!bmc) return broken_row("certificate", query.text(0));
    certificates.push_back(
        {.bmc = *bmc, .sha256 = query.text(1), .since = time_of(query.number(2))});
  }
  if (query.error()) return *query.error();
  std::ranges::sort(certificates, {}, &PinnedCertificate::bmc);
  return certificates;
}

Result<std::vector<LearntQuirks>> learnt_of(Statement& query) {
  std::vector<LearntQuirks> learnt;
  while (query.next()) {
    const auto bmc = Ipv4::parse(query.text(0));
    if (!bmc) return broken_row("learnt", query.text(0));
    learnt.push_back({.bmc = *bmc, .data = query.text(1)});
  }
  if (query.error()) return *query.error();
  std::ranges::sort(learnt, {}, &LearntQuirks::bmc);
  return learnt;
}

}  // namespace

Result<std::vector<SealedSecret>> read_secrets(const Database& database) {
  Statement query(database, "SELECT name, sealed, saved FROM secret ORDER BY name");
  return secrets_of(query);
}

Result<std::optional<SealedSecret>> find_secret(const Database& database, const std::string& name) {
  Statement query(database, "SELECT name, sealed, saved FROM secret WHERE name = ?");
  query.bind(name);
  return first_of(secrets_of(query));
}

Result<void> save_secret(const Database& database, const SealedSecret& secret) {
  Statement put(database, "INSERT OR REPLACE INTO secret (name, sealed, saved) VALUES (?, ?, ?)");
  put.bind(secret.name).bind(secret.sealed).bind(seconds_of(secret.saved)).run();
  return end_of(put);
}

Result<bool> erase_secret(const Database& database, const std::string& name) {
  Statement erase(database, "DELETE FROM secret WHERE name = ? RETURNING name");
  erase.bind(name);
  return was_there(erase);
}

Result<std::vector<PinnedCertificate>> read_certificates(const Database& database) {
  Statement query(database, "SELECT bmc_address, sha256, since FROM certificate");
  return certificates_of(query);
}

Result<std::optional<PinnedCertificate>> find_certificate(const Database& database, Ipv4 bmc) {
  Statement query(database,
                  "SELECT bmc_address, sha256, since FROM certificate WHERE bmc_address = ?");
  query.bind(bmc.text());
  return first_of(certificates_of(query));
}

Result<void> save_certificate(const Database& database, const PinnedCertificate& certificate) {
  Statement put(database,
                "INSERT OR REPLACE INTO certificate (bmc_address, sha256, since) VALUES (?, ?, ?)");
  put.bind(certificate.bmc.text())
      .bind(certificate.sha256)
      .bind(seconds_of(certificate.since))
      .run();
  return end_of(put);
}

Result<bool> erase_certificate(const Database& database, Ipv4 bmc) {
  Statement erase(database, "DELETE FROM certificate WHERE bmc_address = ? RETURNING bmc_address");
  erase.bind(bmc.text());
  return was_there(erase);
}

Result<std::vector<LearntQuirks>> read_learnt(const Database& database) {
  Statement query(database, "SELECT bmc_address, data FROM learnt");
  return learnt_of(query);
}

Result<std::optional<LearntQuirks>> find_learnt(const Database& database, Ipv4 bmc) {
  Statement query(database, "SELECT bmc_address, data FROM learnt WHERE bmc_address = ?");
  query.bind(bmc.text());
  return first_of(learnt_of(query));
}

Result<void> save_learnt(const Database& database, const LearntQuirks& learnt) {
  Statement put(database, "INSERT OR REPLACE INTO learnt (bmc_address, data) VALUES (?, ?)");
  put.bind(learnt.bmc.text()).bind(learnt.data).run();
  return end_of(put);
}

Result<bool> erase_learnt(const Database& database, Ipv4 bmc) {
  Statement erase(database, "DELETE FROM learnt WHERE bmc_address = ? RETURNING bmc_address");
  erase.bind(bmc.text());
  return was_there(erase);
}

}  // namespace rackseed::inventory::sqlite
