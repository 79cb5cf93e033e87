#pragma once

#include "http/message.hpp"

#include <boost/asio/awaitable.hpp>

namespace rackseed::http {

/// What a server serves.
class Site {
 public:
  Site() = default;
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  Site(Site&&) = delete;
  Site& operator=(Site&&) = delete;
  virtual ~Site() = default;

  /// The request stays until the answer is there.
  virtual boost::asio::awaitable<Answer> answer(const Request& request) = 0;
};

}  // namespace rackseed::http
