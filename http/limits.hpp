#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace rackseed::http {

/// What one client may cost.
struct Limits {
  std::size_t connections = 8192;
  std::size_t connections_per_client = 512;
  std::uint32_t head_octets = 16 * 1024;
  std::uint64_t body_octets = std::uint64_t{4} << 20U;
  std::chrono::milliseconds idle{75'000};    ///< between two requests
  std::chrono::milliseconds head{10'000};    ///< from the first octet of a head to its last
  std::chrono::milliseconds body{60'000};    ///< for the whole body of a request
  std::chrono::milliseconds answer{30'000};  ///< for the site to make its answer
  std::chrono::milliseconds stall{30'000};   ///< in which a reader takes stall_octets, or all
  std::uint64_t stall_octets = std::uint64_t{64} << 10U;
};

}  // namespace rackseed::http
