#pragma once

#include "inventory/rows.hpp"
#include "inventory/sqlite/database.hpp"

#include <cstddef>
#include <vector>

/// The statements on each table, blocking. Errors: as inventory/reader.hpp and writer.hpp say.
namespace rackseed::inventory::sqlite {

[[nodiscard]] Result<std::vector<Lease>> read_leases(const Database& database);
Result<void> save_leases(const Database& database, const std::vector<Lease>& leases);

[[nodiscard]] Result<std::vector<Node>> read_nodes(const Database& database);
Result<void> save_nodes(const Database& database, const std::vector<Node>& nodes);

[[nodiscard]] Result<std::vector<Nic>> read_nics(const Database& database);
Result<void> save_nics(const Database& database, const std::vector<Nic>& nics);

[[nodiscard]] Result<std::vector<Event>> read_events(const Database& database, std::int64_t after,
                                                     std::size_t most);
[[nodiscard]] Result<std::vector<Event>> read_last_events(const Database& database);
Result<void> append_events(const Database& database, const std::vector<Event>& events);

[[nodiscard]] Result<std::vector<Image>> read_images(const Database& database);
Result<void> save_image(const Database& database, const Image& image);
Result<void> erase_image(const Database& database, const std::string& sha256);

[[nodiscard]] Result<std::vector<SealedSecret>> read_secrets(const Database& database);
[[nodiscard]] Result<std::optional<SealedSecret>> find_secret(const Database& database,
                                                              const std::string& name);
Result<void> save_secret(const Database& database, const SealedSecret& secret);
[[nodiscard]] Result<bool> erase_secret(const Database& database, const std::string& name);

[[nodiscard]] Result<std::vector<PinnedCertificate>> read_certificates(const Database& database);
[[nodiscard]] Result<std::optional<PinnedCertificate>> find_certificate(const Database& database,
                                                                        Ipv4 bmc);
Result<void> save_certificate(const Database& database, const PinnedCertificate& certificate);
[[nodiscard]] Result<bool> erase_certificate(const Database& database, Ipv4 bmc);

[[nodiscard]] Result<std::vector<LearntQuirks>> read_learnt(const Database& database);
[[nodiscard]] Result<std::optional<LearntQuirks>> find_learnt(const Database& database, Ipv4 bmc);
Result<void> save_learnt(const Database& database, const LearntQuirks& learnt);
[[nodiscard]] Result<bool> erase_learnt(const Database& database, Ipv4 bmc);

[[nodiscard]] Result<std::vector<BmcCandidate>> read_candidates(const Database& database);
Result<void> save_candidates(const Database& database, const std::vector<BmcCandidate>& candidates);

}  // namespace rackseed::inventory::sqlite
