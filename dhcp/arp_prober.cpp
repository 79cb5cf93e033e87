#include "dhcp/arp_prober.hpp"

#include <boost/asio/this_coro.hpp>

#include "dhcp/arp.hpp"
#include "dhcp/packet_socket.hpp"
#include "dhcp/probe_user.hpp"
#include "dhcp/probe_waiters.hpp"

namespace rackseed::dhcp {

namespace asio = boost::asio;

/// What listens on one interface.
struct ArpProber::Ear {
  explicit Ear(const asio::any_io_executor& executor) : socket(executor) {}

  /// Until the socket is closed, or the interface goes down.
  static asio::awaitable<void> listen(std::shared_ptr<Ear> ear);
  void take(Bytes frame);
  void close() {
    is_open = false;
    socket.close();
  }

  PacketSocket socket;
  Mac own{};
  ProbeWaiters waiters{};
  std::size_t users = 0;
  bool is_open = true;
};

void ArpProber::Ear::take(Bytes frame) {
  const auto packet = decode_arp(frame);
  if (!packet) return;
  for (const Ipv4 address : {packet->sender, packet->target})
    if (claims(*packet, address, own)) waiters.answered({address, 0});
}

asio::awaitable<void> ArpProber::Ear::listen(std::shared_ptr<Ear> ear) {
  constexpr std::size_t kBatch = 128;  // frames before the loop turns to others
  std::error_code error;
  while (ear->is_open && !error) {
    const auto failed = co_await ear->socket.wait();
    if (failed) break;
    for (std::size_t count = 0; count < kBatch && ear->is_open; ++count) {
      const auto frame = ear->socket.receive(error);
      if (!frame) break;
      ear->take(*frame);
    }
  }
  ear->close();  // whoever asks next opens another
}

ArpProber::ArpProber(FactSink& sink, std::chrono::milliseconds wait) : sink_(sink), wait_(wait) {}

ArpProber::~ArpProber() = default;

std::error_code ArpProber::listen(const std::string& interface, asio::any_io_executor executor) {
  const auto known = ears_.find(interface);
  if (known != ears_.end() && known->second->is_open) return {};
  auto ear = std::make_shared<Ear>(executor);
  if (const auto error = ear->socket.open(interface, PacketKind::kArp)) return error;
  if (const auto error = link_.find_mac(interface, ear->own)) return error;
  if (!tasks_)
    tasks_.emplace(
        std::move(executor),
        [&sink = sink_](std::string_view task, std::string_view why) { sink.troubled(task, why); });
  tasks_->spawn("probe", Ear::listen(ear));
  ears_.insert_or_assign(interface, std::move(ear));
  return {};
}

std::error_code ArpProber::ask(const std::string& interface, Ipv4 address) {
  const Ear& ear = *ears_.at(interface);
  if (ear.waiters.size() >= kMostProbesUnderWay)
    return std::make_error_code(std::errc::resource_unavailable_try_again);
  return link_.send(interface, encode_arp_probe(ear.own, address));
}

asio::awaitable<bool> ArpProber::is_in_use(Ipv4 address, std::string interface) {
  if (interface.empty()) co_return false;
  const auto executor = co_await asio::this_coro::executor;
  if (const auto error = listen(interface, executor)) {
    sink_.troubled("probe", interface + ": " + error.message());
    co_return false;
  }
  const ProbeUser user(ears_.at(interface));
  if (const auto error = ask(interface, address)) {
    sink_.troubled("probe", interface + ": " + error.message());
    co_return false;
  }
  const ProbeWaiters::Key key(address, 0);
  co_return co_await user->waiters.wait(key, wait_);
}

}  // namespace rackseed::dhcp
