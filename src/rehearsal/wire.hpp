#pragma once

#include "src/rehearsal/message.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <string>
#include <string_view>

namespace rackseed::rehearsal {

using WireRequest = boost::beast::http::request<boost::beast::http::string_body>;
using WireResponse = boost::beast::http::response<boost::beast::http::string_body>;

[[nodiscard]] Request to_request(const WireRequest& request, bool is_encrypted);
/// is_head: no body, only its length.
[[nodiscard]] WireResponse to_response(const Answer& answer, bool is_head);

inline constexpr std::string_view kChunks = "Transfer-Encoding: chunked\r\n";
[[nodiscard]] std::string length_field(std::size_t octets);
/// The head of an answer by hand; field: of the body's length, with its line's end.
[[nodiscard]] std::string head_text(const Answer& answer, std::string_view version,
                                    std::string_view field);
/// The body in chunks (RFC 9112 section 7.1).
[[nodiscard]] std::string chunked(std::string_view body);

}  // namespace rackseed::rehearsal
