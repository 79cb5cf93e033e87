#include "redfish/transport/curl_transport.hpp"

#include "redfish/credentials.hpp"
#include "redfish/transport/curl_transfer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <optional>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;
using std::string_view;

constexpr int kNotAcceptable = 406;

bool is_loopback(const std::string& host) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  return error ? host == "localhost" : address.is_loopback();
}

/// What could end a line of the request, or begin another one.
bool has_controls(string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

bool is_path(string_view text) {
  return text.starts_with('/') &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::optional<BmcError> find_fault(const HttpRequest& request, const TransportSettings& settings) {
  const Origin& origin = settings.origin;
  if (!origin.has_tls && !settings.allows_plain_http && !is_loopback(origin.host))
    return BmcError{BmcErrc::kTls, origin.text() + ": without TLS only to this machine itself"};
  if (!is_path(request.path))
    return BmcError{BmcErrc::kMalformed,
                    fmt::format("{}: {} of what is no path", origin.text(), request.method)};
  for (const auto& [name, value] : request.fields)
    if (has_controls(name) || has_controls(value))
      return BmcError{BmcErrc::kMalformed,
                      fmt::format("{} {}{}: the field {} has control characters", request.method,
                                  origin.text(), request.path, has_controls(name) ? "" : name)};
  return std::nullopt;
}

/// Asking twice does nothing more than asking once.
bool is_idempotent(const HttpRequest& request) {
  return request.method == "GET" || request.method == "HEAD" || request.method == "DELETE";
}

void wipe_all(HttpRequest& request) {
  for (auto& [name, value] : request.fields) wipe(value);
  wipe(request.body);
}

}  // namespace

CurlTransport::CurlTransport(CurlLoop& loop, TransportSettings settings)
    : loop_(loop),
      settings_(std::move(settings)),
      origin_(settings_.origin),
      key_(std::make_shared<PeerKey>(settings_.pinned_spki)),
      turns_(settings_.in_flight) {}

asio::awaitable<BmcResult<HttpResponse>> CurlTransport::send(HttpRequest request) {
  if (auto fault = find_fault(request, settings_)) co_return *std::move(fault);
  const auto turn = co_await turns_.take();
  auto answer = co_await follow(request);
  wipe_all(request);
  co_return answer;
}

CurlTransport::Answer CurlTransport::follow(HttpRequest& request) {
  Origin origin = origin_;
  for (int hops = 0;; ++hops) {
    auto answer = co_await exchange(request, origin);
    if (!answer) co_return answer;
    const auto decision = decide_redirect(origin, request, *answer);
    const auto where = fmt::format("{} {}{}: ", request.method, origin.text(), request.path);
    if (const auto* refused = std::get_if<NotFollowed>(&decision))
      co_return BmcError{BmcErrc::kMalformed, where + refused->because};
    const auto* again = std::get_if<AskAgain>(&decision);
    if (again == nullptr) {
      origin_ = origin;
      co_return answer;
    }
    if (hops == settings_.redirects)
      co_return BmcError{BmcErrc::kMalformed, fmt::format("{}redirected more than {} times", where,
                                                          settings_.redirects)};
    origin = again->origin;
    request.path = again->path;
    if (!is_path(request.path))
      co_return BmcError{BmcErrc::kMalformed, where + "it redirects to what is no path"};
  }
}

CurlTransport::Answer CurlTransport::exchange(const HttpRequest& request, const Origin& origin) {
  // libcurl itself asks again when a kept connection turns out to be lost: not for what acts.
  auto answer = co_await exchange_once(request, origin, !is_idempotent(request));
  const bool was_refused =
      answer && answer->status == kNotAcceptable && !settings_.refuses_identity;
  if (!was_refused) co_return answer;
  settings_.refuses_identity = true;
  auto second = co_await exchange_once(request, origin, !is_idempotent(request));
  co_return second;
}

CurlTransport::Answer CurlTransport::exchange_once(const HttpRequest& request, const Origin& origin,
                                                   bool is_fresh) {
  HttpRequest encoded = request;
  if (!settings_.refuses_identity) encoded.fields.emplace_back("Accept-Encoding", "identity");
  const auto key = key_;
  for (bool is_new = is_fresh;; is_new = true) {
    CurlTransfer transfer(encoded, origin, settings_, *key, is_new);
    const CURLcode code = co_await loop_.perform(transfer.handle());
    const bool again = transfer.is_lost(code) && is_idempotent(request) && !is_new;
    auto answer = transfer.result(code);
    if (again) continue;
    wipe_all(encoded);
    co_return answer;
  }
}

}  // namespace rackseed::redfish
