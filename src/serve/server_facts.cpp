#include "src/serve/server_facts.hpp"

#include <fmt/core.h>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/boot_command.hpp"
#include "tftp/policy.hpp"

namespace rackseed::serve {
namespace {

using Milliseconds = std::chrono::milliseconds;

FactKind kind_of(const dhcp::Outcome& outcome) {
  if (std::holds_alternative<dhcp::Silence>(outcome.decision)) return FactKind::kDhcpRefused;
  const dhcp::MessageType type = outcome.asked.type;
  if (type == dhcp::MessageType::kDiscover) return FactKind::kDhcpDiscoverSeen;
  return type == dhcp::MessageType::kRequest ? FactKind::kDhcpRequestSeen
                                             : FactKind::kDhcpOtherSeen;
}

std::string verdict(const dhcp::Decision& decision) {
  if (const auto* reply = std::get_if<dhcp::Reply>(&decision))
    return fmt::format("{} {}", dhcp::to_string(reply->message.type),
                       reply->message.header.yours.text());
  if (const auto* probe = std::get_if<dhcp::Probe>(&decision))
    return fmt::format("asks the wire whether somebody has {}", probe->address.text());
  return "no answer: " + std::get<dhcp::Silence>(decision).because;
}

void name_node(Fact& fact, const Machine* machine) {
  if (machine == nullptr) return;
  fact.bmc = machine->bmc();
  fact.node = machine->name();
}

std::string amount(std::uint64_t bytes, std::chrono::steady_clock::duration elapsed) {
  const auto ms = std::chrono::duration_cast<Milliseconds>(elapsed).count();
  return fmt::format("{} bytes in {} ms", bytes, ms);
}

/// /os/PROFILE/..., as what the node that asked should load.
FactKind kind_of_file(const std::string& path, const Machine* machine,
                      const plan::Derived& derived) {
  if (path.starts_with("/os/boot/")) return FactKind::kBootFileServed;
  if (machine == nullptr) return FactKind::kFileServed;
  const auto command = plan::boot_command(derived, *machine->view, machine->facts, {});
  if (!command) return FactKind::kFileServed;
  if (path == command->folder + command->kernel) return FactKind::kKernelServed;
  if (path == command->folder + command->initrd) return FactKind::kInitrdServed;
  return FactKind::kFileServed;
}

FactKind kind_of(const tftp::TransferFact& seen, const Machine* machine,
                 const plan::Derived& derived) {
  if (seen.kind == tftp::FactKind::kAborted) return FactKind::kBootFileFailed;
  const std::string path = seen.name.starts_with('/') ? seen.name : '/' + seen.name;
  if (seen.kind == tftp::FactKind::kRefused)
    return seen.why == tftp::file_not_found().text ? FactKind::kFileAbsent
                                                   : FactKind::kBootFileFailed;
  return path.starts_with("/os/") ? kind_of_file(path, machine, derived)
                                  : FactKind::kBootFileServed;
}

bool is_file(const std::string& path) {
  return path.starts_with("/os/") || path.starts_with("/apt/") || path.starts_with("/images/");
}

}  // namespace

Fact fact_of(const dhcp::Outcome& outcome) {
  const dhcp::ClientAsked& asked = outcome.asked;
  Fact fact{.kind = kind_of(outcome), .client = asked.mac.text()};
  fact.text = fmt::format("{} -> {}", dhcp::describe(asked), verdict(outcome.decision));
  if (!outcome.remark.empty()) fact.text += "; " + outcome.remark;
  if (!asked.node.empty()) {
    fact.bmc = asked.bmc_address;
    fact.node = asked.node;
  }
  fact.data.set("mac", asked.mac.text())
      .set("nic", asked.nic)
      .set("network", asked.network)
      .set("interface", asked.interface)
      .set("relay", asked.relay == Ipv4() ? std::string() : asked.relay.text())
      .set("class", dhcp::to_string(asked.client.client_class))
      .set("row", asked.client.row)
      .set("options", dhcp::describe_options(asked));
  if (asked.architecture) fact.data.set("architecture", int{*asked.architecture});
  return fact;
}

std::optional<Fact> fact_of(const tftp::TransferFact& seen, const Machine* machine,
                            const plan::Derived& derived) {
  if (seen.kind == tftp::FactKind::kStarted || seen.kind == tftp::FactKind::kOptionsOnly) return {};
  Fact fact{.kind = kind_of(seen, machine, derived), .client = seen.client.address.text()};
  name_node(fact, machine);
  const std::string name = plan::plain_text(seen.name);
  if (seen.kind == tftp::FactKind::kRefused)
    fact.text = fmt::format("{} by TFTP: {}", name, plan::plain_text(seen.why));
  else if (seen.kind == tftp::FactKind::kAborted)
    fact.text = fmt::format("{} by TFTP ended early, {} of {} bytes: {}", name, seen.bytes,
                            seen.content_bytes, plan::plain_text(seen.why));
  else
    fact.text = fmt::format("{} served whole by TFTP, {}, {} blocks repeated", name,
                            amount(seen.bytes, seen.elapsed), seen.repeated_blocks);
  fact.data.set("file", name)
      .set("protocol", "tftp")
      .set("bytes", static_cast<std::int64_t>(seen.bytes))
      .set("block_bytes", std::int64_t{seen.terms.block_bytes})
      .set("window_blocks", std::int64_t{seen.terms.window_blocks})
      .set("repeated_blocks", static_cast<std::int64_t>(seen.repeated_blocks));
  return fact;
}

std::optional<Fact> fact_of(const http::RequestFact& seen, const Machine* machine,
                            const plan::Derived& derived) {
  constexpr int kFirstError = 400;
  const bool is_question = seen.method == http::Method::kHead && seen.status < kFirstError;
  if (!is_file(seen.path) || is_question) return {};
  const std::string path = plan::plain_text(seen.path);
  const bool failed = seen.status >= kFirstError || !seen.whole;
  Fact fact{.kind = failed ? FactKind::kFileFailed : kind_of_file(seen.path, machine, derived),
            .client = seen.client.text()};
  name_node(fact, machine);
  if (seen.status >= kFirstError)
    fact.text = fmt::format("{} by HTTP: {} {}", path, seen.status, http::reason(seen.status));
  else
    fact.text =
        fmt::format("{} {} by HTTP from byte {}, {}", path, seen.whole ? "served" : "ended early",
                    seen.first, amount(seen.bytes, seen.elapsed));
  fact.data.set("file", path)
      .set("protocol", "http")
      .set("status", seen.status)
      .set("first", static_cast<std::int64_t>(seen.first))
      .set("bytes", static_cast<std::int64_t>(seen.bytes));
  return fact;
}

}  // namespace rackseed::serve
