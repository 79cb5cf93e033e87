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

}  // namespace rackseed::inventory::sqlite
