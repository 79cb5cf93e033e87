#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "src/serve/machines.hpp"
#include "src/serve/node_answers.hpp"
#include "tests/plan/example.hpp"

namespace rackseed::serve::tests {

inline Ipv4 ip(std::string_view text) { return *Ipv4::parse(text); }
inline Mac mac(std::string_view text) { return *Mac::parse(text); }
inline inventory::Time at(int seconds) { return inventory::Time(std::chrono::seconds(seconds)); }

/// In the example MINIPOD.
inline const Ipv4 kCtrl1 = ip("172.30.2.10");
inline const Ipv4 kCtrl2 = ip("172.30.2.11");
inline const Mac kCtrl1Lom = mac("00:00:5e:00:53:02");
inline const Mac kCtrl2Lom = mac("00:00:5e:00:53:09");
inline const Mac kStranger = mac("02:00:00:00:00:99");
inline constexpr std::string_view kUuid = "4c4c4544-0042-3510-8052-b4c04f4d3232";

/// An example plan, its facts, and what a seed that serves it knows about its nodes.
class Rack {
 public:
  explicit Rack(const std::string& name = "minipod")
      : example_(name), derived_(example_.derive()), machines_(derived_, example_.facts, {}) {}

  [[nodiscard]] const plan::Derived& derived() const { return derived_; }
  /// To be changed; what was derived from it is not derived anew.
  [[nodiscard]] plan::Plan& plan() { return example_.plan; }
  [[nodiscard]] std::vector<plan::NodeView>& nodes() { return derived_.nodes; }
  [[nodiscard]] plan::Facts& facts() { return example_.facts; }
  [[nodiscard]] Machines& machines() { return machines_; }
  /// Anew, with what is in the facts and in the store.
  void know(const Inventory& known = {}) { machines_ = Machines(derived_, facts(), known); }
  void set(Ipv4 bmc, inventory::NodeState state) { machines_.set_state(bmc, state, at(100)); }
  void arm(Ipv4 bmc = kCtrl1) { set(bmc, inventory::NodeState::kInstall); }
  void lease(std::string_view address, Mac owner) { leases_[ip(address)] = owner; }

  /// The secrets with which the golden files are rendered.
  void give_secrets() {
    const plan::InstallSecrets golden;
    secrets = {.password_hash = golden.password_hash,
               .ssh_keys = golden.ssh_keys,
               .switch_password_hash = golden.switch_password_hash};
  }
  [[nodiscard]] std::string token(Ipv4 bmc = kCtrl1) const {
    return tokens_.token(bmc, machines_.find(bmc)->row.attempt);
  }
  /// A golden file with the token of a node in the place of the placeholder.
  [[nodiscard]] std::string golden(const std::string& path, Ipv4 bmc = kCtrl1) const {
    std::string text = rackseed::tests::read_source("tests/golden/" + path);
    const std::string placeholder = "TOKEN";
    for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder))
      text.replace(at, placeholder.size(), token(bmc));
    return text;
  }

  [[nodiscard]] Desk desk() const {
    return {.derived = derived_,
            .machines = machines_,
            .tokens = tokens_,
            .secrets = secrets,
            .owner_of = [this](Ipv4 address) -> std::optional<Mac> {
              const auto found = leases_.find(address);
              if (found == leases_.end()) return {};
              return found->second;
            },
            .has_discovery = has_discovery};
  }
  /// The answer to what a client at an address asks for, as http::route() understands it.
  [[nodiscard]] NodeAnswer ask(std::string_view target, http::Request request = {}) const {
    request.target = http::parse_target(target).value();
    if (request.client == Ipv4()) request.client = ip("10.1.8.10");
    request.server = ip("10.1.8.2");
    return answer(desk(), http::route(request), request);
  }
  [[nodiscard]] NodeAnswer post(std::string_view target, std::string body = "") const {
    return ask(target, {.method = http::Method::kPost, .body = std::move(body)});
  }

  NodeSecrets secrets{};
  bool has_discovery = false;

 private:
  rackseed::tests::Example example_;
  plan::Derived derived_;
  Machines machines_;
  InstallTokens tokens_{InstallTokens::Key{1, 2, 3}};
  std::map<Ipv4, Mac> leases_{};
};

}  // namespace rackseed::serve::tests
