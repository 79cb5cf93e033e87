#pragma once

#include "redfish/bmc.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rackseed::redfish {

using HttpFields = std::vector<std::pair<std::string, std::string>>;

/// One question to a BMC. The path begins with "/": the host is the transport's, always.
struct HttpRequest {
  std::string method = "GET";
  std::string path{};
  HttpFields fields{};
  std::string body{};  ///< JSON, or ""
};

struct HttpResponse {
  int status = 0;
  HttpFields fields{};  ///< names in lower case, in the order they came
  std::string body{};   ///< at most the transport's limit
  /// The first field of that name, or "".
  [[nodiscard]] std::string_view field(std::string_view name) const;
};

/// Carries questions to one BMC; knows nothing of Redfish. Any status is an answer: an error is
/// what kept an answer from coming: kUnreachable, kTimedOut, kTls, kCertificateChanged, kMalformed
/// (too large, no HTTP).
class Transport : boost::noncopyable {
 public:
  virtual ~Transport() = default;

  virtual boost::asio::awaitable<BmcResult<HttpResponse>> send(HttpRequest request) = 0;
  /// Of the last connection.
  [[nodiscard]] virtual Certificate certificate() const = 0;
};

}  // namespace rackseed::redfish
