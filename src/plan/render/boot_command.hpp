#pragma once

#include <string>
#include <vector>

#include "src/plan/derived.hpp"
#include "src/plan/emit/http_url.hpp"
#include "src/plan/facts.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::plan {

/// What a node loads and with which words the kernel starts. Both loaders write it, each with its
/// own quoting; no word holds a space or a control character.
struct BootCommand {
  std::string server{};  ///< "10.1.8.2", the seed in the boot network
  int port = kHttpPort;  ///< of the seed's HTTP server
  std::string folder{};  ///< "/os/noble", holds kernel and initrd
  std::string kernel{};  ///< "/casper/vmlinuz", inside the folder
  std::string initrd{};  ///< "/casper/initrd"
  std::vector<std::string> words{};
  Mac mac{};                ///< of the NIC that boots
  bool is_install = false;  ///< an installer, not the agent

  /// "http://10.1.8.2", with the port unless it is 80.
  [[nodiscard]] std::string seed() const;
};

/// The installer of autoinstall and preseed; for every other node the agent, which inspects,
/// proves the cabling and writes images. Nothing when the node does not boot over the network, the
/// seed is not in that network or the MAC is not known.
[[nodiscard]] std::optional<BootCommand> boot_command(const Derived& derived, const NodeView& node,
                                                      const NodeFacts& facts,
                                                      const InstallSecrets& secrets);

}  // namespace rackseed::plan
