#include "redfish/transport/curl_transfer.hpp"

#include <rackseed/ascii.hpp>

#include <fmt/core.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>

namespace rackseed::redfish {
namespace {

using std::string_view;

string_view trimmed(string_view text) {
  constexpr string_view kBlanks = " \t\r\n";
  const auto first = std::min(text.find_first_not_of(kBlanks), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

/// As libcurl would, but no program that we start inherits it.
curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// What old BMCs need and libcurl has no option for; a renegotiation would bring another key.
CURLcode prepare_context(CURL*, void* context, void* has_legacy_tls) {
  auto* tls = static_cast<SSL_CTX*>(context);
  SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION);
  if (*static_cast<const bool*>(has_legacy_tls))
    SSL_CTX_set_options(tls, SSL_OP_LEGACY_SERVER_CONNECT);
  return CURLE_OK;
}

bool is_tls_failure(CURLcode code) {
  return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CIPHER ||
         code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_ENGINE_NOTFOUND ||
         code == CURLE_SSL_CERTPROBLEM || code == CURLE_USE_SSL_FAILED ||
         code == CURLE_SSL_INVALIDCERTSTATUS;
}

}  // namespace

CurlTransfer::CurlTransfer(const HttpRequest& request, const Origin& origin,
                           const TransportSettings& settings, PeerKey& key, bool is_fresh)
    : request_(request),
      origin_(origin),
      settings_(settings),
      key_(key),
      easy_(curl_easy_init(), curl_easy_cleanup),
      fields_(nullptr, curl_slist_free_all),
      url_(origin.text() + request.path) {
  if (!easy_) throw std::runtime_error("redfish: libcurl has no memory");
  set_up(is_fresh);
  set_request();
  set_limits();
  if (origin_.has_tls) set_tls();
}

void CurlTransfer::set_up(bool is_fresh) {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, origin_.has_tls ? "https" : "http");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // whatever the environment says
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, is_fresh ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, text_.data());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_field);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

void CurlTransfer::set_request() {
  CURL* easy = easy_.get();
  const bool has_body = !request_.body.empty() || request_.method == "POST" ||
                        request_.method == "PATCH" || request_.method == "PUT";
  if (has_body) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());  // not copied
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
  }
  if (request_.method == "HEAD") curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (request_.method != "GET" || has_body)
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  const auto add = [this](const std::string& line) {
    auto* longer = curl_slist_append(fields_.get(), line.c_str());
    if (longer == nullptr) throw std::runtime_error("redfish: libcurl has no memory");
    static_cast<void>(fields_.release());
    fields_.reset(longer);
  };
  add("Expect:");  // no 100-continue
  if (has_body) add("Content-Type: application/json");
  for (const auto& [name, value] : request_.fields)
    add(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fields_.get());
}

void CurlTransfer::set_limits() {
  CURL* easy = easy_.get();
  const auto whole = settings_.connect_limit + settings_.answer_limit;
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(settings_.connect_limit.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(whole.count()));
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(settings_.body_octets));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, settings_.slow_octets);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings_.slow_limit.count()));
}

/// No authority vouches for a BMC: its key is compared with the one we know, on each connection, a
/// kept one too, and before the first octet of the question leaves.
void CurlTransfer::set_tls() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);  // costs 10 ms to read, for nothing
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &check_key);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &prepare_context);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &settings_.has_legacy_tls);
  curl_easy_setopt(
      easy, CURLOPT_SSLVERSION,
      settings_.has_legacy_tls ? long{CURL_SSLVERSION_TLSv1_0} : long{CURL_SSLVERSION_TLSv1_2});
  if (settings_.has_legacy_tls)
    curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0");
}

