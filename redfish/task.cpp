#include "redfish/task.hpp"

#include "redfish/json.hpp"

namespace rackseed::redfish {
namespace {

bool is_failure(const std::string& state) {
  return state == "Exception" || state == "Killed" || state == "Cancelled" ||
         state == "Interrupted";
}

}  // namespace

TaskStep TaskWatch::after(const HttpResponse& answer) {
  if (answer.status == 404 || answer.status == 410) {
    ++not_found_;
    const bool may_come = !was_seen_ && not_found_ <= settings_.first_not_found;
    return may_come ? TaskStep::kPollAgain : TaskStep::kVanished;
  }
  was_seen_ = true;
  Notes notes;
  const auto json = parse_json(answer.body);
  const Json nothing;
  const Fields task(json ? *json : nothing, "task", notes);
  state_ = task.string_of("TaskState");
  if (is_failure(state_)) return TaskStep::kFailed;
  if (state_ == "Completed")
    return task.string_of("TaskStatus") == "Critical" ? TaskStep::kFailed : TaskStep::kCompleted;
  if (answer.status >= 500) return TaskStep::kPollAgain;  // the BMC has too much to do
  if (answer.status >= 400) return TaskStep::kFailed;  // a monitor's last answer is the request's
  const bool runs = answer.status == 202 || !state_.empty();
  return runs ? TaskStep::kPollAgain : TaskStep::kCompleted;
}

}  // namespace rackseed::redfish
