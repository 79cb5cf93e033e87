#include "inventory/sqlite/store.hpp"

#include <rackseed/offload.hpp>

#include "inventory/sqlite/tables.hpp"

namespace rackseed::inventory::sqlite {

namespace asio = boost::asio;

asio::awaitable<Result<std::vector<Lease>>> Store::leases() {
  return offload(thread_, [this] { return read_leases(database_); });
}

asio::awaitable<Result<std::vector<Node>>> Store::nodes() {
  return offload(thread_, [this] { return read_nodes(database_); });
}

asio::awaitable<Result<std::vector<Nic>>> Store::nics() {
  return offload(thread_, [this] { return read_nics(database_); });
}

asio::awaitable<Result<std::vector<Image>>> Store::images() {
  return offload(thread_, [this] { return read_images(database_); });
}

asio::awaitable<Result<std::vector<Event>>> Store::events(std::int64_t after, std::size_t most) {
  return offload(thread_, [this, after, most] { return read_events(database_, after, most); });
}

asio::awaitable<Result<std::vector<Event>>> Store::last_events() {
  return offload(thread_, [this] { return read_last_events(database_); });
}

asio::awaitable<Result<void>> Store::save(std::vector<Node> nodes) {
  return offload(thread_, [this, rows = std::move(nodes)] { return save_nodes(database_, rows); });
}

asio::awaitable<Result<void>> Store::save(std::vector<Nic> nics) {
  return offload(thread_, [this, rows = std::move(nics)] { return save_nics(database_, rows); });
}

asio::awaitable<Result<void>> Store::save(std::vector<Lease> leases) {
  return offload(thread_,
                 [this, rows = std::move(leases)] { return save_leases(database_, rows); });
}

asio::awaitable<Result<void>> Store::append(std::vector<Event> events) {
  return offload(thread_,
                 [this, rows = std::move(events)] { return append_events(database_, rows); });
}

asio::awaitable<Result<void>> Store::save(Image image) {
  return offload(thread_, [this, row = std::move(image)] { return save_image(database_, row); });
}

asio::awaitable<Result<void>> Store::forget_image(std::string sha256) {
  return offload(thread_, [this, key = std::move(sha256)] { return erase_image(database_, key); });
}

asio::awaitable<Result<std::vector<SealedSecret>>> Store::secrets() {
  return offload(thread_, [this] { return read_secrets(database_); });
}

asio::awaitable<Result<std::optional<SealedSecret>>> Store::secret(std::string name) {
  return offload(thread_, [this, key = std::move(name)] { return find_secret(database_, key); });
}

asio::awaitable<Result<std::vector<PinnedCertificate>>> Store::certificates() {
  return offload(thread_, [this] { return read_certificates(database_); });
}

asio::awaitable<Result<std::optional<PinnedCertificate>>> Store::certificate(Ipv4 bmc) {
  return offload(thread_, [this, bmc] { return find_certificate(database_, bmc); });
}

asio::awaitable<Result<std::vector<LearntQuirks>>> Store::learnt() {
  return offload(thread_, [this] { return read_learnt(database_); });
}

asio::awaitable<Result<std::optional<LearntQuirks>>> Store::learnt(Ipv4 bmc) {
  return offload(thread_, [this, bmc] { return find_learnt(database_, bmc); });
}

asio::awaitable<Result<std::vector<BmcCandidate>>> Store::candidates() {
  return offload(thread_, [this] { return read_candidates(database_); });
}

asio::awaitable<Result<void>> Store::save(SealedSecret secret) {
  return offload(thread_, [this, row = std::move(secret)] { return save_secret(database_, row); });
}

asio::awaitable<Result<bool>> Store::forget_secret(std::string name) {
  return offload(thread_, [this, key = std::move(name)] { return erase_secret(database_, key); });
}

asio::awaitable<Result<void>> Store::save(PinnedCertificate certificate) {
  return offload(thread_,
                 [this, row = std::move(certificate)] { return save_certificate(database_, row); });
}

asio::awaitable<Result<bool>> Store::forget_certificate(Ipv4 bmc) {
  return offload(thread_, [this, bmc] { return erase_certificate(database_, bmc); });
}

asio::awaitable<Result<void>> Store::save(LearntQuirks learnt) {
  return offload(thread_, [this, row = std::move(learnt)] { return save_learnt(database_, row); });
}

asio::awaitable<Result<bool>> Store::forget_learnt(Ipv4 bmc) {
  return offload(thread_, [this, bmc] { return erase_learnt(database_, bmc); });
}

asio::awaitable<Result<void>> Store::save(std::vector<BmcCandidate> candidates) {
  return offload(thread_,
                 [this, rows = std::move(candidates)] { return save_candidates(database_, rows); });
}

}  // namespace rackseed::inventory::sqlite
