#pragma once

#include "redfish/ipmi/rmcp.hpp"
#include "src/rehearsal/state.hpp"

#include <cstddef>
#include <vector>

namespace rackseed::rehearsal {

/// The cipher suites that this BMC speaks. 0 to 2 are not among them: they leave out a key.
[[nodiscard]] std::vector<redfish::CipherSuite> offered_suites(const Faults& faults);

/// The payload that answers a message of those that open a session (IPMI 2.0 sections 13.17
/// to 13.23), which is what packet carries; empty: silence.
[[nodiscard]] Octets answer_handshake(State& state, const redfish::SessionPacket& packet,
                                      const redfish::FillRandom& random);

/// Ends the sessions that rested for too long (section 6.12.15), open or not.
void expire_ipmi_sessions(State& state);
[[nodiscard]] std::size_t open_ipmi_sessions(const State& state);

/// GUID of the BMC and the machine: the machine's UUID as SMBIOS writes it, its first three numbers
/// turned round.
[[nodiscard]] redfish::RakpOctets guid_of(const Hardware& hardware);

}  // namespace rackseed::rehearsal
