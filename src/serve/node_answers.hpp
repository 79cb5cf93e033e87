#pragma once

#include <rackseed/net.hpp>

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "http/routes.hpp"
#include "src/plan/render/render.hpp"
#include "src/serve/fact.hpp"
#include "src/serve/install_tokens.hpp"
#include "src/serve/machines.hpp"
#include "src/serve/node_secrets.hpp"

/// Answers that depend on who asks and on the state of a node (DESIGN section 6): boot scripts,
/// seeds of installations, call-backs, switch configurations. All of them depend on nothing but
/// their arguments, and change nothing: what has to happen is said in the answer.
namespace rackseed::serve {

struct StateChange {
  Ipv4 bmc{};
  inventory::NodeState state = inventory::NodeState::kPlanned;
};
struct MacLearned {
  Ipv4 bmc{};
  Mac mac{};
  std::string nic{};
};
/// What an installer uploads.
struct LogReceived {
  Ipv4 bmc{};
  int attempt = 0;
  std::string name{};  ///< "logs", "failed-logs", "agent": safe as a file name
  std::string content{};
};
using Effect = std::variant<StateChange, MacLearned, LogReceived>;

struct NodeAnswer {
  http::Text text{};
  std::vector<Fact> facts{};
  std::vector<Effect> effects{};
  std::vector<NeededSecret> needs{};  ///< a refusal for want of these: look them up, ask again
};

/// What is decided by; all of it outlives the call.
struct Desk {
  const plan::Derived& derived;
  const Machines& machines;
  const InstallTokens& tokens;
  const NodeSecrets& secrets;
  std::function<std::optional<Mac>(Ipv4)> owner_of{};  ///< of a leased address
  bool has_discovery = false;                          ///< /os/agent/ can be booted
};

/// For every route but StaticFile and ImageFile.
[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::Route& route,
                                const http::Request& request);

[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::BootScript& asked,
                                const http::Request& request);
[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::UnknownScript& asked,
                                const http::Request& request);
[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::SeedFile& asked,
                                const http::Request& request);
[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::InstallCall& asked,
                                const http::Request& request);
[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::AgentCall& asked,
                                const http::Request& request);
[[nodiscard]] NodeAnswer answer(const Desk& desk, const http::SwitchFile& asked,
                                const http::Request& request);

/// GRUB's configuration for whoever leases that address; nothing when it is nobody's.
[[nodiscard]] std::optional<NodeAnswer> grub_config(const Desk& desk, Ipv4 client);

/// The node that leases an address; nullptr: none.
[[nodiscard]] const Machine* machine_at(const Desk& desk, Ipv4 address);
/// What a node's files are rendered with. Placeholders stand where a secret is missing.
[[nodiscard]] plan::InstallSecrets render_secrets(const Desk& desk, const Machine& machine);
/// What is kept of a report among the facts: one plain line.
[[nodiscard]] std::string excerpt(std::string_view report);
/// A refusal that says why, to the node and in the facts.
[[nodiscard]] NodeAnswer refuse(const Machine* machine, const http::Request& request, int status,
                                const std::string& why);
/// A fact about a node; nullptr: about none.
[[nodiscard]] Fact fact_of(FactKind kind, const Machine* machine, const http::Request& request,
                           std::string text);

}  // namespace rackseed::serve
