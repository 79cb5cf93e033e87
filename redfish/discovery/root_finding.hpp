#pragma once

#include "redfish/discovery/candidate.hpp"
#include "redfish/discovery/ipmi_probe.hpp"
#include "redfish/transport/transport.hpp"

#include <optional>
#include <string>

namespace rackseed::redfish {

enum class RootVerdict : std::uint8_t {
  kRedfish,  ///< a Redfish service, though perhaps one that is not well
  kUnclear,  ///< what a BMC answers that is busy, locked or broken; so do many others
  kOther     ///< it serves something else
};

/// What an unauthenticated GET of the service root tells.
struct RootFinding {
  RootVerdict verdict = RootVerdict::kOther;
  std::string vendor{};
  std::string product{};
  std::string uuid{};
  std::string redfish_version{};
  std::string serial{};  ///< of the machine, where its BMC says so before login
  std::string note{};    ///< what was odd; "": nothing
};
[[nodiscard]] RootFinding read_root_answer(const BmcResult<HttpResponse>& answer);

/// Of one address; what was not asked or did not answer is nothing.
struct AddressFinding {
  Ipv4 address{};
  std::optional<RootFinding> root{};
  Certificate certificate{};
  IpmiFinding ipmi{};
};
/// Nothing: it is no BMC. What is unclear counts where something else speaks for a BMC: its IPMI,
/// or the name in its certificate.
[[nodiscard]] std::optional<Candidate> judge(const AddressFinding& finding);

}  // namespace rackseed::redfish
