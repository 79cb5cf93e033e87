#pragma once

#include <rackseed/value.hpp>

#include <string>

#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"
#include "src/plan/render/render.hpp"

/// The parts of a node's user-data; render_user_data puts them together.
namespace rackseed::plan {

struct Installation {
  const Plan* plan = nullptr;
  const NodeView* node = nullptr;
  const NodeFacts* facts = nullptr;
  const InstallSecrets* secrets = nullptr;
  std::string seed{};      ///< "http://10.1.8.2", as seen by the installer
  std::string callback{};  ///< under which the installer's requests go; holds the token
};

/// The value of `autoinstall:`.
[[nodiscard]] Value autoinstall(const Installation& install);

/// The value of `storage:`. Every disk is matched by its serial number: a disk that the facts do
/// not hold is matched by a number that no disk has, never by one that fits another.
[[nodiscard]] Value autoinstall_storage(const NodeView& node, const NodeFacts& facts);

// Shell commands of the installer; every value in them is one quoted word.
[[nodiscard]] Value early_commands(const Installation& install);
[[nodiscard]] Value late_commands(const Installation& install);
[[nodiscard]] Value error_commands(const Installation& install);

// What the autoinstall and the image way have in common.
[[nodiscard]] std::string real_name(const Plan& plan);
[[nodiscard]] std::string password_hash(const Installation& install);
/// Keys written in the plan and, where the first secret stands among them, those of the secrets.
[[nodiscard]] Value ssh_keys(const Installation& install);
[[nodiscard]] Value boot_commands();
[[nodiscard]] Value phone_home(const Installation& install);

}  // namespace rackseed::plan
