#include "redfish/discovery/address_probe.hpp"

#include "redfish/transport/curl_transport.hpp"

#include <rackseed/task_group.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t kMostRootBytes = std::size_t{1} << 20U;
constexpr int kTriesBeforeDead = 2;

asio::ip::address_v4 asio_address(Ipv4 address) { return asio::ip::address_v4(address.bits()); }

/// It never left this machine: there is no way, or it may not go.
bool is_unsent(const error_code& failure) {
  namespace errc = boost::system::errc;
  return failure == asio::error::network_unreachable || failure == asio::error::access_denied ||
         failure == errc::operation_not_permitted || failure == errc::address_not_available ||
         failure == asio::error::no_descriptors || failure == errc::too_many_files_open_in_system ||
         failure == asio::error::no_buffer_space;
}

/// Somebody says no: the machine lives.
bool is_refused(const error_code& failure) {
  return failure == asio::error::connection_refused || failure == asio::error::connection_reset;
}

}  // namespace

AddressProbe::AddressProbe(CurlLoop& curl, const asio::any_io_executor& executor, Ipv4 address,
                           const ProbeSettings& settings)
    : curl_(curl),
      executor_(executor),
      settings_(settings),
      finding_{.address = address},
      socket_(executor) {}

asio::awaitable<Probed> AddressProbe::run() {
  using asio::experimental::awaitable_operators::operator&&;
  co_await (ask_redfish() && ask_ipmi());
  finding_.ipmi = ipmi_.finding();
  probed_.candidate = judge(finding_);
  co_return std::move(probed_);
}

asio::awaitable<void> AddressProbe::ask_redfish() {
  Door door = co_await knock(settings_.dead_after);
  if (door == Door::kSilent && is_alive_) door = co_await knock(settings_.alive_limit);
  if (door != Door::kOpen) co_return;
  BmcResult<HttpResponse> answer = co_await ask_root(false);
  const bool is_old = !answer && answer.error().code == BmcErrc::kTls;
  if (is_old) answer = co_await ask_root(true);
  finding_.root = read_root_answer(answer);
  if (is_old && answer) finding_.root->note = "its TLS is older than 1.2";
}

/// A connection that is closed again: libcurl's own limit covers the TLS handshake, too, for which
/// many a BMC needs longer than a dead host gets.
asio::awaitable<AddressProbe::Door> AddressProbe::knock(std::chrono::milliseconds limit) {
  const auto connected = co_await within(limit, connect(), "a connection");
  if (!connected) {  // nothing came, but it was sent
    probed_.is_sent = true;
    co_return Door::kSilent;
  }
  const error_code failure = *connected;
  take_failure(failure);
  if (!failure) co_return Door::kOpen;
  co_return is_refused(failure) ? Door::kClosed : Door::kSilent;
}

asio::awaitable<error_code> AddressProbe::connect() {
  tcp::socket socket(executor_);
  const tcp::endpoint host(asio_address(finding_.address), settings_.https_port);
  const auto [failure] = co_await socket.async_connect(host, kAwait);
  if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
  co_return failure;
}

asio::awaitable<BmcResult<HttpResponse>> AddressProbe::ask_root(bool has_legacy_tls) {
  auto answer = co_await within(settings_.answer_limit, get_root(has_legacy_tls),
                                "GET " + finding_.address.text() + "/redfish/v1/");
  if (!answer) co_return BmcError{BmcErrc::kTimedOut, answer.error().detail};
  co_return *std::move(answer);
}

asio::awaitable<BmcResult<HttpResponse>> AddressProbe::get_root(bool has_legacy_tls) {
  TransportSettings settings;
  settings.origin = {.host = finding_.address.text(), .port = settings_.https_port};
  settings.has_legacy_tls = has_legacy_tls;
  settings.connect_limit = settings.answer_limit = settings_.answer_limit;
  settings.body_octets = kMostRootBytes;
  CurlTransport transport(curl_, std::move(settings));
  HttpRequest request;
  request.path = "/redfish/v1/";
  request.fields.emplace_back("Connection", "close");  // a BMC has few to keep
  auto answer = co_await transport.send(std::move(request));
  finding_.certificate = transport.certificate();
  co_return answer;
}

asio::awaitable<void> AddressProbe::ask_ipmi() {
  error_code failure;
  socket_.open(udp::v4(), failure);
  if (!failure) socket_.non_blocking(true, failure);
  if (!failure) socket_.connect({asio_address(finding_.address), settings_.ipmi_port}, failure);
  if (failure) {
    take_failure(failure);
    co_return;
  }
  const auto begun = Clock::now();
  co_await exchange(begun + settings_.dead_after);
  if (is_alive_) co_await exchange(begun + settings_.alive_limit);
}

/// Until IPMI has said all, its port turns out to be closed, or that time.
asio::awaitable<void> AddressProbe::exchange(Clock::time_point end) {
  while (!is_ipmi_over_ && Clock::now() < end) {
    send_questions();
    co_await hear(std::min(end, Clock::now() + settings_.dead_after / kTriesBeforeDead));
  }
}

void AddressProbe::send_questions() {
  for (const Octets& packet : ipmi_.questions()) {
    error_code failure;
    socket_.send(asio::buffer(packet), 0, failure);
    if (failure == asio::error::would_block) continue;
    take_failure(failure);
    if (failure) is_ipmi_over_ = true;
  }
}

/// Until something new is to be asked, all is over, or that time.
asio::awaitable<void> AddressProbe::hear(Clock::time_point end) {
  while (!is_ipmi_over_) {
    const auto left = end - Clock::now();
    if (left <= left.zero()) co_return;
    const auto received = co_await within(left, receive(), "an answer");
    if (!received) co_return;
    const auto [failure, size] = *received;
    take_failure(failure);
    const auto step = failure ? IpmiProbe::Step::kDone : ipmi_.take(Bytes(inbox_).first(size));
    is_ipmi_over_ = step == IpmiProbe::Step::kDone;
    if (step == IpmiProbe::Step::kSend) co_return;
  }
}

asio::awaitable<std::pair<error_code, std::size_t>> AddressProbe::receive() {
  const auto [failure, size] = co_await socket_.async_receive(asio::buffer(inbox_), kAwait);
  if (failure == asio::error::operation_aborted) throw boost::system::system_error(failure);
  co_return std::pair(failure, size);
}

/// What a failure, or success, tells of the host and of the way to it.
void AddressProbe::take_failure(const error_code& failure) {
  if (is_unsent(failure)) {
    probed_.why_unsent = failure.message();
    return;
  }
  probed_.is_sent = true;
  is_alive_ |= is_refused(failure);
}

}  // namespace rackseed::redfish
