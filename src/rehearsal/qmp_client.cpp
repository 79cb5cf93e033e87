#include "src/rehearsal/qmp_client.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

namespace rackseed::rehearsal {

using boost::asio::local::stream_protocol;

QmpClient::QmpClient(const boost::asio::any_io_executor& executor, std::string path,
                     std::chrono::milliseconds limit, OnEvent on_event)
    : socket_(executor),
      replied_(executor),
      path_(std::move(path)),
      limit_(limit),
      on_event_(std::move(on_event)) {}

Error QmpClient::lost(const boost::system::error_code& error) const {
  const bool is_long = error == boost::asio::error::not_found;  // of a line, in so many octets
  return {Errc::kUnavailable,
          fmt::format("QMP: {}: {}", path_, is_long ? "a line that is too long" : error.message())};
}

void QmpClient::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  input_.clear();
}

boost::asio::awaitable<Result<std::string>> QmpClient::open() {
  close();
  co_return co_await within(limit_, greet(), fmt::format("QMP: {}: the greeting", path_));
}

boost::asio::awaitable<Result<std::string>> QmpClient::greet() {
  const stream_protocol::endpoint endpoint(path_);
  const auto [error] = co_await socket_.async_connect(endpoint, kAwait);
  if (error) co_return lost(error);
  socket_.non_blocking(true);
  const Result<QmpMessage> first = co_await read_message();
  if (!first) co_return first.error();
  if (const auto* greeting = std::get_if<QmpGreeting>(&*first)) co_return greeting->version;
  co_return Error{Errc::kMalformed, fmt::format("QMP: {}: no greeting", path_)};
}

boost::asio::awaitable<Result<QmpMessage>> QmpClient::read_message() {
  auto input = boost::asio::dynamic_buffer(input_, kMostQmpLine);
  const auto [error, size] =
      co_await boost::asio::async_read_until(socket_, std::move(input), '\n', kAwait);
  if (error) co_return lost(error);
  const std::string line = input_.substr(0, size);
  input_.erase(0, size);
  co_return decode_qmp(line);
}

boost::asio::awaitable<Error> QmpClient::read() {
  for (;;) {
    Result<QmpMessage> message = co_await read_message();
    if (!message) co_return message.error();
    take(*std::move(message));
  }
}

void QmpClient::take(QmpMessage message) {
  if (const auto* event = std::get_if<QmpEvent>(&message)) return on_event_(*event);
  auto* reply = std::get_if<QmpReply>(&message);
  if (reply == nullptr || reply->id != last_id_ || reply_) return;
  reply_ = std::move(*reply);
  replied_.cancel();
}

/// The socket's buffer has room for a line: there is one unanswered command at most.
boost::asio::awaitable<Result<QmpReply>> QmpClient::execute(QmpCommand command) {
  const std::string line = encode_qmp(command, ++last_id_);
  reply_.reset();
  boost::system::error_code unsent;
  boost::asio::write(socket_, boost::asio::buffer(line), unsent);
  if (unsent) co_return lost(unsent);
  replied_.expires_after(limit_);
  const auto [woken] = co_await replied_.async_wait(kAwait);
  if (reply_) co_return *std::exchange(reply_, {});
  if (woken) throw boost::system::system_error(boost::asio::error::operation_aborted);
  co_return Error{Errc::kTimedOut, fmt::format("QMP: {}: {}: no reply within {} ms", path_,
                                               command.name, limit_.count())};
}

}  // namespace rackseed::rehearsal
