#include <fmt/core.h>

#include "src/plan/emit/http_url.hpp"
#include "src/plan/emit/plain_text.hpp"
#include "src/serve/boot_scripts.hpp"
#include "src/serve/identify.hpp"
#include "src/serve/node_answers.hpp"

namespace rackseed::serve {
namespace {

using Kind = http::BootScript::Kind;

/// The seed as this client reaches it.
std::string seed_url(const Desk& desk, const http::Request& request) {
  return plan::http_url(request.server.text(), desk.derived.plan->seed.http_port);
}

std::string local_boot(Kind kind, const std::string& why) {
  return kind == Kind::kIpxe ? local_boot_script(why) : local_boot_grub(why);
}

/// Why a node of the plan has nothing to boot; "" when it has.
std::string boot_refusal(const Machine& machine) {
  if (machine.may_install()) return "";
  return fmt::format("{} is {}: it boots from its own disk", machine.name(),
                     to_string(machine.row.state));
}

/// How a boot script is written.
struct Dialect {
  Kind kind = Kind::kIpxe;
  plan::GrubSource source = plan::GrubSource::kHttp;
};

std::string render(const Desk& desk, const Machine& machine, const Dialect& dialect) {
  const auto secrets = render_secrets(desk, machine);
  if (dialect.kind == Kind::kIpxe)
    return plan::render_ipxe(desk.derived, *machine.view, machine.facts, secrets);
  return plan::render_grub(desk.derived, *machine.view, machine.facts, secrets, dialect.source);
}

NodeAnswer script_of(const Desk& desk, const Machine& machine, const Dialect& dialect,
                     const http::Request& request) {
  NodeAnswer answer;
  std::string why = boot_refusal(machine);
  if (why.empty()) {
    answer.text.body = render(desk, machine, dialect);
    if (answer.text.body.empty())
      why = fmt::format("{} has no boot script: its {} is not known, or it boots by virtual media",
                        machine.name(), machine.view->node->boot.nic);
  }
  const bool boots = why.empty();
  if (!boots) answer.text.body = local_boot(dialect.kind, why);
  answer.facts.push_back(
      fact_of(FactKind::kBootScriptServed, &machine, request,
              boots ? fmt::format("{} script served", dialect.kind == Kind::kIpxe ? "iPXE" : "GRUB")
                    : why));
  answer.facts.back().data.set("boots", boots);
  return answer;
}

/// Makes a machine ask again, now that it is known.
std::string ask_again(const Desk& desk, const http::Request& request, Mac mac) {
  return fmt::format("#!ipxe\nchain --replace {}/ipxe/{}\n", seed_url(desk, request),
                     mac.text('-'));
}

/// Which of the node's NICs it is: the planned one to boot with, unless that has another address.
std::string nic_to_learn(const Machine& machine) {
  const std::string& planned = machine.view->node->boot.nic;
  return machine.facts.mac(planned) ? "" : planned;
}

}  // namespace

NodeAnswer answer(const Desk& desk, const http::BootScript& asked, const http::Request& request) {
  if (const Machine* machine = desk.machines.find(asked.mac))
    return script_of(desk, *machine, {.kind = asked.kind}, request);
  if (asked.kind == Kind::kGrub)
    return refuse(nullptr, request, 404, asked.mac.text() + " is in no inventory");
  return {.text = {.body = identify_script(seed_url(desk, request), asked.mac)}};
}

NodeAnswer answer(const Desk& desk, const http::UnknownScript& asked,
                  const http::Request& request) {
  const auto mac = Mac::parse(asked.mac);
  if (!mac) return refuse(nullptr, request, 400, "mac= holds no MAC address");
  if (desk.machines.find(*mac) != nullptr)  // whatever it says, the NIC is not taken from its node
    return {.text = {.body = ask_again(desk, request, *mac)}};
  const Identified identified =
      identify(desk.machines, {.uuid = asked.uuid, .serial = asked.serial});
  const std::string who = fmt::format("{} (serial number {}, UUID {})", mac->text(),
                                      plan::plain_word(asked.serial), plan::plain_word(asked.uuid));
  if (identified.node != nullptr) {
    const Machine& machine = *identified.node;
    NodeAnswer answer{.text = {.body = ask_again(desk, request, *mac)}};
    answer.effects.emplace_back(
        MacLearned{.bmc = machine.bmc(), .mac = *mac, .nic = nic_to_learn(machine)});
    answer.facts.push_back(fact_of(FactKind::kNicTied, &machine, request,
                                   fmt::format("{} is its, {}", who, identified.why)));
    return answer;
  }
  NodeAnswer answer;
  answer.text.body = desk.has_discovery
                         ? discovery_script(seed_url(desk, request), *mac)
                         : local_boot_script("nobody knows this machine: " + identified.why);
  answer.facts.push_back(fact_of(FactKind::kIdentityUnclear, nullptr, request,
                                 fmt::format("{} boots, and is no node: {}", who, identified.why)));
  return answer;
}

std::optional<NodeAnswer> grub_config(const Desk& desk, Ipv4 client) {
  const Machine* machine = machine_at(desk, client);
  if (machine == nullptr) return {};
  http::Request request;
  request.client = client;
  return script_of(desk, *machine, {Kind::kGrub, plan::GrubSource::kTftp}, request);
}

}  // namespace rackseed::serve
