#include <fmt/format.h>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/boot_command.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kBase = "${base}";

/// iPXE has no quotes and splits at spaces only; ";" is a separator only when it stands alone. So a
/// word goes out as it is, but must not hold "${", which would be expanded.
std::string ipxe_word(const std::string& word, const std::string& base) {
  const auto at = word.find(base + "/");
  if (at != std::string::npos)
    return word.substr(0, at) + std::string(kBase) + word.substr(at + base.size());
  return word;
}

}  // namespace

std::string render_ipxe(const Derived& derived, const NodeView& node, const NodeFacts& facts,
                        const InstallSecrets& secrets) {
  const auto command = boot_command(derived, node, facts, secrets);
  if (!command) return "";
  const std::string base = command->seed() + command->folder;
  std::vector<std::string> words;
  for (const std::string& word : command->words) words.push_back(ipxe_word(word, base));
  std::string out = "#!ipxe\n";
  out += fmt::format("# {} / BMC {} / {} {} -- {}\n", plain_word(node.name()),
                     node.node->bmc.text(), plain_word(node.node->boot.nic), command->mac.text(),
                     command->is_install ? "served only while the node is in state \"install\""
                                         : "boots the agent into RAM, touches no disk");
  out += fmt::format("set base {}\n", base);
  out +=
      fmt::format("kernel {}{} initrd=initrd {}\n", kBase, command->kernel, fmt::join(words, " "));
  out += fmt::format("initrd --name initrd {}{}\n", kBase, command->initrd);
  out += "boot || goto failed\n:failed\nimgfree\n";
  out += "echo rackseed: boot failed, retrying in 10 s\nsleep 10\n";
  out += fmt::format("chain --replace {}/ipxe/{}\n", command->seed(), command->mac.text('-'));
  return out;
}

}  // namespace rackseed::plan
