#pragma once

#include "dhcp/server.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>

namespace rackseed::dhcp {

/// Asks by ARP on the interface itself; behind a relay nobody is asked. All questions on an
/// interface share one socket, which is open as long as somebody waits. Destroy it before the loop
/// that it was used on.
class ArpProber final : public Prober {
 public:
  /// wait: how long an answer may take; a LAN answers within a few milliseconds.
  explicit ArpProber(FactSink& sink,
                     std::chrono::milliseconds wait = std::chrono::milliseconds(250));
  ~ArpProber() override;

  boost::asio::awaitable<bool> is_in_use(Ipv4 address, std::string interface) override;

 private:
  struct Ear;

  std::error_code listen(const std::string& interface, boost::asio::any_io_executor executor);
  std::error_code ask(const std::string& interface, Ipv4 address);

  FactSink& sink_;
  std::chrono::milliseconds wait_;
  Link link_;
  std::map<std::string, std::shared_ptr<Ear>> ears_{};  ///< by interface
  std::optional<TaskGroup> tasks_{};
};

}  // namespace rackseed::dhcp
