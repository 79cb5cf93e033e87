#pragma once

#include <rackseed/error.hpp>

#include <string_view>

#include "src/plan/facts.hpp"

namespace rackseed::config {

/// Reads what was discovered: an object of servers by BMC address, each with `node`, `serial`,
/// `ram_gib`, `macs` (by NIC) and `os_disks` (serial, size_gib).
/// Errors: kMalformed, with the place: "172.30.2.10: macs.a0: not a MAC address".
[[nodiscard]] Result<plan::Facts> parse_facts(std::string_view json);

}  // namespace rackseed::config
