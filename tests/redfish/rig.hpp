#pragma once

#include "redfish/curl_transport.hpp"
#include "tests/redfish/http_peer.hpp"

#include <rackseed/task_group.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <future>
#include <utility>

namespace rackseed::redfish::tests {

/// The loops that a transport needs, and peers on the same thread.
struct Rig {
  Rig() = default;
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;
  Rig(Rig&&) = delete;
  Rig& operator=(Rig&&) = delete;
  ~Rig() = default;

  boost::asio::io_context io{1};
  CurlLoop curl{io.get_executor()};

  /// To a peer's end; exceptions pass through.
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    auto ended = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
    finish(ended);
    return ended.get();
  }
  template <class T>
  void finish(std::future<T>& ended) {
    io.restart();
    while (ended.wait_for(std::chrono::seconds(0)) != std::future_status::ready) io.run_one();
  }
};

/// To a peer; with limits far beyond what a test takes.
inline TransportSettings settings_for(const HttpPeer& peer, bool has_tls = false) {
  TransportSettings settings;
  settings.origin = Origin{.has_tls = has_tls, .host = "127.0.0.1", .port = peer.port()};
  return settings;
}

inline HttpRequest get(std::string path) { return {.path = std::move(path)}; }
inline HttpRequest post(std::string path, std::string body) {
  return {.method = "POST", .path = std::move(path), .fields = {}, .body = std::move(body)};
}

}  // namespace rackseed::redfish::tests
