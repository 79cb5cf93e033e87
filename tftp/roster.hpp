#pragma once

#include "tftp/codec.hpp"
#include "tftp/facts.hpp"
#include "tftp/retry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

namespace rackseed::tftp {

struct RosterLimits {
  std::size_t transfers = 4096;
  std::size_t per_address = 32;
};

/// A client that was heard, then was silent for so long and asks again has started anew. One that
/// was never heard is waiting for our first packet, which its transfer repeats.
inline constexpr Duration kRestartAfter = std::chrono::seconds(2);

/// Which transfers run, and whether one more may: bookkeeping without I/O.
class Roster {
 public:
  struct Start {
    std::uint64_t id = 0;                          ///< of the transfer; never given twice
    std::optional<std::uint64_t> replaced_task{};  ///< to be cancelled
  };
  struct Repeated {};  ///< the same request again, while its transfer runs: no answer
  struct Full {};      ///< no answer: a client that asks again may find room
  struct TooMany {};   ///< for this address: refused with a text
  using Admission = std::variant<Start, Repeated, Full, TooMany>;

  explicit Roster(const RosterLimits& limits) : limits_(limits) {}

  /// Another request from the same port, or the same one after a silence, replaces the transfer:
  /// firmware asks from a fixed port again after a reset.
  [[nodiscard]] Admission admit(const Endpoint& client, const Request& request, Time now);
  /// Notes the task that runs a transfer. This and what follows does nothing for a transfer that
  /// has ended or was replaced.
  void set_task(const Endpoint& client, std::uint64_t id, std::uint64_t task);
  /// The client gave a sign of life.
  void heard(const Endpoint& client, std::uint64_t id, Time now);
  void remove(const Endpoint& client, std::uint64_t id);

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t id = 0;
    Request request{};
    std::optional<Time> heard{};
    std::uint64_t task = 0;
  };
  [[nodiscard]] Entry* find(const Endpoint& client, std::uint64_t id);

  RosterLimits limits_;
  std::uint64_t next_ = 1;
  std::unordered_map<Endpoint, Entry> entries_;
  std::unordered_map<Ipv4, std::size_t> per_address_;
};

}  // namespace rackseed::tftp
