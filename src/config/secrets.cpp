#include "src/config/secrets.hpp"

#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <array>

#include "src/config/cell.hpp"
#include "src/config/values.hpp"

namespace rackseed::config {
namespace {

std::string normalised(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c == '-' ? '_' : to_lower(c);
  return result;
}

bool smells_of_secret(std::string_view key) {
  constexpr auto kParts = std::to_array<std::string_view>(
      {"password", "passwd", "passphrase", "psk", "token", "secret", "private_key", "community",
       "api_key", "apikey", "access_key", "credential", "operator_key"});
  const std::string text = normalised(key);
  return std::ranges::any_of(
      kParts, [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

/// `rotate_bmc_password: true` is no secret.
bool is_flag(const Tree& value) {
  constexpr auto kFlags =
      std::to_array<std::string_view>({"true", "false", "yes", "no", "on", "off"});
  return !value.quoted && std::ranges::count(kFlags, std::string_view(normalised(value.text))) > 0;
}

bool is_plain(const Tree& value) {
  if (value.kind == Kind::kScalar) return !value.text.empty() && !is_flag(value);
  return value.kind == Kind::kList && std::ranges::any_of(value.items, is_plain);
}

void search(const Tree& tree, const std::string& path, Notes& notes) {
  for (std::size_t i = 0; i < tree.items.size(); ++i) {
    const Tree& item = tree.items[i];
    const bool secret = tree.kind == Kind::kMap && is_plain_secret(tree, i);
    if (item.kind == Kind::kScalar && !secret) continue;
    const std::string below =
        tree.kind == Kind::kList
            ? item_path(path, i, item)
            : fmt::format("{}{}{}", path, path.empty() ? "" : ".", tree.keys[i].text);
    if (secret) {
      refuse_plain_secret(Cell(item, below, shown_position(item, tree.keys[i]), notes));
    } else {
      search(item, below, notes);
    }
  }
}

}  // namespace

// `{secret: NAME}` itself is the one map whose only key is "secret".
bool is_plain_secret(const Tree& map, std::size_t index) {
  const std::string& key = map.keys[index].text;
  const bool is_reference = key == "secret" && map.keys.size() == 1;
  return !is_reference && is_plain(map.items[index]) && smells_of_secret(key);
}

void find_plain_secrets(const Tree& root, Notes& notes) { search(root, "", notes); }

}  // namespace rackseed::config
