#pragma once

#include "http/facts.hpp"
#include "http/message.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace rackseed::http {

struct ReadRequest {
  Request request{};
  bool keeps_alive = false;  ///< what the client asks for (RFC 9112 section 9.3)
};

/// Errors: kMalformed, with a text for a 400.
[[nodiscard]] Result<ReadRequest> read_request(
    boost::beast::http::request<boost::beast::http::string_body> message, Ipv4 client, Ipv4 server);

/// What is known before it is answered.
[[nodiscard]] RequestFact fact_of(const Request& request);

}  // namespace rackseed::http
