#pragma once

#include "dhcp/server.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <system_error>

namespace rackseed::dhcp {

/// Asks by ping, through the routes: for addresses behind a relay. All questions share one socket.
/// Destroy it before the loop that it was used on.
class IcmpProber final : public Prober {
 public:
  /// wait: how long an answer may take; half of it passes before the question is repeated, because
  /// a router may drop the first packet to a host that it has not resolved yet.
  explicit IcmpProber(FactSink& sink,
                      std::chrono::milliseconds wait = std::chrono::milliseconds(500));
  ~IcmpProber() override;

  boost::asio::awaitable<bool> is_in_use(Ipv4 address, std::string interface) override;

 private:
  struct Line;

  std::error_code listen(boost::asio::any_io_executor executor);

  FactSink& sink_;
  std::chrono::milliseconds wait_;
  std::shared_ptr<Line> line_{};  ///< as long as somebody waits
  std::optional<TaskGroup> tasks_{};
  std::uint16_t next_sequence_ = 0;
};

}  // namespace rackseed::dhcp
