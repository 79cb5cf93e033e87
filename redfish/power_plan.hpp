#pragma once

#include "redfish/attempt.hpp"
#include "redfish/system.hpp"

namespace rackseed::redfish {

/// POST the first of these ResetTypes that is allowed at that time: what is allowed changes with
/// the power state (row 28), so ask again before each. Left out when the machine is so already.
struct Reset {
  std::vector<std::string> types{};         ///< in the order of preference
  PowerState makes = PowerState::kUnknown;  ///< kUnknown: it goes through Off and back to On
  bool operator==(const Reset&) const = default;
};
/// Until the BMC says so in two readings, one after the other (row 34).
struct WaitForPower {
  PowerState state = PowerState::kOn;
  std::chrono::seconds limit{};
  bool is_required = true;  ///< else the plan goes on after the limit
  bool operator==(const WaitForPower&) const = default;
};
struct Rest {
  std::chrono::seconds length{};
  bool operator==(const Rest&) const = default;
};
using PowerStep = std::variant<Reset, WaitForPower, Rest>;
using PowerPlan = std::vector<PowerStep>;

struct PowerQuestion {
  PowerAction action = PowerAction::kOn;
  PowerState state = PowerState::kUnknown;  ///< at present
  std::vector<std::string> types{};         ///< that are allowed at present; empty: not told
  Learnt known{};
  std::chrono::seconds patience{300};  ///< for an operating system that shuts down (row 33)
};

/// Every way ends in force where gentleness is not heard (row 33); restarts that a BMC lacks, or
/// does badly, are off, wait, on (rows 30 to 32). Empty: it is so already (row 25).
[[nodiscard]] PowerPlan plan_power(const PowerQuestion& question);

/// The ResetType to send; nothing: the BMC allows none of these.
[[nodiscard]] std::optional<std::string> choose_reset_type(const Reset& reset,
                                                           const std::vector<std::string>& allowed);

struct PowerIsSo {};
/// What a refused Reset means. now: the state as read after it; tries: how often it was sent.
/// Already so is a success, whatever the status (row 25); "not now" is worth a while (rows 26, 27).
[[nodiscard]] std::variant<PowerIsSo, Pause, BmcError> judge_reset(const Reset& reset,
                                                                   const Refusal& refusal,
                                                                   PowerState now, int tries);

/// Counts readings of the power state: one alone may be stale (row 34).
class PowerWatch {
 public:
  explicit PowerWatch(PowerState wanted) : wanted_(wanted) {}
  /// True once it was read twice, one after the other.
  bool sees(PowerState state);

 private:
  PowerState wanted_;
  int count_ = 0;
};

}  // namespace rackseed::redfish
