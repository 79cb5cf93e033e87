#pragma once

#include "http/message.hpp"

#include <rackseed/net.hpp>

#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace rackseed::http {

/// One answered request.
struct RequestFact {
  Ipv4 client{};
  Ipv4 server{};
  Method method = Method::kGet;
  std::string path{};  ///< decoded, without the query, which may hold a token: hostile
  std::string user_agent{};
  int status = 0;
  std::uint64_t first = 0;  ///< where the part of the file began
  std::uint64_t bytes = 0;  ///< of the body, that the kernel took
  bool whole = false;       ///< all that was promised was taken
  std::chrono::steady_clock::duration elapsed{};
};

/// Where the server reports. Called on the loop's thread, so it must not wait.
class FactSink : boost::noncopyable {
 public:
  virtual ~FactSink() = default;

  virtual void saw(const RequestFact& fact) = 0;
  /// The server itself has trouble, and goes on: "accept", "too many open files".
  virtual void troubled(std::string_view task, std::string_view why) = 0;
};

}  // namespace rackseed::http
