#pragma once

#include "dhcp/server.hpp"

namespace rackseed::dhcp {

/// Asks on an interface by ARP, and behind a relay by ping.
class WireProber final : public Prober {
 public:
  /// Both outlive it.
  WireProber(Prober& on_link, Prober& behind_relay)
      : on_link_(on_link), behind_relay_(behind_relay) {}

  boost::asio::awaitable<bool> is_in_use(Ipv4 address, std::string interface) override {
    Prober& prober = interface.empty() ? behind_relay_ : on_link_;
    return prober.is_in_use(address, std::move(interface));
  }

 private:
  Prober& on_link_;
  Prober& behind_relay_;
};

}  // namespace rackseed::dhcp
