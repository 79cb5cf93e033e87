#pragma once

#include "src/rehearsal/json.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rackseed::rehearsal {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPatch, kPut, kDelete, kOther };
/// "GET"; "?" for kOther.
[[nodiscard]] std::string_view to_string(Method method);

struct Request {
  Method method = Method::kGet;
  std::string path{};                           ///< as sent, without the query
  std::string query{};                          ///< behind "?"
  std::map<std::string, std::string> fields{};  ///< names in lower case
  std::string body{};
  bool is_encrypted = true;
  bool is_moved = false;   ///< to the port of kRedirectPort
  std::size_t number = 0;  ///< of the connection's requests: 0 is the first

  /// "" when there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;
  /// The value of one parameter of the query.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// How an answer leaves, when not as HTTP/1.1 wants it.
enum class Delivery : std::uint8_t {
  kOrdinary,
  kSilent,    ///< never; the connection stays
  kReset,     ///< the connection is reset instead
  kSlow,      ///< byte by byte
  kChunked,   ///< in chunks
  kBadChunk,  ///< in chunks, one of which is none
  kHttp10,    ///< as HTTP/1.0, and the connection ends
  kFilled,    ///< the body grows to `filled` octets on its way
};

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> fields{};
  std::optional<json::value> document{};
  std::string text{};  ///< the body when there is no document
  std::string type = "application/json; charset=utf-8";
  Delivery delivery = Delivery::kOrdinary;
  std::int64_t filled = 0;    ///< of kFilled
  std::int64_t pause_ms = 0;  ///< of kSlow, between two octets
  std::int64_t delay_ms = 0;  ///< before anything leaves
};

/// No body.
[[nodiscard]] Answer done(int status = 204);
[[nodiscard]] Answer with(json::object document, int status = 200);
/// An error as DSP0266 section 8.6 wants it. id: "Base.1.12.GeneralError".
[[nodiscard]] Answer refusal(int status, std::string_view id, std::string_view text);

/// Without slashes at its end; "/" stays.
[[nodiscard]] std::string_view without_slash(std::string_view path);

}  // namespace rackseed::rehearsal
