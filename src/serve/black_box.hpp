#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <vector>

namespace rackseed::serve {

using Octets = std::vector<std::uint8_t>;

/// A UDP datagram that was received or sent.
struct Frame {
  std::chrono::system_clock::time_point time{};
  Ipv4 source{};
  std::uint16_t source_port = 0;
  Ipv4 destination{};
  std::uint16_t destination_port = 0;
  Octets payload{};
};

/// Keeps the last frames of each client, for when somebody asks what it really said.
class BlackBox {
 public:
  struct Limits {
    std::size_t clients = 4096;  ///< the one that was silent longest makes room
    std::size_t frames = 32;     ///< of each
    std::size_t octets = 1500;   ///< of a payload; the rest is cut off
  };
  BlackBox() : BlackBox(Limits{}) {}
  explicit BlackBox(const Limits& limits) : limits_(limits) {}

  void record(Mac client, Frame frame);
  /// The frames of a client as a capture file (pcap, raw IP); empty: never seen.
  [[nodiscard]] Octets capture(Mac client) const;
  /// At most `most` of those whose frames changed since they were taken from here; those who wait
  /// longest first.
  [[nodiscard]] std::vector<Mac> take_changed(std::size_t most);

 private:
  struct Client {
    std::deque<Frame> frames{};
    std::list<Mac>::iterator age{};
    std::optional<std::list<Mac>::iterator> change{};
  };
  void forget(Mac client);

  Limits limits_;
  std::map<Mac, Client> clients_{};
  std::list<Mac> by_age_{};   ///< the longest silent first
  std::list<Mac> changed_{};  ///< each once
};

}  // namespace rackseed::serve
