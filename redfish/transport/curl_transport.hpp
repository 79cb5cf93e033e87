#pragma once

#include "redfish/transport/curl_loop.hpp"
#include "redfish/transport/peer_key.hpp"
#include "redfish/transport/transport_settings.hpp"

#include <rackseed/turns.hpp>

#include <memory>

namespace rackseed::redfish {

/// Carries questions to one BMC by libcurl. A read whose connection was lost is asked once more on
/// a new one; nothing else is ever sent twice, unless the BMC refused it for its form (redirects,
/// 406 to an encoding).
class CurlTransport : public Transport {
 public:
  /// loop: outlives the transport.
  CurlTransport(CurlLoop& loop, TransportSettings settings);

  boost::asio::awaitable<BmcResult<HttpResponse>> send(HttpRequest request) override;
  [[nodiscard]] Certificate certificate() const override { return key_->shown(); }
  /// The host and port that it came to.
  [[nodiscard]] const Origin& origin() const { return origin_; }
  /// Known before, or learnt since.
  [[nodiscard]] bool refuses_identity() const { return settings_.refuses_identity; }

 private:
  using Answer = boost::asio::awaitable<BmcResult<HttpResponse>>;

  Answer follow(HttpRequest& request);
  Answer exchange(const HttpRequest& request, const Origin& origin);
  Answer exchange_once(const HttpRequest& request, const Origin& origin, bool is_fresh);

  CurlLoop& loop_;
  TransportSettings settings_;
  Origin origin_;
  std::shared_ptr<PeerKey> key_;
  Turns turns_;
};

}  // namespace rackseed::redfish
