#include "src/serve/node_secrets.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "src/config/shapes.hpp"

namespace rackseed::serve {
namespace {

/// A method of crypt(5): "$id$", parameters and salt, "$", and so many characters.
struct HashMethod {
  std::string_view id{};
  std::size_t hash_size = 0;
};
constexpr auto kHashMethods = std::to_array<HashMethod>(
    {{"y", 43}, {"gy", 43}, {"7", 43}, {"6", 86}, {"5", 43}, {"2a", 53}, {"2b", 53}, {"2y", 53}});
constexpr std::string_view kSha512 = "6";

bool is_hash_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '.' && c <= '9');
}

/// The method of a whole hash; "": it is none. What it looks like is all that is asked: a password
/// in its place must not reach a node.
std::string_view hash_method(std::string_view hash) {
  if (!hash.starts_with('$')) return "";
  const auto id = hash.substr(1, hash.find('$', 1) - 1);
  const auto method = std::ranges::find(kHashMethods, id, &HashMethod::id);
  if (method == kHashMethods.end() || hash.size() < id.size() + 2) return "";
  const std::string_view rest = hash.substr(id.size() + 2);
  const auto end = rest.rfind('$');
  if (end == 0 || end == std::string_view::npos) return "";
  const auto is_setting = [](char c) { return is_hash_character(c) || c == '$' || c == '='; };
  const std::string_view digest = rest.substr(end + 1);
  const bool is_whole = digest.size() == method->hash_size &&
                        std::ranges::all_of(digest, is_hash_character) &&
                        std::ranges::all_of(rest.substr(0, end), is_setting);
  return is_whole ? method->id : "";
}

void say(NodeSecrets& secrets, std::string why) {
  if (secrets.why.empty()) secrets.why = std::move(why);
}

void add_hash(NodeSecrets& secrets, const NeededSecret& needed, std::string_view text) {
  if (hash_method(text).empty())
    return say(secrets, fmt::format("the secret {} is no password hash; make one, with openssl "
                                    "passwd -6 for instance, and set that",
                                    needed.name));
  secrets.password_hash = text;
}

void add_switch_hash(NodeSecrets& secrets, const NeededSecret& needed, std::string_view text) {
  if (hash_method(text) != kSha512)
    return say(secrets, fmt::format("the secret {} is no SHA-512 password hash ($6$...), which "
                                    "switches ask for; make one with openssl passwd -6, and set "
                                    "that",
                                    needed.name));
  secrets.switch_password_hash = text;
}

void add_keys(NodeSecrets& secrets, const NeededSecret& needed, std::string_view text) {
  if (text.starts_with("-----BEGIN"))  // whoever pastes the wrong half
    return say(secrets, fmt::format("the secret {} is a private key; set the public one, which "
                                    "ssh-keygen -y prints",
                                    needed.name));
  std::vector<std::string> keys;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (!config::is_public_key(line))
      return say(secrets, fmt::format("line {} of the secret {} is not {}", number, needed.name,
                                      config::kPublicKey.wants));
    keys.emplace_back(line);
  }
  if (keys.empty()) return say(secrets, fmt::format("the secret {} holds no key", needed.name));
  secrets.ssh_keys.insert(secrets.ssh_keys.end(), keys.begin(), keys.end());
}

void add_once(std::vector<NeededSecret>& all, NeededSecret needed) {
  if (std::ranges::find(all, needed) == all.end()) all.push_back(std::move(needed));
}

}  // namespace

std::vector<NeededSecret> needed_secrets(const plan::NodeView& node) {
  std::vector<NeededSecret> needed;
  if (node.os == nullptr) return needed;
  if (node.os->password_hash)
    needed.push_back({.name = node.os->password_hash->name, .use = SecretUse::kPasswordHash});
  for (const auto& key : node.os->ssh_keys)
    if (const auto* secret = std::get_if<plan::Secret>(&key))
      add_once(needed, {.name = secret->name, .use = SecretUse::kSshKeys});
  return needed;
}

std::vector<NeededSecret> needed_secrets(const plan::Derived& derived) {
  std::vector<NeededSecret> all;
  for (const plan::NodeView& node : derived.nodes)
    for (NeededSecret& needed : needed_secrets(node)) add_once(all, std::move(needed));
  if (std::ranges::any_of(derived.plan->switches,
                          [](const plan::Switch& device) { return device.os == "eos"; }))
    add_once(all, {.name = std::string(kSwitchSecret), .use = SecretUse::kSwitchPassword});
  return all;
}

void add_secret(NodeSecrets& secrets, const NeededSecret& needed, const Result<SecretText>& found) {
  if (!found) return say(secrets, found.error().detail);
  switch (needed.use) {
    case SecretUse::kPasswordHash:
      return add_hash(secrets, needed, found->reveal());
    case SecretUse::kSshKeys:
      return add_keys(secrets, needed, found->reveal());
    case SecretUse::kSwitchPassword:
      return add_switch_hash(secrets, needed, found->reveal());
  }
}

}  // namespace rackseed::serve
