#include "dhcp/segment_check.hpp"

#include <rackseed/task_group.hpp>

#include <algorithm>
#include <array>
#include <boost/asio/cancellation_type.hpp>
#include <random>
#include <set>

#include "dhcp/address_watch.hpp"
#include "dhcp/frame.hpp"
#include "dhcp/interfaces.hpp"
#include "dhcp/link.hpp"
#include "dhcp/packet_socket.hpp"
#include "dhcp/server_watch.hpp"

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array kDiscoverAt{seconds(0), seconds(1), seconds(3)};  // packets get lost
constexpr int kArpRounds = 2;
constexpr std::size_t kArpBatch = 16;  // probes, and then a pause: 1,600 a second
constexpr milliseconds kArpPause{10};
constexpr milliseconds kArpWait{400};  // for the answers to a round
constexpr std::size_t kReceiveBatch = 128;

Error error_of(const std::string& interface, const std::error_code& error) {
  const bool is_denied =
      error == std::errc::operation_not_permitted || error == std::errc::permission_denied;
  return {is_denied ? Errc::kDenied : Errc::kUnavailable,
          interface + ": " + (is_denied ? "packet socket: " : "") + error.message()};
}

Decoy random_decoy() {
  std::random_device random;
  const auto octet = [&] { return static_cast<std::uint8_t>(random()); };
  Decoy decoy{.transaction = random()};
  std::array<std::uint8_t, 6> mac{};
  std::ranges::generate(mac, octet);
  std::ranges::generate(decoy.machine, octet);
  decoy.mac = decoy_mac(mac);
  return decoy;
}

/// One check under way. The first trouble ends it.
struct Check {
  Check(asio::any_io_executor executor, const SegmentQuestion& asked, std::set<Mac> own)
      : question(asked),
        arp(executor),
        replies(executor),
        servers(own),
        addresses(*asked.directory, asked.interface, asked.leases, std::move(own)) {}

  std::error_code open();
  std::error_code discover(seconds elapsed);
  std::error_code probe(Ipv4 address);

  const SegmentQuestion& question;
  PacketSocket arp;
  PacketSocket replies;
  Link link{};
  Mac mac{};
  Decoy decoy = random_decoy();
  ServerWatch servers;
  AddressWatch addresses;
  std::error_code trouble{};
};

std::error_code Check::open() {
  const std::string& interface = question.interface;
  if (const auto error = link.find_mac(interface, mac)) return error;
  if (const auto error = arp.open(interface, PacketKind::kArp)) return error;
  if (const auto error = replies.open(interface, PacketKind::kDhcpReply)) return error;
  return replies.add_address(decoy.mac);  // some servers answer to it all the same
}

/// The frame comes from the interface's own address: a second one may make a switch close the port.
std::error_code Check::discover(seconds elapsed) {
  const FrameSource from{.mac = mac, .port = kClientPort};
  const Destination to{.port = kServerPort};
  for (const auto kind : {DecoyKind::kSystem, DecoyKind::kPxe}) {
    const auto message = encode(discover_of(decoy, kind, elapsed));
    if (!message) return std::make_error_code(std::errc::message_size);
    if (const auto error = link.send(question.interface, encode_frame(*message, from, to)))
      return error;
  }
  return {};
}

/// A full queue is a lost packet: there is a second round.
std::error_code Check::probe(Ipv4 address) {
  const auto error = link.send(question.interface, encode_arp_probe(mac, address));
  const bool is_lost =
      error == std::errc::no_buffer_space || error == std::errc::resource_unavailable_try_again;
  return is_lost ? std::error_code() : error;
}

asio::awaitable<void> ask_servers(Check* check) {
  const auto start = std::chrono::steady_clock::now();
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (const seconds at : kDiscoverAt) {
    if (at >= check->question.wait) break;
    timer.expires_at(start + at);
    if (const auto [stopped] = co_await timer.async_wait(kAwait); stopped) co_return;
    check->trouble = check->discover(at);
    if (check->trouble) co_return;
  }
  timer.expires_at(start + check->question.wait);
  static_cast<void>(co_await timer.async_wait(kAwait));
}

asio::awaitable<void> ask_addresses(Check* check) {
  const auto addresses = check->addresses.addresses();
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::steady_clock::now());
  for (int round = 0; round < kArpRounds; ++round) {
    for (std::size_t i = 0; i < addresses.size() && !check->trouble; ++i) {
      check->trouble = check->probe(addresses[i]);
      if ((i + 1) % kArpBatch != 0) continue;
      timer.expires_at(timer.expiry() + kArpPause);
      if (const auto [stopped] = co_await timer.async_wait(kAwait); stopped) co_return;
    }
    if (check->trouble) co_return;
    timer.expires_at(timer.expiry() + kArpWait);
    if (const auto [stopped] = co_await timer.async_wait(kAwait); stopped) co_return;
  }
}

asio::awaitable<void> hear_servers(Check* check) {
  while (!check->trouble) {
    const auto failed = co_await check->replies.wait();
    if (failed) co_return;
    for (std::size_t count = 0; count < kReceiveBatch; ++count) {
      const auto frame = check->replies.receive(check->trouble);
      if (!frame) break;
      if (const auto datagram = decode_udp_frame(*frame)) check->servers.hear(*datagram);
    }
  }
}

asio::awaitable<void> hear_addresses(Check* check) {
  while (!check->trouble) {
    const auto failed = co_await check->arp.wait();
    if (failed) co_return;
    for (std::size_t count = 0; count < kReceiveBatch; ++count) {
      const auto frame = check->arp.receive(check->trouble);
      if (!frame) break;
      if (const auto packet = decode_arp(*frame)) check->addresses.hear(*packet);
    }
  }
}

/// Asks and listens at once, until all was asked or something is wrong.
asio::awaitable<void> perform(Check* check) {
  using asio::experimental::awaitable_operators::operator&&;
  using asio::experimental::awaitable_operators::operator||;
  co_await ((ask_servers(check) && ask_addresses(check)) || hear_servers(check) ||
            hear_addresses(check));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
}

}  // namespace

asio::awaitable<Result<SegmentReport>> check_segment(SegmentQuestion question) {
  const auto interfaces = fetch_interfaces();
  if (!interfaces) co_return interfaces.error();
  std::set<Mac> own;
  for (const NetworkInterface& interface : *interfaces)
    if (interface.mac != Mac()) own.insert(interface.mac);
  const auto executor = co_await asio::this_coro::executor;
  Check check(executor, question, std::move(own));
  check.trouble = check.open();
  if (!check.trouble) co_await perform(&check);
  if (check.trouble) co_return error_of(question.interface, check.trouble);
  SegmentReport report{.interface = question.interface};
  report.servers = check.servers.servers();
  check.addresses.report(*question.directory, report);
  co_return report;
}

}  // namespace rackseed::dhcp
