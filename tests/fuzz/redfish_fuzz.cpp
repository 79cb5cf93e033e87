// What a BMC answers: read as each resource, and as a refusal of each attempt.

#include <cstdlib>

#include "redfish/boot_attempts.hpp"
#include "redfish/identity.hpp"
#include "redfish/media_attempts.hpp"
#include "redfish/model.hpp"
#include "redfish/power_plan.hpp"

namespace rackseed::redfish {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// What goes into a request or a log line holds no line of its own.
void check_text(const std::string& text) {
  require(text.size() <= 2 * kMostTextBytes);
  require(text.find_first_of("\r\n") == std::string::npos);
}

void check_notes(const Notes& notes) {
  require(notes.all().size() <= kMostNotes);
  for (const std::string& note : notes.all()) require(note.find('\n') == std::string::npos);
}

/// Attempts end, none is made twice, and each goes to a path.
template <class Question, class Next>
void check_attempts(const Question& question, const Refusal& refusal, std::size_t most, Next next) {
  std::vector<Tried> tried;
  for (std::size_t count = 0;; ++count) {
    const NextAttempt step = next(question, tried);
    require(count <= most);
    if (std::holds_alternative<BmcError>(step)) return;
    if (std::holds_alternative<Pause>(step)) {
      tried.push_back(tried.back());
      continue;
    }
    const auto& attempt = std::get<Attempt>(step);
    require(attempt.path.starts_with('/') &&
            attempt.path.find_first_of(" \r\n") == std::string::npos);
    require(times_tried(attempt, tried) == 0);
    tried.push_back({attempt, refusal});
  }
}

void check_system(const Fields& fields, const Refusal& refusal) {
  System system = read_system(fields);
  if (system.path.empty()) system.path = "/redfish/v1/Systems/1";
  for (const Vendor vendor : {Vendor::kUnknown, Vendor::kSupermicro, Vendor::kHpe})
    for (const BootTarget target : {BootTarget::kNone, BootTarget::kCd, BootTarget::kUefiHttp}) {
      BootQuestion question{.system = system,
                            .wanted = {.target = target, .http_url = "http://192.0.2.1/x"},
                            .known = known_of(vendor, system.model)};
      if (!system.settings.empty()) question.settings = system;
      check_attempts(question, refusal, kMostBootRequests, next_boot_attempt);
      static_cast<void>(check_boot(system.boot, question.wanted));
    }
  for (const PowerAction action : {PowerAction::kOn, PowerAction::kShutdown, PowerAction::kRestart})
    static_cast<void>(
        plan_power({.action = action, .state = system.power, .types = system.reset.types}));
  const Identity identity =
      identity_of(Vendor::kDell, read_root(fields), system, read_manager(fields));
  check_text(identity.serial);
  check_text(identity.model);
  require(identity.uuid.empty() || identity.uuid.size() == 36);
}

void check_media(const Fields& fields, const Refusal& refusal) {
  VirtualMedia slot = read_virtual_media(fields);
  if (slot.path.empty()) slot.path = "/redfish/v1/Managers/1/VirtualMedia/1";
  VirtualMedia other = slot;
  other.path += "2";
  other.insert = "/insert";
  const MediaQuestion question{.slots = order_slots({slot, other}),
                               .url = "http://192.0.2.1/x.iso"};
  check_attempts(question, refusal, kMostMediaAttempts, next_insert_attempt);
  static_cast<void>(eject_attempt(slot, {}));
}

void check_parts(const Fields& fields) {
  static_cast<void>(read_ethernet(fields));
  static_cast<void>(read_adapter(fields));
  static_cast<void>(read_port(fields));
  static_cast<void>(read_function(fields));
  static_cast<void>(read_processor(fields));
  static_cast<void>(read_memory_mib(fields));
  static_cast<void>(read_drive(fields));
  static_cast<void>(read_simple_storage(fields));
  static_cast<void>(read_firmware(fields));
  static_cast<void>(read_reset_types(fields));
  check_text(read_log_entry(fields).text);
  const Learnt learnt = read_learnt(fields);
  Notes notes;
  const Json again = parse_json(to_json(to_value(learnt))).value();
  require(read_learnt(Fields(again, "", notes)) == learnt);
}

}  // namespace
}  // namespace rackseed::redfish

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rackseed::redfish;
  const std::string body(data, data + size);
  for (const int status : {400, 405, 503}) {
    const Refusal refusal = read_refusal(status, body);
    check_text(refusal.text);
    const auto json = parse_json(body);
    if (!json) continue;
    Notes notes;
    const Fields fields(*json, "Systems/1", notes);
    check_system(fields, refusal);
    check_media(fields, refusal);
    check_parts(fields);
    check_notes(notes);
  }
  return 0;
}
