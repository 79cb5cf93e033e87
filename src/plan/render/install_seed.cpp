#include "src/plan/render/install_seed.hpp"

#include <fmt/core.h>

#include "src/plan/emit/http_url.hpp"

namespace rackseed::plan {

const Network* install_network(const Plan& plan, const NodeView& node) {
  if (node.boot) return node.boot->network;
  for (const LinkView& link : node.links) {
    if (link.plan->is_bond()) continue;
    for (const Attachment& attachment : link.attachments)
      if (!attachment.tagged() && seed_address(plan, attachment.network->name))
        return attachment.network;
  }
  return nullptr;
}

std::string seed_url(const Plan& plan, const Network* network) {
  const auto address = network == nullptr ? std::nullopt : seed_address(plan, network->name);
  return http_url(address.value_or(Ipv4{}).text(), plan.seed.http_port);
}

std::string seed_url_after_install(const Plan& plan, const NodeView& node) {
  const Attachment* management = node.attachment(Zone::kManagement);
  const bool reachable = management != nullptr && seed_address(plan, management->network->name);
  return seed_url(plan, reachable ? management->network : install_network(plan, node));
}

std::string callback_path(const NodeView& node, std::string_view step, std::string_view token) {
  return fmt::format("/api/v1/{}/{}/{}", step, node.node->bmc.text(), token);
}

std::string with_seed_addresses(const Plan& plan, std::string_view text) {
  constexpr std::string_view kOpen = "{seed.";
  std::string out;
  while (!text.empty()) {
    const auto open = text.find(kOpen);
    const auto close = text.find('}', open == std::string_view::npos ? text.size() : open);
    if (close == std::string_view::npos) break;
    const auto name = text.substr(open + kOpen.size(), close - open - kOpen.size());
    const auto address = seed_address(plan, name);
    out += text.substr(0, open);
    out += address ? address->text() : std::string(text.substr(open, close + 1 - open));
    text.remove_prefix(close + 1);
  }
  return out + std::string(text);
}

}  // namespace rackseed::plan
