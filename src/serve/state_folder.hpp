#pragma once

#include <rackseed/descriptor.hpp>
#include <rackseed/error.hpp>

#include "images/layout.hpp"

namespace rackseed::serve {

/// The state folder of a running seed; nobody else serves from it meanwhile.
struct StateFolder {
  images::Layout layout;
  Descriptor lock{};

  [[nodiscard]] std::filesystem::path frames() const { return layout.state() / "frames"; }
  [[nodiscard]] std::filesystem::path logs() const { return layout.state() / "logs"; }
  [[nodiscard]] std::filesystem::path token_key() const { return layout.state() / "install.key"; }
};

/// Makes what is missing and takes the lock. Errors: kUnavailable (read-only, no such parent, disk
/// full), kConflict (another process serves from it).
[[nodiscard]] Result<StateFolder> open_state(const std::filesystem::path& state);

/// Puts a file in the place of what was there, whole or not at all; mode 0600. Blocking.
/// Errors: kUnavailable.
Result<void> replace_file(const std::filesystem::path& file, std::string_view content);
/// Adds to a file of mode 0600 that may grow to most_bytes. Blocking.
/// Errors: kUnavailable, kDenied (it is full).
Result<void> append_file(const std::filesystem::path& file, std::string_view content,
                         std::uintmax_t most_bytes);

}  // namespace rackseed::serve
