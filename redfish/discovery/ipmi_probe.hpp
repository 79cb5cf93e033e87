#pragma once

#include "redfish/ipmi/rmcp_handshake.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rackseed::redfish {

/// What a BMC says of its IPMI to everybody.
struct IpmiFinding {
  bool has_ipmi = false;
  bool has_ipmi_2_0 = false;
  std::string vendor{};  ///< "" as a rule: only what has functions of its own names its maker
  std::vector<std::uint8_t> cipher_suites{};
  bool operator==(const IpmiFinding&) const = default;
};

/// Asks a BMC what it speaks, outside of a session: a presence ping and Get Channel Authentication
/// Capabilities at once, as some answer only one of them; then Get Channel Cipher Suites (IPMI 2.0
/// sections 13.2.3, 22.13 and 22.15). It knows nothing of time.
class IpmiProbe {
 public:
  enum class Step : std::uint8_t {
    kWait,  ///< for more
    kSend,  ///< there are new questions
    kDone
  };

  /// What is open, to be sent now and, where no answer comes, again.
  [[nodiscard]] std::vector<Octets> questions();
  Step take(Bytes datagram);

  [[nodiscard]] const IpmiFinding& finding() const { return finding_; }

 private:
  Step take_message(Bytes payload);
  Step take_suites(Bytes content);
  Step ask_for_suites(std::uint8_t page);

  IpmiFinding finding_{};
  bool has_pong_ = false;
  bool is_done_ = false;
  std::optional<std::uint8_t> suite_page_{};  ///< nothing: the capabilities come first
  Octets suite_records_{};
  std::uint8_t sequence_ = 0;        ///< of the last packet
  std::uint8_t first_sequence_ = 1;  ///< of the packets that carry the present question
};

}  // namespace rackseed::redfish
