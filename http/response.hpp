#pragma once

#include "http/message.hpp"
#include "http/range.hpp"

#include <memory>
#include <string>

namespace rackseed::http {

/// What leaves for a request: the head, then a text or a part of a file.
struct Response {
  int status = 200;
  std::string head{};  ///< ends with the empty line
  std::string body{};
  std::shared_ptr<const File> file{};
  Range part{};  ///< of the file; count 0: nothing
  bool keeps_alive = true;
};

/// Range, If-Range, If-None-Match and HEAD are honoured (RFC 9110); the length is always said, and
/// nothing is ever sent in chunks, which firmware cannot read.
[[nodiscard]] Response respond(const Request& request, Answer answer, bool keeps_alive);

}  // namespace rackseed::http
