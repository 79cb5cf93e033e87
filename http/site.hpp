#pragma once

#include "http/message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>

namespace rackseed::http {

/// What a server serves.
class Site : boost::noncopyable {
 public:
  virtual ~Site() = default;

  /// The request stays until the answer is there.
  virtual boost::asio::awaitable<Answer> answer(const Request& request) = 0;
};

}  // namespace rackseed::http
