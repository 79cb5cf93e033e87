#pragma once

#include "http/file.hpp"
#include "http/target.hpp"

#include <rackseed/net.hpp>

#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rackseed::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kOther };

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One request, complete. All of it is hostile.
struct Request {
  Method method = Method::kGet;
  Target target{};
  Ipv4 client{};
  Ipv4 server{};  ///< the address that the client connected to
  std::optional<std::string> range{};
  std::optional<std::string> if_range{};
  std::optional<std::string> if_none_match{};
  std::string user_agent{};
  Fields switch_fields{};  ///< what a switch says of itself (DOMAIN 4.3), names in lower case
  std::string body{};
};

/// A short answer that is made for this request.
struct Text {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body{};
  Fields fields{};
};

/// A file, or the part of it that the request asks for.
struct FileBody {
  std::shared_ptr<const File> file{};
  std::string type{};
};

using Answer = std::variant<Text, FileBody>;

/// A plain answer for an error: its reason phrase, and a line that says what to do.
[[nodiscard]] Text refusal(int status, std::string_view why);

/// As in "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7), for years 0 to 9999.
[[nodiscard]] std::string date_text(std::time_t time);

/// RFC 9110 section 15.
[[nodiscard]] std::string_view reason(int status);

}  // namespace rackseed::http
