#include "inventory/sqlite/row_values.hpp"
#include "inventory/sqlite/tables.hpp"

namespace rackseed::inventory::sqlite {
Result<std::vector<SealedSecret>> read_secrets(const Database& database) {
  Statement query(database, "SELECT name, sealed, saved FROM secret ORDER BY name");
  std::vector<SealedSecret> secrets;
  while (query.next())
    secrets.push_back(
        {.name = query.text(0), .sealed = query.text(1), .saved = time_of(query.number(2))});
  if (query.error()) return *query.error();
  return secrets;
}

Result<void> save_secret(const Database& database, const SealedSecret& secret) {
  Statement put(database, "INSERT OR REPLACE INTO secret (name, sealed, saved) VALUES (?, ?, ?)");
  put.bind(secret.name).bind(secret.sealed).bind(seconds_of(secret.saved)).run();
  return end_of(put);
}

Result<bool> erase_secret(const Database& database, const std::string& name) {
  Statement erase(database, "DELETE FROM secret WHERE name = ? RETURNING name");
  erase.bind(name);
  bool was_there = false;
  while (erase.next()) was_there = true;
  if (erase.error()) return *erase.error();
  return was_there;
}

Result<std::vector<PinnedCertificate>> read_certificates(const Database& database) {
  Statement query(database, "SELECT bmc_address, sha256, since FROM certificate");
  std::vector<PinnedCertificate> certificates;
  while (query.next()) {
    const auto bmc = Ipv4::parse(query.text(0));
    if (!bmc) return broken_row("certificate", query.text(0));
    certificates.push_back(
        {.bmc = *bmc, .sha256 = query.text(1), .since = time_of(query.number(2))});
  }
  if (query.error()) return *query.error();
  return certificates;
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

Result<std::vector<LearntQuirks>> read_learnt(const Database& database) {
  Statement query(database, "SELECT bmc_address, data FROM learnt");
  std::vector<LearntQuirks> learnt;
  while (query.next()) {
    const auto bmc = Ipv4::parse(query.text(0));
    if (!bmc) return broken_row("learnt", query.text(0));
    learnt.push_back({.bmc = *bmc, .data = query.text(1)});
  }
  if (query.error()) return *query.error();
  return learnt;
}

Result<void> save_learnt(const Database& database, const LearntQuirks& learnt) {
  Statement put(database, "INSERT OR REPLACE INTO learnt (bmc_address, data) VALUES (?, ?)");
  put.bind(learnt.bmc.text()).bind(learnt.data).run();
  return end_of(put);
}

}  // namespace rackseed::inventory::sqlite
