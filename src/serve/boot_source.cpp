#include "src/serve/boot_source.hpp"

namespace rackseed::serve {
namespace {

constexpr std::string_view kOs = "os/";

bool is_grub_config(std::string_view path) {
  return path == "grub.cfg" || path.ends_with("/grub.cfg");
}

}  // namespace

BootSource::BootSource(const images::Layout& layout, Ask grub_config)
    : boot_(layout.boot()), os_(layout.os()), grub_config_(std::move(grub_config)) {}

boost::asio::awaitable<Result<std::optional<tftp::Content>>> BootSource::fetch(
    std::string path, tftp::Endpoint client) {
  if (path.starts_with(kOs)) co_return os_.find(path.substr(kOs.size()));
  if (!is_grub_config(path)) co_return boot_.find(path);
  std::optional<std::string> config = co_await grub_config_(client.address);
  if (!config) co_return std::optional<tftp::Content>();
  co_return std::optional<tftp::Content>(tftp::Content(std::move(*config)));
}

}  // namespace rackseed::serve
