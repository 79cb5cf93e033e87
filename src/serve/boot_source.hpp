#pragma once

#include <functional>

#include "images/layout.hpp"
#include "tftp/content.hpp"

namespace rackseed::serve {

/// What firmware and loaders get by TFTP: the loaders, below "os/" what is also served by HTTP
/// (Debian's signed GRUB knows TFTP only), and as any "grub.cfg" the configuration of the node that
/// asks.
class BootSource final : public tftp::ContentSource {
 public:
  /// Nothing: the client has none.
  using Ask = std::function<boost::asio::awaitable<std::optional<std::string>>(Ipv4 client)>;

  /// Throws std::system_error when one of the folders cannot be opened.
  BootSource(const images::Layout& layout, Ask grub_config);

  boost::asio::awaitable<Result<std::optional<tftp::Content>>> fetch(
      std::string path, tftp::Endpoint client) override;

 private:
  tftp::DirectorySource boot_;
  tftp::DirectorySource os_;
  Ask grub_config_;
};

}  // namespace rackseed::serve
