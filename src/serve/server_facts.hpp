#pragma once

#include <optional>

#include "dhcp/policy.hpp"
#include "http/facts.hpp"
#include "src/serve/fact.hpp"
#include "src/serve/machines.hpp"
#include "tftp/facts.hpp"

/// What the servers saw, as facts. machine: who had the address; nullptr: no node.
namespace rackseed::serve {

[[nodiscard]] Fact fact_of(const dhcp::Outcome& outcome);
/// Nothing for a transfer that has only begun, or that was a question for the size.
[[nodiscard]] std::optional<Fact> fact_of(const tftp::TransferFact& seen, const Machine* machine,
                                          const plan::Derived& derived);
/// Nothing for what is no file: its answer told its own facts.
[[nodiscard]] std::optional<Fact> fact_of(const http::RequestFact& seen, const Machine* machine,
                                          const plan::Derived& derived);

}  // namespace rackseed::serve
