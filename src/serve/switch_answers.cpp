#include <fmt/core.h>

#include <algorithm>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/render.hpp"
#include "src/serve/node_answers.hpp"

namespace rackseed::serve {
namespace {

/// What the switch itself says its serial number is (DOMAIN 4.3); "" when it does not say.
std::string said_serial(const http::Request& request) {
  for (const auto& [name, value] : request.switch_fields)
    if (name == "x-arista-serial" || name == "serial-number") return value;
  return "";
}

const plan::Switch* find_switch(const plan::Plan& plan, std::string_view serial) {
  if (serial.empty()) return nullptr;
  const auto found = std::ranges::find(plan.switches, serial, &plan::Switch::serial);
  return found == plan.switches.end() ? nullptr : &*found;
}

NodeAnswer unknown_switch(const http::Request& request, std::string text) {
  NodeAnswer answer{.text = http::refusal(404, "no switch of the plan has this serial number")};
  answer.facts.push_back(fact_of(FactKind::kSwitchUnknown, nullptr, request, std::move(text)));
  return answer;
}

NodeAnswer without_password(const Desk& desk, const plan::Switch& device,
                            const http::Request& request) {
  const std::string why = desk.secrets.why.empty()
                              ? fmt::format("the secret {} is not set", kSwitchSecret)
                              : desk.secrets.why;
  NodeAnswer refused =
      refuse(nullptr, request, 503, fmt::format("{} gets no configuration: {}", device.name, why));
  refused.needs.push_back({.name = std::string(kSwitchSecret), .use = SecretUse::kSwitchPassword});
  return refused;
}

}  // namespace

NodeAnswer answer(const Desk& desk, const http::SwitchFile& asked, const http::Request& request) {
  const std::string serial = plan::plain_word(asked.serial);
  const std::string said = said_serial(request);
  if (!said.empty() && said != asked.serial)
    return unknown_switch(request, fmt::format("L-804: switch {} asked for the config of {}",
                                               plan::plain_word(said), serial));
  const plan::Switch* device = find_switch(*desk.derived.plan, asked.serial);
  if (device == nullptr)
    return unknown_switch(
        request, fmt::format("L-804: {} asks ZTP with serial {}, not in the plan; swapped switch?",
                             request.client.text(), serial));
  if (asked.system != device->os || asked.system != "eos")
    return refuse(nullptr, request, 404,
                  fmt::format("{} runs {}: there is no configuration for {}", device->name,
                              device->os, asked.system));
  if (!desk.secrets.switch_password_hash) return without_password(desk, *device, request);
  const plan::InstallSecrets secrets{.switch_password_hash = *desk.secrets.switch_password_hash};
  NodeAnswer answer{.text = {.body = plan::render_eos(desk.derived, *device, secrets)}};
  answer.facts.push_back(fact_of(FactKind::kSwitchServed, nullptr, request,
                                 fmt::format("{} got its configuration", device->name)));
  return answer;
}

}  // namespace rackseed::serve
