#include <fmt/core.h>

#include <array>

#include "src/serve/node_answers.hpp"

namespace rackseed::serve {
namespace {

constexpr int kPause = 5;  // seconds until the agent asks again

const Machine* machine_of(const Desk& desk, std::string_view token) {
  for (const auto& [bmc, machine] : desk.machines.all())
    if (machine.may_install() && desk.tokens.accepts(bmc, machine.row.attempt, token))
      return &machine;
  return nullptr;
}

std::string_view name_of(http::AgentWord word) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"hello", "report", "progress", "log", "next"});
  return kNames.at(static_cast<std::size_t>(word));
}

}  // namespace

NodeAnswer answer(const Desk& desk, const http::AgentCall& asked, const http::Request& request) {
  const Machine* machine = machine_of(desk, asked.token);
  if (machine == nullptr)
    return refuse(nullptr, request, 403, "this is not the word of any running installation");
  if (asked.word == http::AgentWord::kNext) {
    const Value wait = Value::Map{{"do", "wait"}, {"seconds", kPause}};
    return {.text = {.type = "application/json", .body = to_json(wait) + "\n"}};
  }
  NodeAnswer answer{.text = {.status = 204}};
  if (asked.word == http::AgentWord::kLog) {
    answer.effects.emplace_back(LogReceived{.bmc = machine->bmc(),
                                            .attempt = machine->row.attempt,
                                            .name = "agent",
                                            .content = request.body});
    return answer;
  }
  answer.facts.push_back(
      fact_of(FactKind::kAgentReported, machine, request,
              fmt::format("agent {}: {}", name_of(asked.word), excerpt(request.body))));
  return answer;
}

}  // namespace rackseed::serve
