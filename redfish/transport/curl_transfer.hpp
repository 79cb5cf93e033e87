#pragma once

#include "redfish/transport/peer_key.hpp"
#include "redfish/transport/transport_settings.hpp"

#include <curl/curl.h>

#include <array>
#include <boost/core/noncopyable.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace rackseed::redfish {

/// One question of one BMC, as libcurl takes it. It stays where it is until it has ended.
class CurlTransfer : boost::noncopyable {
 public:
  /// All outlive the transfer. is_fresh: on a new connection, which libcurl never tries twice.
  CurlTransfer(const HttpRequest& request, const Origin& origin, const TransportSettings& settings,
               PeerKey& key, bool is_fresh);

  [[nodiscard]] CURL* handle() const { return easy_.get(); }
  /// The connection was lost on the way: it may have been an old one that the BMC had given up.
  [[nodiscard]] bool is_lost(CURLcode code) const;
  /// What came, or why nothing did.
  [[nodiscard]] BmcResult<HttpResponse> result(CURLcode code);

 private:
  static std::size_t take_field(char* line, std::size_t one, std::size_t size, void* self);
  static std::size_t take_body(char* octets, std::size_t one, std::size_t size, void* self);
  static int check_key(void* self, char*, char*, int, int);
  void set_up(bool is_fresh);
  void set_request();
  void set_limits();
  void set_tls();
  [[nodiscard]] BmcErrc errc_of(CURLcode code) const;
  [[nodiscard]] std::string reason(CURLcode code) const;
  [[nodiscard]] std::string what_was_asked() const;

  const HttpRequest& request_;
  const Origin& origin_;
  const TransportSettings& settings_;
  PeerKey& key_;
  std::unique_ptr<CURL, void (*)(CURL*)> easy_;
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> fields_;
  std::array<char, CURL_ERROR_SIZE> text_{};
  std::string url_;
  HttpResponse answer_{};
  std::size_t head_octets_ = 0;
  bool is_too_large_ = false;
  bool is_other_key_ = false;
};

}  // namespace rackseed::redfish
