#pragma once

#include "redfish/transport/curl_transport.hpp"
#include "tests/redfish/http_peer.hpp"

#include <rackseed/task_group.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
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
    run_until([&] { return ended.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
  }
  template <class Event>
  void run_until(Event has_come) {
    io.restart();
    while (!has_come()) io.run_one();
  }
  /// Work that `stop` may cancel.
  template <class T>
  std::future<T> start(boost::asio::awaitable<T> work, boost::asio::cancellation_signal& stop) {
    return boost::asio::co_spawn(
        io, std::move(work),
        boost::asio::bind_cancellation_slot(stop.slot(), boost::asio::use_future));
  }
  /// Whether it ended as what was cancelled does.
  template <class T>
  bool was_cancelled(std::future<T>& ended) {
    finish(ended);
    try {
      static_cast<void>(ended.get());
    } catch (const boost::system::system_error& error) {
      return error.code() == boost::asio::error::operation_aborted;
    }
    return false;
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