int CurlTransfer::check_key(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  curl_tlssessioninfo* info = nullptr;
  curl_easy_getinfo(transfer.easy_.get(), CURLINFO_TLS_SSL_PTR, &info);
  Certificate shown;
  if (info != nullptr && info->internals != nullptr) {
    const X509* peer = SSL_get0_peer_certificate(static_cast<SSL*>(info->internals));
    if (peer != nullptr) shown = certificate_of(*peer);
  }
  transfer.is_other_key_ = !transfer.key_.accepts(std::move(shown));
  return transfer.is_other_key_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

std::size_t CurlTransfer::take_field(char* text, std::size_t one, std::size_t size, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const string_view line(text, one * size);
  transfer.head_octets_ += line.size();
  transfer.is_too_large_ = transfer.head_octets_ > transfer.settings_.head_octets;
  if (transfer.is_too_large_) return 0;
  if (line.starts_with("HTTP/")) transfer.answer_.fields.clear();  // the one before was a 100
  const auto colon = line.find(':');
  if (colon == string_view::npos || line.starts_with("HTTP/")) return line.size();
  std::string name(trimmed(line.substr(0, colon)));
  std::ranges::transform(name, name.begin(), to_lower);
  transfer.answer_.fields.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
  return line.size();
}

std::size_t CurlTransfer::take_body(char* octets, std::size_t one, std::size_t size, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  std::string& body = transfer.answer_.body;
  transfer.is_too_large_ = body.size() + one * size > transfer.settings_.body_octets;
  if (transfer.is_too_large_) return 0;
  body.append(octets, one * size);
  return one * size;
}

bool CurlTransfer::is_lost(CURLcode code) const {
  if (code == CURLE_SSL_CONNECT_ERROR) {  // a reset in the middle of the handshake
    const string_view text(text_.data());
    return text.find("reset by peer") != string_view::npos ||
           text.find("SSL_ERROR_SYSCALL") != string_view::npos;
  }
  if (code == CURLE_RECV_ERROR)  // which a chunk without a size is, too
    return string_view(text_.data()).find("chunked-encoding") == string_view::npos;
  return code == CURLE_SEND_ERROR || code == CURLE_GOT_NOTHING || code == CURLE_PARTIAL_FILE;
}

BmcErrc CurlTransfer::errc_of(CURLcode code) const {
  if (is_other_key_)
    return key_.shown().spki_sha256.empty() ? BmcErrc::kTls : BmcErrc::kCertificateChanged;
  if (is_lost(code)) return BmcErrc::kUnreachable;
  if (code == CURLE_OPERATION_TIMEDOUT) {
    const char* peer = nullptr;  // set as soon as it took the connection
    curl_easy_getinfo(easy_.get(), CURLINFO_PRIMARY_IP, &peer);
    const bool is_connected = peer != nullptr && *peer != '\0';
    return is_connected ? BmcErrc::kTimedOut : BmcErrc::kUnreachable;
  }
  if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST)
    return BmcErrc::kUnreachable;
  return is_tls_failure(code) ? BmcErrc::kTls : BmcErrc::kMalformed;
}

std::string CurlTransfer::reason(CURLcode code) const {
  if (is_other_key_ && key_.shown().spki_sha256.empty()) return "its TLS shows no certificate";
  if (is_other_key_)
    return fmt::format(
        "its key is {}, and {} was pinned: nothing was sent. If the BMC was given "
        "another certificate, approve the new key with: rackseed bmc trust",
        key_.shown().spki_sha256, key_.expected());
  if (head_octets_ > settings_.head_octets)
    return fmt::format("the answer's head has more than {} octets", settings_.head_octets);
  if (is_too_large_ || code == CURLE_FILESIZE_EXCEEDED)
    return fmt::format("the answer has more than {} octets", settings_.body_octets);
  const string_view text(text_.data());
  const std::string why(text.empty() ? curl_easy_strerror(code) : text);
  return is_lost(code) ? "the connection was lost before the answer: " + why : why;
}

std::string CurlTransfer::what_was_asked() const {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_TOTAL_TIME_T, &microseconds);
  return fmt::format("{} {}, after {:.1f} s", request_.method, url_,
                     static_cast<double>(microseconds) / 1e6);
}

BmcResult<HttpResponse> CurlTransfer::result(CURLcode code) {
  if (code != CURLE_OK) return BmcError{errc_of(code), what_was_asked() + ": " + reason(code)};
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  answer_.status = static_cast<int>(status);
  return std::move(answer_);
}

}  // namespace rackseed::redfish
