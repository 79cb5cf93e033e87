#include <fmt/core.h>

#include "src/plan/render/render.hpp"
#include "src/serve/node_answers.hpp"

namespace rackseed::serve {
namespace {

using http::InstallWord;

/// Why a node's user-data cannot be made; "": it can.
std::string missing_secret(const Desk& desk, const Machine& machine) {
  if (!desk.secrets.why.empty()) return desk.secrets.why;
  for (const NeededSecret& needed : needed_secrets(*machine.view)) {
    const bool is_there = needed.use == SecretUse::kSshKeys
                              ? !desk.secrets.ssh_keys.empty()
                              : desk.secrets.password_hash.has_value();
    if (!is_there) return fmt::format("the secret {} is not set", needed.name);
  }
  return "";
}

NodeAnswer yaml(const Machine& machine, const http::Request& request, const std::string& name,
                std::string body) {
  NodeAnswer answer{.text = {.type = "text/yaml; charset=utf-8", .body = std::move(body)}};
  answer.facts.push_back(fact_of(FactKind::kSeedFileServed, &machine, request, name + " served"));
  return answer;
}

NodeAnswer user_data(const Desk& desk, const Machine& machine, const http::Request& request) {
  if (const std::string why = missing_secret(desk, machine); !why.empty()) {
    NodeAnswer refused = refuse(&machine, request, 503, why);
    refused.needs = needed_secrets(*machine.view);
    return refused;
  }
  return yaml(machine, request, "user-data",
              plan::render_user_data(desk.derived, *machine.view, machine.facts,
                                     render_secrets(desk, machine)));
}

NodeAnswer report(const Machine& machine, const http::Request& request, FactKind kind,
                  std::string_view what) {
  NodeAnswer answer{.text = {.status = 204}};
  answer.facts.push_back(
      fact_of(kind, &machine, request, fmt::format("{}: {}", what, excerpt(request.body))));
  return answer;
}

/// The last question before an installer touches a disk: an installation is begun once.
NodeAnswer gate(const Machine& machine, const http::Request& request) {
  NodeAnswer answer{.text = {.body = "go\n"}};
  answer.facts.push_back(fact_of(FactKind::kInstallerReported, &machine, request,
                                 "the installer asked, and may write to the disks"));
  return answer;
}

/// Repeated by an installer that heard no answer: it has ended once.
NodeAnswer installed(const Machine& machine, const http::Request& request) {
  NodeAnswer answer{.text = {.status = 204}};
  if (!machine.may_install()) return answer;
  answer.effects.emplace_back(
      StateChange{.bmc = machine.bmc(), .state = inventory::NodeState::kInstalled});
  answer.facts.push_back(fact_of(FactKind::kInstalled, &machine, request, "the installer is done"));
  return answer;
}

NodeAnswer keep(const Machine& machine, const http::Request& request, std::string name) {
  NodeAnswer answer{.text = {.status = 204}};
  answer.facts.push_back(fact_of(FactKind::kInstallerReported, &machine, request,
                                 fmt::format("{} received, {} bytes", name, request.body.size())));
  answer.effects.emplace_back(LogReceived{.bmc = machine.bmc(),
                                          .attempt = machine.row.attempt,
                                          .name = std::move(name),
                                          .content = request.body});
  return answer;
}

/// Reports of a finished installation are still heard; only the first boot comes after it.
bool is_heard(const Machine& machine, InstallWord word) {
  if (machine.may_install()) return true;
  const bool is_done = machine.row.state == inventory::NodeState::kInstalled;
  return is_done && word != InstallWord::kGate && word != InstallWord::kNetplan;
}

}  // namespace

NodeAnswer answer(const Desk& desk, const http::SeedFile& asked, const http::Request& request) {
  const Machine* machine = desk.machines.find(asked.bmc);
  if (machine == nullptr) return refuse(nullptr, request, 404, "no node has this BMC address");
  if (!machine->may_install())
    return refuse(machine, request, 403,
                  fmt::format("{} is {}, not to be installed", machine->name(),
                              to_string(machine->row.state)));
  if (machine_at(desk, request.client) != machine)
    return refuse(
        machine, request, 403,
        fmt::format("only {} itself may have this, from the address it leases", machine->name()));
  if (asked.name == "meta-data")
    return yaml(*machine, request, asked.name, plan::render_meta_data(*machine->view));
  if (asked.name == "user-data") return user_data(desk, *machine, request);
  return yaml(*machine, request, asked.name, "");
}

NodeAnswer answer(const Desk& desk, const http::InstallCall& asked, const http::Request& request) {
  const Machine* machine = desk.machines.find(asked.bmc);
  // The same for a node that is not there: nothing is learnt by guessing.
  if (machine == nullptr || !desk.tokens.accepts(asked.bmc, machine->row.attempt, asked.token))
    return refuse(machine, request, 403, "this is not the word of the present installation");
  if (!is_heard(*machine, asked.word))
    return refuse(machine, request, 409,
                  fmt::format("{} is {}", machine->name(), to_string(machine->row.state)));
  switch (asked.word) {
    case InstallWord::kEvent:
      return report(*machine, request, FactKind::kInstallerReported, "installer");
    case InstallWord::kGate:
      return gate(*machine, request);
    case InstallWord::kNetplan:
      return yaml(*machine, request, "netplan",
                  plan::render_netplan(desk.derived, *machine->view, machine->facts));
    case InstallWord::kInstalled:
      return installed(*machine, request);
    case InstallWord::kLogs:
      return keep(*machine, request, "logs");
    case InstallWord::kFailedLogs:
      return keep(*machine, request, "failed-logs");
    case InstallWord::kFirstBoot:
      return report(*machine, request, FactKind::kFirstBoot, "the installed system said hello");
  }
  return refuse(machine, request, 404, "no such path");
}

}  // namespace rackseed::serve
