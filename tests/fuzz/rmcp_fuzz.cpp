#include "redfish/ipmi/ipmi_boot.hpp"
#include "redfish/ipmi/ipmi_fru.hpp"
#include "redfish/ipmi/ipmi_sel.hpp"
#include "redfish/ipmi/rmcp.hpp"
#include "redfish/ipmi/rmcp_rakp.hpp"
#include "redfish/ipmi/rmcp_session.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using namespace rackseed;
using namespace rackseed::redfish;

constexpr std::size_t kCodeBytes = 12;

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Message>
void check_round_trip(const Result<Message>& message, Result<Message> (*decode)(Bytes)) {
  if (!message) return;
  const auto again = decode(encode(*message));
  require(again.has_value() && *again == *message);
}

void check_packet(Bytes datagram) {
  const auto packet = decode_rmcp(datagram, kCodeBytes);
  if (!packet) return;
  const auto encoded = encode(*packet);
  const auto again = decode_rmcp(encoded, kCodeBytes);
  require(again.has_value() && *again == *packet);
}

void check_messages(Bytes payload) {
  if (const auto message = decode_message(payload)) {
    const auto encoded = encode(*message);
    require(decode_message(encoded).has_value());
  }
  check_round_trip(decode_open_request(payload), decode_open_request);
  check_round_trip(decode_rakp1(payload), decode_rakp1);
  check_round_trip(decode_rakp2(payload), decode_rakp2);
  check_round_trip(decode_open_response(payload), decode_open_response);
  check_round_trip(decode_rakp_code(payload), decode_rakp_code);
  const RakpOctets key{1};
  if (const auto plain = decrypt_payload(key, payload)) require(plain->size() < payload.size());
}

void check_replies(Bytes payload) {
  const IpmiReply reply{.completion = 0, .data = {payload.begin(), payload.end()}};
  static_cast<void>(decode_capabilities(reply));
  static_cast<void>(decode_suites(payload));
  static_cast<void>(decode_device_id(reply));
  static_cast<void>(decode_system_guid(reply));
  static_cast<void>(decode_sel_entry(reply));
  static_cast<void>(decode_fru(payload));
  static_cast<void>(decode_fru_piece(reply, {.bytes = 16, .counts_words = true}));
  if (const auto flags = decode_boot_reply(reply)) static_cast<void>(decode_boot_flags(*flags));
}

/// A BMC that sends anything never gets a session, and never keeps one waiting for ever.
void check_session(Bytes answers) {
  RmcpSession session({.user = "admin"}, [](std::span<std::uint8_t> octets) {
    std::ranges::fill(octets, std::uint8_t{1});
  });
  RmcpTime now{};
  bool is_over = session.open(now).result.has_value();
  while (!answers.empty() && !is_over) {
    const std::size_t size = std::min<std::size_t>(1 + answers.front(), answers.size());
    is_over = session.take(answers.first(size), now).result.has_value();
    answers = answers.subspan(size);
  }
  for (int ticks = 0; !is_over; ++ticks) {
    require(ticks < 100);
    now = std::max(now, session.deadline());
    is_over = session.tick(now).result.has_value();
  }
  require(!session.is_open());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  check_packet(input);
  check_messages(input);
  check_replies(input);
  check_session(input);
  return 0;
}
