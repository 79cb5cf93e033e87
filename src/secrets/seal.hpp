#pragma once

#include "src/secrets/key_file.hpp"

#include <rackseed/error.hpp>
#include <rackseed/secret_text.hpp>

#include <string>
#include <string_view>

namespace rackseed::secrets {

/// What a lost secrets.key costs.
inline constexpr std::string_view kIfRemoved = "all secrets have to be set again";

/// XChaCha20-Poly1305 with a random nonce (libsodium), in hexadecimal digits. The name is
/// authenticated too, so no row can stand in for another. Never the same twice.
[[nodiscard]] std::string seal(const Key& key, std::string_view name, const SecretText& text);

/// Errors: kMalformed (not sealed by us), kDenied (by another key, under another name, or changed).
[[nodiscard]] Result<SecretText> unseal(const Key& key, std::string_view name,
                                        std::string_view sealed);

}  // namespace rackseed::secrets
