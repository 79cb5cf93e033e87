#include "src/plan/render/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "src/plan/emit/plain_text.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kDerived = "derived";
constexpr std::string_view kNotKnown = "?";

/// What the answers of one node are derived from.
struct Question {
  const Plan* plan = nullptr;
  const NodeView* node = nullptr;
  const NodeFacts* facts = nullptr;
  const Attachment* attachment = nullptr;  ///< nullptr: no address to give
};

/// The network on the NIC that is answered for "interface", else the one with the default route.
const Attachment* find_attachment(const NodeView& node, std::string_view nic) {
  const Attachment* found = nullptr;
  for (const LinkView& link : node.links)
    for (const Attachment& attachment : link.attachments) {
      if (!attachment.address) continue;
      if (link.plan->nic == nic && !link.plan->is_bond()) return &attachment;
      if (found == nullptr || attachment.default_route) found = &attachment;
    }
  return found;
}

std::string netmask(int length) {
  return Ipv4(length == 0 ? 0U : ~std::uint32_t{0} << (32 - length)).text();
}

std::string joined(const std::vector<Ipv4>& addresses) {
  std::vector<std::string> texts;
  texts.reserve(addresses.size());
  for (const Ipv4 address : addresses) texts.push_back(address.text());
  return fmt::format("{}", fmt::join(texts, " "));
}

std::string disks(const Question& question) {
  std::vector<std::string> texts;
  if (question.facts != nullptr)
    for (const DiskFacts& disk : question.facts->os_disks)
      texts.push_back(fmt::format("{} ({} GiB)", plain_text(disk.serial), disk.size_gib));
  if (!texts.empty()) return fmt::format("{}", fmt::join(texts, " and "));
  const StorageProfile* storage = question.node->storage;
  if (storage == nullptr) return std::string(kNotKnown);
  return fmt::format("the {} {} disks{}", storage->disk_count, plain_text(storage->pick),
                     storage->min_gib ? fmt::format(" of {} GiB or more", *storage->min_gib) : "");
}

std::string interface(const Question& question, const std::string& nic) {
  const Cable* cable = question.node->cable(nic);
  const auto mac = question.facts != nullptr ? question.facts->mac(nic) : std::nullopt;
  std::string out = plain_text(nic);
  if (cable != nullptr && cable->hardware != nullptr)
    out += fmt::format(" ({})", plain_text(cable->hardware->where));
  return mac ? fmt::format("{}, MAC {}", out, mac->text()) : out;
}

std::string derived_answer(const Question& question, std::string_view key) {
  if (key == "hostname") return plain_text(question.node->name());
  if (key == "fqdn") return plain_text(question.node->fqdn);
  if (key == "domain") return plain_text(question.plan->identity.domain);
  const Attachment* attachment = question.attachment;
  if (attachment == nullptr) return std::string(kNotKnown);
  if (key == "address") return attachment->address->text();
  if (key == "netmask") return netmask(attachment->subnet.length());
  if (key == "gateway" && attachment->gateway) return attachment->gateway->text();
  if (key == "vlan" && attachment->network->vlan) return std::to_string(*attachment->network->vlan);
  return std::string(kNotKnown);
}

std::string answer(const Question& question, std::string_view key, const std::string& value) {
  if (value == kDerived) return derived_answer(question, key);
  if (value == "os_disks") return disks(question);
  if (value == "services.dns") return joined(question.plan->services.resolvers);
  if (value == "services.ntp") return joined(question.plan->services.ntp);
  if (key == "interface") return interface(question, value);
  return plain_text(value);
}

}  // namespace

std::string render_answers(const Derived& derived, const NodeView& node, const NodeFacts* facts) {
  const auto& answers = node.os->answers;
  const auto nic = std::ranges::find(answers, "interface", [](const auto& a) { return a.first; });
  Question question{.plan = derived.plan, .node = &node, .facts = facts};
  question.attachment = find_attachment(node, nic == answers.end() ? "" : nic->second);
  std::size_t width = 0;
  for (const auto& [key, value] : answers) width = std::max(width, plain_text(key).size());
  std::string out = fmt::format("{} -- BMC {}, rack {} unit {}, {}\n", plain_text(node.name()),
                                node.node->bmc.text(), plain_text(node.node->rack), node.node->unit,
                                plain_text(node.os->iso));
  out += "Type exactly this into the installer:\n\n";
  for (const auto& [key, value] : answers)
    out +=
        fmt::format("{:<{}}  {}\n", plain_text(key) + ":", width + 1, answer(question, key, value));
  return out;
}

}  // namespace rackseed::plan
