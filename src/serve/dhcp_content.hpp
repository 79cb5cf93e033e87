#pragma once

#include <map>
#include <string>

#include "dhcp/directory.hpp"
#include "src/serve/machines.hpp"

namespace rackseed::serve {

/// The interface that has each of the seed's addresses.
using SeedInterfaces = std::map<Ipv4, std::string>;

/// True for the networks in which the seed gives addresses: those of BMCs, for provisioning, and
/// every other that a node boots from; never an out-of-band network, which is the customer's.
[[nodiscard]] bool is_served(const plan::Derived& derived, const plan::Network& network);

/// The seed's addresses in the networks that it serves, by the name of the network.
[[nodiscard]] std::map<std::string, Ipv4> seed_addresses(const plan::Derived& derived);

/// What the DHCP server has to know. A subnet in which the seed has no address on one of the
/// interfaces is served through relays. A node boots over the network only while it may be
/// installed: without boot options its firmware goes on to the disk at once.
[[nodiscard]] dhcp::DirectoryContent dhcp_content(const plan::Derived& derived,
                                                  const Machines& machines,
                                                  const SeedInterfaces& interfaces,
                                                  const dhcp::BootFiles& boot_files);

}  // namespace rackseed::serve
