#pragma once

#include <rackseed/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include "src/plan/derived.hpp"
#include "src/plan/facts.hpp"
#include "src/serve/fact_log.hpp"

namespace rackseed::serve {

struct SeedSettings {
  const plan::Derived& derived;
  const plan::Facts& facts;
  std::string plan_text{};  ///< as it stands in the file: kept for commands that get --state alone
  std::filesystem::path state{};
  std::vector<std::string> interfaces{};  ///< empty: whichever have the seed's addresses
  std::vector<std::string> armed{};       ///< nodes that may be installed at once
  bool is_forced = false;                 ///< serve although the wire says not to
  FactLog::Write write{};
};

/// Serves DHCP, TFTP and HTTP until SIGINT or SIGTERM. Errors: kUnavailable (state folder, port,
/// address or interface), kConflict (another seed on this folder, an unknown node), kDenied (a
/// guard: another DHCP server, an address of ours that somebody has).
Result<void> run_seed(const SeedSettings& settings);

}  // namespace rackseed::serve
