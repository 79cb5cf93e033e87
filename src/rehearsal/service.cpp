#include "src/rehearsal/service.hpp"

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <utility>

#include "src/rehearsal/access.hpp"
#include "src/rehearsal/boot.hpp"
#include "src/rehearsal/disguise.hpp"
#include "src/rehearsal/etag.hpp"
#include "src/rehearsal/ipmi_handshake.hpp"
#include "src/rehearsal/misbehaviour.hpp"
#include "src/rehearsal/reset.hpp"
#include "src/rehearsal/routes.hpp"
#include "src/rehearsal/tasks.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kCountersPath = "/rackseed/counters";

json::object counters_of(const State& state) {
  json::object document = to_document(state.counters);
  document["sessions"] = state.sessions.size();
  document["ipmi_sessions"] = open_ipmi_sessions(state);
  json::object machine;
  machine["power"] = to_string(state.power);
  machine["in_post"] = state.in_post;
  machine["boots"] = state.boots;
  machine["last_boot"] = state.boots == 0 ? "" : state.last_boot.target;
  machine["last_boot_mode"] = state.last_boot.mode;
  document["machine"] = std::move(machine);
  return document;
}

Answer not_found(std::string_view path) {
  return refusal(404, "Base.1.12.ResourceMissingAtURI",
                 fmt::format("The resource at the URI {} was not found.", path));
}

/// The object that a request carries; nothing when it is none.
std::optional<json::object> body_of(const Request& request) {
  if (request.body.empty()) return json::object();
  boost::system::error_code error;
  json::value value = json::parse(request.body, error);
  if (error || !value.is_object()) return {};
  return std::move(value.as_object());
}

/// Members that are told whole have tags of their own.
void add_member_etags(json::object& document, const Request& request, const Faults& faults) {
  json::value* members = document.if_contains("Members");
  if (members == nullptr || !members->is_array() || faults.has(Fault::kMemberEtagsMissing)) return;
  for (json::value& member : members->get_array())
    if (json::object* whole = member.if_object(); whole != nullptr && whole->size() > 1)
      whole->insert_or_assign("@odata.etag", etag_of(to_text(*whole, {}), faults, request));
}

std::string image_of(const State& state) {
  for (const MediaSlot& slot : state.media)
    if (!slot.image.empty()) return slot.image;
  return {};
}

}  // namespace

Service::Service(State state, Machine& machine) : state_(std::move(state)), machine_(machine) {
  machine_.set_chooser([this] {
    state_.last_boot = take_boot(state_);
    ++state_.boots;
    return state_.last_boot;
  });
}

Answer Service::answer(const Request& request, std::chrono::milliseconds now) {
  look_at_machine(now);
  if (request.path == kCountersPath) {
    Answer answer;
    answer.text = to_text(counters_of(state_), {});
    return answer;
  }
  state_.counters.count(fmt::format("{} {}", to_string(request.method), request.path));
  Answer answer = answer_as_bmc(request);
  give_orders();
  disguise_error(answer, state_.faults);
  if (answer.document) {
    answer.text = to_text(*answer.document, state_.faults);
    answer.document.reset();
  }
  answer.fields.emplace_back("OData-Version", "4.0");
  answer.fields.emplace_back("Cache-Control", "no-cache");
  set_delivery(answer, state_);
  return answer;
}

void Service::look_at_machine(std::chrono::milliseconds now) {
  state_.now = now;
  const Power power = machine_.power();
  if (power == Power::kOff && state_.power != Power::kOff) state_.off_since = now;
  state_.power = power;
  state_.in_post = machine_.is_in_post();
  lapse_boot(state_);
  if (!state_.lit_until || now < *state_.lit_until) return;
  state_.is_indicator_lit = false;
  state_.lit_until.reset();
}

Answer Service::answer_as_bmc(const Request& request) {
  if (auto odd = misbehave(state_, request)) return *std::move(odd);
  if (auto refused = refuse_access(state_, request)) return *std::move(refused);
  if (request.method == Method::kGet || request.method == Method::kHead) return read(request);
  return change(request);
}

Answer Service::read(const Request& request) {
  if (without_slash(request.path) == "/redfish") {
    json::object versions;
    versions["v1"] = "/redfish/v1/";
    return with(std::move(versions));
  }
  if (without_slash(request.path) == system_path(state_)) count_power_read(state_);
  if (auto monitor = read_task(state_, request.path)) return *std::move(monitor);
  auto document = find_document(state_, request.path);
  if (!document) return not_found(request.path);
  disguise(*document, request, state_);
  add_member_etags(*document, request, state_.faults);
  const std::string etag = etag_of(to_text(*document, {}), state_.faults, request);
  if (!etag.empty() && request.field("if-none-match") == etag) return done(304);
  document->insert_or_assign("@odata.etag", etag);
  Answer answer = with(*std::move(document));
  answer.fields.emplace_back("Allow", allowed_methods(state_, request.path));
  if (!state_.faults.has(Fault::kEtagOnlyInBody)) answer.fields.emplace_back("ETag", etag);
  return answer;
}

std::string Service::text_of_resource(const Request& request) const {
  auto document = find_document(state_, request.path);
  if (!document) return {};
  disguise(*document, request, state_);
  return to_text(*document, {});
}

Answer Service::change(const Request& request) {
  if (request.method == Method::kPatch) {
    const std::string text = text_of_resource(request);
    if (text.empty()) return not_found(request.path);
    const std::string etag = etag_of(text, state_.faults, request);
    if (auto refused = refuse_precondition(request, etag, state_.faults))
      return *std::move(refused);
  }
  const auto body = body_of(request);
  if (!body)
    return refusal(400, "Base.1.12.MalformedJSON", "The request body is no valid JSON object.");
  if (auto answer = perform(state_, request, *body)) return *std::move(answer);
  if (!find_document(state_, request.path)) return not_found(request.path);
  Answer answer = refusal(405, "Base.1.12.OperationNotAllowed", "The method is not allowed here.");
  answer.fields.emplace_back("Allow", allowed_methods(state_, request.path));
  return answer;
}

void Service::give_orders() {
  for (const MachineOrder order : std::exchange(state_.orders, {})) machine_.perform(order);
  std::string image = image_of(state_);
  if (image == state_.last_image) return;
  state_.last_image = image;
  if (image.empty())
    machine_.eject();
  else
    machine_.insert(std::move(image));
}

}  // namespace rackseed::rehearsal
