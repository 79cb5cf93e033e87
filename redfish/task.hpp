#pragma once

#include "redfish/transport/transport.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace rackseed::redfish {

struct TaskSettings {
  std::chrono::milliseconds poll_every = std::chrono::seconds(2);
  std::chrono::milliseconds deadline = std::chrono::minutes(5);
  int first_not_found = 5;  ///< so many 404 before the task was ever seen (BMC.md row 36)
};

enum class TaskEnd : std::uint8_t {
  kNone,      ///< there was no task
  kNotNamed,  ///< 202 without Location: poll what was asked for (row 35)
  kCompleted,
  kFailed,    ///< it said so
  kVanished,  ///< 404 after it was seen, or never seen at all: look at the effect (row 36)
};

enum class TaskStep : std::uint8_t { kPollAgain, kCompleted, kFailed, kVanished };

/// One task while it runs, as its answers tell. An unknown state is one in which it runs (row 37).
class TaskWatch {
 public:
  explicit TaskWatch(const TaskSettings& settings) : settings_(settings) {}

  [[nodiscard]] TaskStep after(const HttpResponse& answer);
  /// As the task last said it: "Running".
  [[nodiscard]] const std::string& state() const { return state_; }

 private:
  TaskSettings settings_;
  std::string state_;
  bool was_seen_ = false;
  int not_found_ = 0;
};

}  // namespace rackseed::redfish
