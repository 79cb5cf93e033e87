#pragma once

#include <rackseed/net.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rackseed::plan {

struct DiskFacts {
  std::string serial{};
  int size_gib = 0;
};

/// What was discovered about one server.
struct NodeFacts {
  std::string node{};
  std::string serial{};
  int ram_gib = 0;
  std::vector<std::pair<std::string, Mac>> macs{};  ///< by NIC name; "bmc" is the BMC's own
  std::vector<DiskFacts> os_disks{};                ///< in the order in which they were chosen

  [[nodiscard]] std::optional<Mac> mac(std::string_view nic) const {
    for (const auto& [name, address] : macs)
      if (name == nic) return address;
    return {};
  }
};

/// By BMC address.
using Facts = std::map<Ipv4, NodeFacts>;

}  // namespace rackseed::plan
