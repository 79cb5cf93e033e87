#include "src/secrets/vault.hpp"

#include <fmt/core.h>

#include "src/secrets/core_dumps.hpp"
#include "src/secrets/seal.hpp"

namespace rackseed::secrets {
namespace {

Error about(const std::string& name, const Error& error) {
  return {.code = error.code,
          .detail = fmt::format("the secret {} cannot be opened: {}", name, error.detail)};
}

}  // namespace

Vault::Vault(inventory::Reader& inventory, images::Layout layout)
    : inventory_(inventory), layout_(std::move(layout)) {
  forbid_core_dumps();
}

boost::asio::awaitable<Result<SecretText>> Vault::get(std::string name) const {
  const auto row = co_await inventory_.secret(name);
  if (!row) co_return about(name, row.error());
  if (!*row)
    co_return Error{.code = Errc::kUnavailable,
                    .detail = fmt::format("the secret {} is not set; set it: rackseed secret set "
                                          "{} --state {}",
                                          name, name, layout_.state().string())};
  const auto key = read_key(layout_.secrets_key(), kIfRemoved);
  if (!key) co_return about(name, key.error());
  auto text = unseal(*key, name, (*row)->sealed);
  co_return text;
}

}  // namespace rackseed::secrets
