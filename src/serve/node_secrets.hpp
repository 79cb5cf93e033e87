#pragma once

#include <rackseed/error.hpp>
#include <rackseed/secret_text.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/plan/derived.hpp"

/// The secrets that nodes and switches are installed with: which, and what they have to look like.
namespace rackseed::serve {

/// No plan names the password of switches: all of them have this one.
inline constexpr std::string_view kSwitchSecret = "switch_password_hash";

enum class SecretUse : std::uint8_t {
  kPasswordHash,   ///< of a user, as crypt(5) has it
  kSshKeys,        ///< public keys, one a line; empty lines and those with # do not count
  kSwitchPassword  ///< "$6$...": what EOS calls sha512
};

struct NeededSecret {
  std::string name{};
  SecretUse use = SecretUse::kPasswordHash;
  bool operator==(const NeededSecret&) const = default;
};

/// What the user-data of a node needs.
[[nodiscard]] std::vector<NeededSecret> needed_secrets(const plan::NodeView& node);
/// What all nodes and switches of a plan need, each once.
[[nodiscard]] std::vector<NeededSecret> needed_secrets(const plan::Derived& derived);

/// What a node may have while it is installed. A secret that is not there is not made up: what
/// needs it is refused.
struct NodeSecrets {
  std::optional<std::string> password_hash{};
  std::vector<std::string> ssh_keys{};
  std::optional<std::string> switch_password_hash{};
  std::string why{};  ///< why one that was looked up is not among them; "": all are
};

/// Adds what was found under a name, if it looks as its use demands; otherwise says why not,
/// without a word of the secret.
void add_secret(NodeSecrets& secrets, const NeededSecret& needed, const Result<SecretText>& found);

}  // namespace rackseed::serve
