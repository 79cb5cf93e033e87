#pragma once

#include <rackseed/error.hpp>
#include <rackseed/secret_text.hpp>

#include <boost/asio/awaitable.hpp>
#include <string>

#include "images/layout.hpp"
#include "inventory/reader.hpp"

namespace rackseed::secrets {

/// Opens the secrets of a state folder, each when it is asked for: none is kept in memory, and one
/// that is set while a seed runs is found. It is no part of src/serve: commands that talk to BMCs
/// open secrets without a seed.
class Vault {
 public:
  /// inventory outlives it. From now on this process leaves no core dump.
  Vault(inventory::Reader& inventory, images::Layout layout);

  /// Errors: kUnavailable (it is not set; the key is not there; the store cannot be read), kDenied
  /// (another key sealed it; others may read the key), kMalformed. What they say names the secret.
  [[nodiscard]] boost::asio::awaitable<Result<SecretText>> get(std::string name) const;

 private:
  inventory::Reader& inventory_;
  images::Layout layout_;
};

}  // namespace rackseed::secrets
