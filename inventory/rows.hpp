#pragma once

#include <rackseed/net.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace rackseed::inventory {

using Time = std::chrono::sys_seconds;

enum class LeaseSource : std::uint8_t { kReserved, kPool };

/// An address that was promised to a client. An expired one is kept: who returns gets it again.
struct Lease {
  Ipv4 address{};
  Mac mac{};  ///< the client's hardware address (chaddr), whatever identifier it sends
  std::string network{};
  Time expires{};
  LeaseSource source = LeaseSource::kPool;
  bool operator==(const Lease&) const = default;
};

/// What happened; never changed once it is saved.
struct Event {
  std::int64_t id = 0;  ///< given by the store, ascending
  Time time{};
  std::optional<Ipv4> bmc{};  ///< nothing: of no node
  std::string kind{};
  std::string data{};  ///< a JSON object
  bool operator==(const Event&) const = default;
};

/// A file of the image store, known by its content.
struct Image {
  std::string sha256{};  ///< 64 hexadecimal digits
  std::string name{};
  std::string kind{};
  std::int64_t bytes = 0;
  std::int64_t compressed_bytes = 0;  ///< 0: stored as it is
  Time imported{};
  bool operator==(const Image&) const = default;
};

}  // namespace rackseed::inventory
