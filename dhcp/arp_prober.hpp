#pragma once

#include "dhcp/server.hpp"

#include <chrono>

namespace rackseed::dhcp {

/// Asks by ARP on the interface itself. Behind a relay nobody is asked.
class ArpProber final : public Prober {
 public:
  /// wait: how long an answer may take; a LAN answers within a few milliseconds.
  explicit ArpProber(FactSink& sink,
                     std::chrono::milliseconds wait = std::chrono::milliseconds(250))
      : sink_(sink), wait_(wait) {}

  boost::asio::awaitable<bool> is_in_use(Ipv4 address, std::string interface) override;

 private:
  FactSink& sink_;
  std::chrono::milliseconds wait_;
  Link link_;
};

}  // namespace rackseed::dhcp
