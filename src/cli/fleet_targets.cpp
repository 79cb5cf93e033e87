#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "src/cli/fleet.hpp"

namespace rackseed::cli {
namespace {

constexpr std::string_view kAll = "all";

serve::BmcTarget target_of(const plan::Plan& plan, const plan::Node& node) {
  return {
      .name = node.name, .address = node.bmc, .protocol = plan.bmc.protocol, .tls = node.bmc_tls};
}

bool is_asked_for(const plan::Node& node, const std::vector<std::string>& nodes) {
  return std::ranges::any_of(nodes, [&](const std::string& asked) {
    return asked == kAll || asked == node.name || asked == node.bmc.text();
  });
}

bool is_in(const plan::Plan* plan, const std::string& asked) {
  return plan != nullptr &&
         (asked == kAll || std::ranges::any_of(plan->nodes, [&](const plan::Node& node) {
            return asked == node.name || asked == node.bmc.text();
          }));
}

}  // namespace

Result<int> parse_option(std::string_view name, const std::string& text, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > most)
    return Error{.code = Errc::kMalformed,
                 .detail = fmt::format("{} {}: wanted a number of 1 to {}", name, text, most)};
  return number;
}

Result<std::vector<serve::BmcTarget>> choose_targets(const plan::Plan* plan,
                                                     const std::vector<std::string>& nodes) {
  std::vector<serve::BmcTarget> targets;
  if (plan != nullptr)
    for (const plan::Node& node : plan->nodes)
      if (is_asked_for(node, nodes)) targets.push_back(target_of(*plan, node));
  std::vector<std::string> unknown;
  for (const std::string& asked : nodes) {
    if (is_in(plan, asked)) continue;
    const auto address = Ipv4::parse(asked);
    const plan::BmcSettings bmc = plan != nullptr ? plan->bmc : plan::BmcSettings{};
    if (address)
      targets.push_back(
          {.name = asked, .address = *address, .protocol = bmc.protocol, .tls = bmc.tls});
    else
      unknown.push_back(asked);
  }
  if (unknown.empty()) return targets;
  return Error{
      .code = Errc::kMalformed,
      .detail = fmt::format("no such node: {}; {}", fmt::join(unknown, ", "),
                            plan != nullptr ? "a node's name, the address of a BMC, or all"
                                            : "without --plan or --state only addresses of BMCs")};
}

}  // namespace rackseed::cli
