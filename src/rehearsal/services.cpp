// UpdateService, TaskService and EventService.

#include <fmt/core.h>

#include <array>

#include "src/rehearsal/routes.hpp"
#include "src/rehearsal/tasks.hpp"

namespace rackseed::rehearsal {
namespace {

std::string below(std::string_view path) { return fmt::format("{}/{}", kRoot, path); }

std::optional<json::object> update_service(const State& /*state*/, const Ids& /*ids*/) {
  json::object service =
      resource(below("UpdateService"), "UpdateService.v1_11_3.UpdateService", "Update Service");
  service["ServiceEnabled"] = true;
  service["FirmwareInventory"] = link(below("UpdateService/FirmwareInventory"));
  service["Status"] = good_status();
  return service;
}

std::optional<json::object> firmware_list(const State& /*state*/, const Ids& /*ids*/) {
  const std::string path = below("UpdateService/FirmwareInventory");
  return collection(path, "SoftwareInventory", {path + "/BMC", path + "/BIOS"});
}

std::optional<json::object> firmware_of(const State& state, const Ids& ids) {
  const bool is_bmc = ids.front() == "BMC";
  if (!is_bmc && ids.front() != "BIOS") return {};
  json::object firmware =
      resource(below(fmt::format("UpdateService/FirmwareInventory/{}", ids.front())),
               "SoftwareInventory.v1_10_0.SoftwareInventory", ids.front());
  firmware["Version"] = is_bmc ? state.hardware.bmc_firmware : state.hardware.bios;
  firmware["Updateable"] = true;
  firmware["Status"] = good_status();
  return firmware;
}

std::optional<json::object> task_service(const State& /*state*/, const Ids& /*ids*/) {
  json::object service =
      resource(below("TaskService"), "TaskService.v1_2_0.TaskService", "Task Service");
  service["ServiceEnabled"] = true;
  service["Tasks"] = link(below("TaskService/Tasks"));
  service["Status"] = good_status();
  return service;
}

std::optional<json::object> task_list(const State& state, const Ids& /*ids*/) {
  std::vector<std::string> members;
  for (const auto& [id, task] : state.tasks)
    if (task_document(state, id)) members.push_back(below("TaskService/Tasks/" + id));
  return collection(below("TaskService/Tasks"), "Task", members);
}

std::optional<json::object> task_of(const State& state, const Ids& ids) {
  return task_document(state, ids.front());
}

std::optional<json::object> event_service(const State& /*state*/, const Ids& /*ids*/) {
  json::object service =
      resource(below("EventService"), "EventService.v1_9_0.EventService", "Event Service");
  service["ServiceEnabled"] = true;
  service["DeliveryRetryAttempts"] = 3;
  service["Subscriptions"] = link(below("EventService/Subscriptions"));
  service["Status"] = good_status();
  return service;
}

std::optional<json::object> subscription_list(const State& state, const Ids& /*ids*/) {
  std::vector<std::string> members;
  for (const auto& [id, subscription] : state.subscriptions)
    members.push_back(below("EventService/Subscriptions/" + id));
  return collection(below("EventService/Subscriptions"), "EventDestination", members);
}

std::optional<json::object> subscription_of(const State& state, const Ids& ids) {
  const auto found = state.subscriptions.find(std::string(ids.front()));
  if (found == state.subscriptions.end()) return {};
  json::object document = resource(below("EventService/Subscriptions/" + found->first),
                                   "EventDestination.v1_13_0.EventDestination", "Subscription");
  document["Destination"] = found->second.destination;
  document["Context"] = found->second.context;
  document["Protocol"] = "Redfish";
  return document;
}

Answer subscribe(State& state, const Call& call) {
  const auto destination = text_in(call.body, "Destination");
  const auto context = text_in(call.body, "Context");
  if (!destination) return refusal(400, "Base.1.12.PropertyMissing", "Destination is required.");
  if (!context && state.faults.has(Fault::kContextRequired))
    return refusal(400, "Base.1.12.PropertyMissing", "Context is required.");
  const std::string id = next_id(state);
  Subscription subscription{.destination = *destination, .context = context.value_or("")};
  state.subscriptions.emplace(id, std::move(subscription));
  Answer answer = with(*subscription_of(state, {id}), 201);
  answer.fields.emplace_back("Location", below("EventService/Subscriptions/" + id));
  return answer;
}

Answer unsubscribe(State& state, const Call& call) {
  if (state.subscriptions.erase(std::string(call.ids.front())) > 0) return done();
  return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such subscription.");
}

constexpr auto kServiceResources = std::to_array<Resource>({
    {"UpdateService", &update_service},
    {"UpdateService/FirmwareInventory", &firmware_list},
    {"UpdateService/FirmwareInventory/*", &firmware_of},
    {"TaskService", &task_service},
    {"TaskService/Tasks", &task_list},
    {"TaskService/Tasks/*", &task_of},
    {"EventService", &event_service},
    {"EventService/Subscriptions", &subscription_list},
    {"EventService/Subscriptions/*", &subscription_of},
});

constexpr auto kServiceOperations = std::to_array<Operation>({
    {Method::kPost, "EventService/Subscriptions", &subscribe},
    {Method::kDelete, "EventService/Subscriptions/*", &unsubscribe},
});

}  // namespace

std::span<const Resource> service_resources() { return kServiceResources; }
std::span<const Operation> service_operations() { return kServiceOperations; }

}  // namespace rackseed::rehearsal
