#pragma once

#include "src/rehearsal/counters.hpp"
#include "src/rehearsal/faults.hpp"
#include "src/rehearsal/hardware.hpp"
#include "src/rehearsal/ipmi_state.hpp"
#include "src/rehearsal/machine.hpp"
#include "src/rehearsal/profile.hpp"
#include "src/rehearsal/tree.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::rehearsal {

/// Who may log in. No name: everybody, without a password.
struct Account {
  std::string name{};
  std::string password{};
};

struct Session {
  std::string token{};
  std::string user{};
  std::int64_t requests = 0;
};

/// The boot override, by its Redfish values.
struct Boot {
  std::string enabled = "Disabled";
  std::string target = "None";
  std::string mode = "UEFI";
  std::string http_uri{};
};

struct MediaSlot {
  std::string id{};
  bool is_cd = false;
  std::string image{};
  bool is_inserted = false;
  bool is_write_protected = true;
  std::int64_t failures_left = 0;  ///< inserts that fail yet
};

struct Task {
  std::string name{};
  std::int64_t reads = 0;
};

struct Subscription {
  std::string destination{};
  std::string context{};
};

/// Everything that a virtual BMC knows. Documents are made of it, requests change it.
struct State {
  Profile profile{};
  Hardware hardware{};
  Faults faults{};
  Account account{};
  std::shared_ptr<const Tree> tree{};  ///< instead of the profile's resources

  std::map<std::string, Session> sessions{};
  Boot boot{};
  std::vector<MediaSlot> media{};
  std::map<std::string, Task> tasks{};
  std::map<std::string, Subscription> subscriptions{};
  bool is_indicator_lit = false;
  std::optional<std::chrono::milliseconds> lit_until{};  ///< nothing: until it is told otherwise
  std::string asset_tag{};
  std::uint64_t ids = 0;  ///< the last one that was given
  std::mt19937_64 random{};
  std::uint64_t gets = 0;
  IpmiState ipmi{};

  // The world, as it is when a request is answered.
  std::chrono::milliseconds now{};  ///< on a clock of its own
  Power power = Power::kOff;
  bool in_post = false;

  Power told_power = Power::kOff;  ///< of kPowerStale
  std::int64_t told_reads = 0;
  bool hangs = false;                                       ///< of kRestartHangs
  std::optional<std::chrono::milliseconds> off_since{};     ///< of kOn409AfterOff
  std::optional<std::chrono::milliseconds> reset_at{};      ///< the last Reset that did something
  bool has_prepared_boot = false;                           ///< of kBootRebootsTwice
  std::optional<std::chrono::milliseconds> stalls_until{};  ///< of kStallWhenCrowded
  std::string moved_to{};  ///< of kRedirectPort: "https://127.0.0.1:40124"
  std::optional<std::chrono::milliseconds> restarting_until{};  ///< the BMC itself

  std::vector<MachineOrder> orders{};  ///< to be carried out after the request
  std::string last_image{};            ///< that the machine was told of
  BootChoice last_boot{};
  std::uint64_t boots = 0;
  Counters counters{};
};

/// Fresh from the factory.
[[nodiscard]] State new_state(Profile profile, Hardware hardware, Faults faults);
/// "7": an id that nothing had yet.
[[nodiscard]] std::string next_id(State& state);

[[nodiscard]] std::string system_path(const State& state);
[[nodiscard]] std::string manager_path(const State& state);
[[nodiscard]] std::string chassis_path(const State& state);
[[nodiscard]] std::string sessions_path(const State& state);

}  // namespace rackseed::rehearsal
