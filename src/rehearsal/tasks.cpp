#include "src/rehearsal/tasks.hpp"

#include <fmt/core.h>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::int64_t kReadsUntilDone = 2;

std::int64_t hidden_reads(const State& state) {
  return state.faults.has(Fault::kTask404First) ? state.faults.value(Fault::kTask404First) : 0;
}

bool is_done(const State& state, const Task& task) {
  return !state.faults.has(Fault::kTaskStateOdd) &&
         task.reads - hidden_reads(state) > kReadsUntilDone;
}

std::string monitor_path(const State& state, std::string_view id) {
  return state.faults.has(Fault::kTaskMonitorElsewhere)
             ? fmt::format("{}/TaskService/TaskMonitors/{}", kRoot, id)
             : fmt::format("{}/TaskService/Tasks/{}/Monitor", kRoot, id);
}

std::string_view state_of(const State& state, const Task& task) {
  if (is_done(state, task)) return "Completed";
  const bool is_new = state.faults.has(Fault::kTaskStateOdd) && task.reads <= kReadsUntilDone;
  return is_new ? "New" : "Running";
}

/// "7" of ".../Tasks/7" and of the path of a monitor; "" of another path.
std::string_view task_in(std::string_view path, bool& is_monitor) {
  const auto below = below_root(path);
  if (!below) return {};
  is_monitor = true;
  if (const auto ids = match("TaskService/Tasks/*/Monitor", *below)) return ids->front();
  if (const auto ids = match("TaskService/TaskMonitors/*", *below)) return ids->front();
  is_monitor = false;
  if (const auto ids = match("TaskService/Tasks/*", *below)) return ids->front();
  return {};
}

}  // namespace

std::optional<json::object> task_document(const State& state, std::string_view id) {
  const auto found = state.tasks.find(std::string(id));
  if (found == state.tasks.end() || found->second.reads <= hidden_reads(state)) return {};
  const Task& task = found->second;
  if (is_done(state, task) && state.faults.has(Fault::kTaskVanishes)) return {};
  json::object document =
      resource(fmt::format("{}/TaskService/Tasks/{}", kRoot, id), "Task.v1_6_0.Task", task.name);
  document["TaskState"] = state_of(state, task);
  document["TaskStatus"] = "OK";
  document["PercentComplete"] = is_done(state, task) ? 100 : 50;
  document["TaskMonitor"] = monitor_path(state, id);
  document["Messages"] = json::array();
  return document;
}

Answer begin_task(State& state, std::string name) {
  const std::string id = next_id(state);
  Task& task = state.tasks.emplace(id, Task{.name = std::move(name)}).first->second;
  task.reads = hidden_reads(state) + 1;  // to make its document
  Answer answer = with(*task_document(state, id), 202);
  task.reads = 0;
  if (!state.faults.has(Fault::kTaskWithoutLocation))
    answer.fields.emplace_back("Location", monitor_path(state, id));
  return answer;
}

std::optional<Answer> read_task(State& state, std::string_view path) {
  bool is_monitor = false;
  const auto id = task_in(path, is_monitor);
  const auto found = state.tasks.find(std::string(id));
  if (found == state.tasks.end()) return {};
  ++found->second.reads;
  if (!is_monitor) return {};
  auto document = task_document(state, id);
  if (!document) return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such task.");
  if (is_done(state, found->second)) return done();
  Answer answer = with(*std::move(document), 202);
  answer.fields.emplace_back("Location", monitor_path(state, id));
  return answer;
}

}  // namespace rackseed::rehearsal
