#include <fmt/format.h>
#include <rackseed/ascii.hpp>

#include <algorithm>

#include "src/plan/emit/http_url.hpp"
#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/boot_command.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kBare = "-_.:/,=+%";  // nothing that GRUB's shell knows

std::string grub_quote(std::string_view word) {
  std::string out = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\' || c == '$') out += '\\';
    out += c;
  }
  return out + '"';
}

/// GRUB splits commands at ";" and expands "$": such a word goes in double quotes as a whole.
std::string grub_word(const std::string& word) {
  const bool bare = std::ranges::all_of(
      word, [](char c) { return is_alphanumeric(c) || kBare.find(c) != std::string_view::npos; });
  return bare ? word : grub_quote(word);
}

/// "(http,10.1.8.2)": a port needs GRUB 2.12 and goes behind a second comma.
std::string device(const BootCommand& command, GrubSource source) {
  if (source == GrubSource::kTftp) return fmt::format("(tftp,{})", command.server);
  return command.port == kHttpPort ? fmt::format("(http,{})", command.server)
                                   : fmt::format("(http,{},{})", command.server, command.port);
}

}  // namespace

std::string render_grub(const Derived& derived, const NodeView& node, const NodeFacts& facts,
                        const InstallSecrets& secrets, GrubSource source) {
  const auto command = boot_command(derived, node, facts, secrets);
  if (!command) return "";
  const std::string folder = device(*command, source) + command->folder;
  std::vector<std::string> words;
  for (const std::string& word : command->words) words.push_back(grub_word(word));
  std::string out =
      fmt::format("# grub/{}.cfg -- signed shim+GRUB path (secure_boot: true)\nset timeout=0\n",
                  command->mac.text());
  out += fmt::format("menuentry {} {{\n", grub_quote("rackseed " + plain_word(node.name())));
  out += fmt::format("  linux  {}{} {}\n", folder, command->kernel, fmt::join(words, " "));
  out += fmt::format("  initrd {}{}\n}}\n", folder, command->initrd);
  return out;
}

}  // namespace rackseed::plan
