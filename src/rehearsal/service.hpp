#pragma once

#include "src/rehearsal/machine.hpp"
#include "src/rehearsal/message.hpp"
#include "src/rehearsal/state.hpp"

#include <chrono>
#include <string>

namespace rackseed::rehearsal {

/// A virtual BMC without its network: a request in, an answer out.
class Service {
 public:
  /// machine: outlives us.
  Service(State state, Machine& machine);

  /// now: on a clock that only goes forward. Does not wait: what takes time is said in the answer.
  [[nodiscard]] Answer answer(const Request& request, std::chrono::milliseconds now);

  [[nodiscard]] State& state() { return state_; }

  // For who answers in another protocol: before, and after.
  void look_at_machine(std::chrono::milliseconds now);
  void give_orders();

 private:
  [[nodiscard]] Answer answer_as_bmc(const Request& request);
  [[nodiscard]] Answer read(const Request& request);
  [[nodiscard]] Answer change(const Request& request);
  [[nodiscard]] std::string text_of_resource(const Request& request) const;

  State state_;
  Machine& machine_;
};

}  // namespace rackseed::rehearsal
