#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "src/plan/artefact.hpp"
#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"

/// Each renderer is pure: a plan that passed check_rules, and facts, to files.
namespace rackseed::plan {

/// What is filled in only when a node is really installed. The defaults are recognisable
/// placeholders: nothing secret is ever written by `rackseed render`.
struct InstallSecrets {
  std::string token = "TOKEN";  ///< valid for one node and one installation
  std::string password_hash = "$6$rounds=656000$EXAMPLE$REPLACED-AT-RENDER-TIME";
  std::vector<std::string> ssh_keys = {
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEONLYEXAMPLEONLYEXAMPLEONLYEXAMPLEONL "
      "operator@example"};
  std::string switch_password_hash = "$6$EXAMPLE$REPLACED";
};

struct Rendering {
  Artefacts files{};
  std::vector<std::string> notes{};  ///< what was left out and why, one line each
};

/// Everything, in the layout of the golden files.
[[nodiscard]] Rendering render(const Derived& derived, const Facts& facts);

// Of one node. The caller has checked that the facts hold the MACs that the file needs.

/// /etc/netplan/01-osism.yaml, byte for byte what OSISM's template writes.
[[nodiscard]] std::string render_netplan(const Derived& derived, const NodeView& node,
                                         const NodeFacts& facts);
/// Autoinstall user-data (subiquity of Ubuntu 24.04).
[[nodiscard]] std::string render_user_data(const Derived& derived, const NodeView& node,
                                           const NodeFacts& facts, const InstallSecrets& secrets);
[[nodiscard]] std::string render_meta_data(const NodeView& node);
/// The second stage that iPXE fetches by MAC.
[[nodiscard]] std::string render_ipxe(const Derived& derived, const NodeView& node,
                                      const NodeFacts& facts, const InstallSecrets& secrets);
/// From where GRUB loads kernel and initrd. Debian 12's signed GRUB has no module for HTTP: a path
/// on an http device just hangs.
enum class GrubSource : std::uint8_t { kHttp, kTftp };
/// The same boot for the signed shim and GRUB.
[[nodiscard]] std::string render_grub(const Derived& derived, const NodeView& node,
                                      const NodeFacts& facts, const InstallSecrets& secrets,
                                      GrubSource source = GrubSource::kHttp);
/// keepalived.conf for the VIPs that rackseed manages on this node; "" when there are none.
[[nodiscard]] std::string render_keepalived(const Derived& derived, const NodeView& node);
/// The startup-config of a switch that runs EOS.
[[nodiscard]] std::string render_eos(const Derived& derived, const Switch& device,
                                     const InstallSecrets& secrets);

// Of the plan.

[[nodiscard]] Artefacts render_osism(const Derived& derived, const Facts& facts);
[[nodiscard]] std::string render_controller_nft(const Derived& derived);
[[nodiscard]] std::string render_lldp_expected(const Derived& derived, const Facts& facts);
[[nodiscard]] std::string render_addresses(const Derived& derived);
[[nodiscard]] std::string render_vips(const Derived& derived);
[[nodiscard]] std::string render_facts(const Facts& facts);

}  // namespace rackseed::plan
