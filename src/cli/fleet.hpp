#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "src/cli/command.hpp"
#include "src/cli/plan_file.hpp"
#include "src/serve/bmc_access.hpp"

namespace rackseed::cli {

/// What all commands have in common that talk to BMCs.
struct FleetOptions {
  std::vector<std::string> nodes{};
  std::string plan{};
  std::string state{};
  std::string user{};
  std::string timeout = "900";
  std::string parallel = "256";
  std::string https_port = "443";
  std::string http_port = "80";
  std::string ipmi_port = "623";
  std::string protocol{};  ///< "redfish", "ipmi"; "": as the plan says
  bool has_legacy_tls = false;
  bool json = false;
};
void add_fleet_options(Command& command, FleetOptions& options);

/// What is done with each BMC, and how it is told.
struct FleetTask {
  std::string what{};  ///< "power on"
  serve::BmcUse use{};
  /// Entries of the value that are shown as a table; empty: as text() says.
  std::vector<std::string> columns{};
  std::function<std::string(const Value&)> text{};
  bool trusts_anew = false;  ///< the certificate that was pinned is forgotten first
};

/// Visits all BMCs side by side, with a line of progress, and tells what came of it.
[[nodiscard]] int run_fleet(const FleetOptions& options, const FleetTask& task);

inline constexpr int kMostPort = 65'535;
/// A number of an option. Errors: kMalformed, and names the option.
[[nodiscard]] Result<int> parse_option(std::string_view name, const std::string& text, int most);

/// The BMCs that a command is about, in the order of the plan: names of nodes, addresses of BMCs,
/// or "all". plan: nullptr: addresses only. Errors: kMalformed, which names all that are unknown.
[[nodiscard]] Result<std::vector<serve::BmcTarget>> choose_targets(
    const plan::Plan* plan, const std::vector<std::string>& nodes);

struct BmcOutcome {
  serve::BmcTarget target{};
  serve::BmcVisit visit{};
};
/// 0, or what scripts are told of the worst: a node that failed, then a guard, a deadline, a BMC
/// out of reach.
[[nodiscard]] int exit_code_of(const std::vector<BmcOutcome>& outcomes);
[[nodiscard]] Value to_value(const BmcOutcome& outcome);
/// On standard output what was found, on standard error what went wrong.
void tell(const std::vector<BmcOutcome>& outcomes, const FleetTask& task, bool json);

}  // namespace rackseed::cli
