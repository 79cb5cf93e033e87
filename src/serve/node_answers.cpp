#include "src/serve/node_answers.hpp"

#include <fmt/core.h>

#include "src/plan/emit/plain_text.hpp"

namespace rackseed::serve {
namespace {

NodeAnswer no_route(const http::NoRoute& asked) {
  return {.text = http::refusal(asked.status, asked.why)};
}

}  // namespace

NodeAnswer answer(const Desk& desk, const http::Route& route, const http::Request& request) {
  return std::visit(
      [&](const auto& asked) -> NodeAnswer {
        using Asked = std::decay_t<decltype(asked)>;
        if constexpr (std::is_same_v<Asked, http::NoRoute>)
          return no_route(asked);
        else if constexpr (std::is_same_v<Asked, http::StaticFile> ||
                           std::is_same_v<Asked, http::ImageFile>)
          return no_route({.status = 404, .why = "there is no such file"});
        else
          return answer(desk, asked, request);
      },
      route);
}

std::string excerpt(std::string_view report) {
  constexpr std::size_t kLength = 300;  // bytes
  return plan::plain_text(report, kLength);
}

const Machine* machine_at(const Desk& desk, Ipv4 address) {
  const auto mac = desk.owner_of(address);
  return mac ? desk.machines.find(*mac) : nullptr;
}

plan::InstallSecrets render_secrets(const Desk& desk, const Machine& machine) {
  plan::InstallSecrets secrets;
  secrets.token = desk.tokens.token(machine.bmc(), machine.row.attempt);
  if (desk.secrets.password_hash) secrets.password_hash = *desk.secrets.password_hash;
  if (desk.secrets.switch_password_hash)
    secrets.switch_password_hash = *desk.secrets.switch_password_hash;
  secrets.ssh_keys = desk.secrets.ssh_keys;
  return secrets;
}

Fact fact_of(FactKind kind, const Machine* machine, const http::Request& request,
             std::string text) {
  Fact fact{.kind = kind, .client = request.client.text(), .text = std::move(text)};
  fact.data.set("address", request.client.text());
  if (machine != nullptr) {
    fact.bmc = machine->bmc();
    fact.node = machine->name();
  }
  return fact;
}

NodeAnswer refuse(const Machine* machine, const http::Request& request, int status,
                  const std::string& why) {
  std::string path;
  for (const std::string& part : request.target.path) path += "/" + plan::plain_word(part);
  NodeAnswer refused{.text = http::refusal(status, why)};
  // A token is never told: the path of a call-back is named up to it.
  const bool holds_token = path.starts_with("/api/");
  refused.facts.push_back(fact_of(FactKind::kNodeRefused, machine, request,
                                  fmt::format("{} was refused {}: {}", request.client.text(),
                                              holds_token ? "a call-back" : path, why)));
  return refused;
}

}  // namespace rackseed::serve
