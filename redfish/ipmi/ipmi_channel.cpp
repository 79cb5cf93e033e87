#include "redfish/ipmi/ipmi_channel.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;

void fill_random(std::span<std::uint8_t> octets) {
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
    throw std::runtime_error("ipmi: libcrypto offers no random numbers");
}

std::string name_of(const udp::endpoint& bmc) {
  return fmt::format("{}:{}", bmc.address().to_string(), bmc.port());
}

}  // namespace

IpmiChannel::IpmiChannel(asio::any_io_executor executor, udp::endpoint bmc, IpmiSettings settings)
    : socket_(executor),
      bmc_(std::move(bmc)),
      settings_(std::move(settings)),
      name_(name_of(bmc_)) {}

BmcError IpmiChannel::error(BmcErrc code, std::string_view why) const {
  return {code, fmt::format("ipmi: {}: {}", name_, why)};
}

/// Each session has a port of its own: what an earlier one left behind does not arrive. It is
/// connected: the kernel drops what others send, and tells that the port is closed.
BmcResult<void> IpmiChannel::open_socket() {
  boost::system::error_code failure;
  socket_.close(failure);
  socket_.open(bmc_.protocol(), failure);
  if (!failure) socket_.non_blocking(true, failure);
  if (!failure) socket_.connect(bmc_, failure);
  if (failure) return error(BmcErrc::kUnreachable, failure.message());
  return {};
}

asio::awaitable<BmcResult<IpmiReply>> IpmiChannel::open() {
  const auto opened = open_socket();
  if (!opened) co_return opened.error();
  session_.emplace(settings_.session, fill_random);
  auto first = session_->open(std::chrono::steady_clock::now());
  co_return co_await drive(std::move(first));
}

asio::awaitable<BmcResult<IpmiReply>> IpmiChannel::ask(IpmiQuestion question) {
  for (;;) {
    const bool is_kept = session_ && session_->is_open() &&
                         std::chrono::steady_clock::now() - used_at_ < settings_.session_rest;
    if (!is_kept) {
      const auto opened = co_await open();
      if (!opened) co_return opened.error();
    }
    auto first = session_->ask(question, std::chrono::steady_clock::now());
    auto reply = co_await drive(std::move(first));
    if (reply) {
      used_at_ = std::chrono::steady_clock::now();
      co_return reply;
    }
    const bool may_have_gone = is_kept && reply.error().code == BmcErrc::kTimedOut;
    if (reply.error().code != BmcErrc::kBusy) session_.reset();
    if (!may_have_gone || !question.may_be_repeated) co_return reply;
  }
}

asio::awaitable<void> IpmiChannel::close() {
  if (session_ && session_->is_open()) {
    auto first = session_->close(std::chrono::steady_clock::now());
    static_cast<void>(co_await drive(std::move(first)));
  }
  forget();
}

void IpmiChannel::forget() {
  session_.reset();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<BmcResult<IpmiReply>> IpmiChannel::drive(RmcpStep step) {
  for (;;) {
    if (!step.send.empty()) {
      boost::system::error_code failure;
      socket_.send(asio::buffer(step.send), 0, failure);
      if (failure && failure != asio::error::would_block)
        co_return error(BmcErrc::kUnreachable, failure.message());
    }
    if (step.result) {
      auto result = *std::move(step.result);
      if (!result) co_return error(result.error().code, result.error().detail);
      co_return result;
    }
    auto next = co_await await_event();
    if (!next) co_return next.error();
    step = *std::move(next);
  }
}

/// A datagram, or the deadline; no flood of datagrams keeps the deadline from coming.
asio::awaitable<BmcResult<RmcpStep>> IpmiChannel::await_event() {
  const auto left = session_->deadline() - std::chrono::steady_clock::now();
  if (left <= left.zero()) co_return session_->tick(std::chrono::steady_clock::now());
  const auto received = co_await within(left, receive(), "an answer");
  const auto now = std::chrono::steady_clock::now();
  if (!received) co_return session_->tick(now);
  if (!*received) co_return received->error();
  co_return session_->take(Bytes(inbox_).first(**received), now);
}

asio::awaitable<BmcResult<std::size_t>> IpmiChannel::receive() {
  const auto [failure, size] = co_await socket_.async_receive(asio::buffer(inbox_), kAwait);
  if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
  if (failure == asio::error::connection_refused)
    co_return error(BmcErrc::kUnreachable, fmt::format("{}: the port is closed: is IPMI over LAN "
                                                       "switched on?",
                                                       session_->asked()));
  if (failure) co_return error(BmcErrc::kUnreachable, failure.message());
  co_return size;
}

}  // namespace rackseed::redfish
