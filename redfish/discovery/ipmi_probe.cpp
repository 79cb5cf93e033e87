#include "redfish/discovery/ipmi_probe.hpp"

#include "redfish/ipmi/ipmi_commands.hpp"
#include "redfish/ipmi/rmcp.hpp"

namespace rackseed::redfish {
namespace {

constexpr std::uint8_t kProbeTag = 0x52;
constexpr std::uint8_t kSequences = 0x3f;
constexpr std::uint8_t kMostProbePages = 8;  // of 16 octets: some forty suites

/// The least that there is: an account of its own may limit a channel to less than we will need.
IpmiQuestion question_of(const std::optional<std::uint8_t>& suite_page) {
  return suite_page ? ask_suites(*suite_page) : ask_capabilities(IpmiPrivilege::kUser);
}

}  // namespace

std::vector<Octets> IpmiProbe::questions() {
  std::vector<Octets> packets;
  if (is_done_) return packets;
  if (!has_pong_) packets.push_back(encode(RmcpPacket(AsfPing{.tag = kProbeTag})));
  sequence_ = static_cast<std::uint8_t>((sequence_ + 1U) & kSequences);
  const IpmiQuestion question = question_of(suite_page_);
  const auto message = encode(IpmiMessage{.net_fn = question.net_fn,
                                          .sequence = sequence_,
                                          .command = question.command,
                                          .data = question.data});
  packets.push_back(encode(RmcpPacket(PlainPacket{.message = message})));
  return packets;
}

IpmiProbe::Step IpmiProbe::take(Bytes datagram) {
  if (is_done_) return Step::kDone;
  const auto packet = decode_rmcp(datagram, 0);
  if (!packet) return Step::kWait;
  if (const auto* plain = std::get_if<PlainPacket>(&*packet)) return take_message(plain->message);
  const auto* pong = std::get_if<AsfPong>(&*packet);
  if (pong == nullptr || pong->tag != kProbeTag) return Step::kWait;
  has_pong_ = true;
  finding_.has_ipmi |= pong->has_ipmi;
  return Step::kWait;
}

IpmiProbe::Step IpmiProbe::take_message(Bytes payload) {
  const auto message = decode_message(payload);
  const IpmiQuestion question = question_of(suite_page_);
  if (!message || message->data.empty() || message->net_fn != question.net_fn + 1 ||
      message->command != question.command)
    return Step::kWait;
  const auto nth = static_cast<std::uint8_t>(message->sequence - first_sequence_) & kSequences;
  const auto sent = static_cast<std::uint8_t>(sequence_ - first_sequence_) & kSequences;
  if (nth > sent) return Step::kWait;
  finding_.has_ipmi = true;
  const Bytes rest = message->data.subspan(1);
  const IpmiReply reply{.completion = message->data.front(), .data = {rest.begin(), rest.end()}};
  if (suite_page_) {
    const auto page = decode_suite_page(reply);
    return take_suites(page ? Bytes(*page) : Bytes());
  }
  const auto capabilities = decode_capabilities(reply);
  finding_.has_ipmi_2_0 = capabilities && capabilities->has_ipmi_2_0;
  if (capabilities && capabilities->oem != 0)
    finding_.vendor = name_of_enterprise(capabilities->oem);
  if (finding_.has_ipmi_2_0) return ask_for_suites(0);
  is_done_ = true;
  return Step::kDone;
}

IpmiProbe::Step IpmiProbe::take_suites(Bytes content) {
  suite_records_.insert(suite_records_.end(), content.begin(), content.end());
  const auto next = static_cast<std::uint8_t>(*suite_page_ + 1);
  if (content.size() == kSuitePageBytes && next < kMostProbePages) return ask_for_suites(next);
  if (auto suites = decode_suites(suite_records_)) finding_.cipher_suites = *std::move(suites);
  is_done_ = true;
  return Step::kDone;
}

IpmiProbe::Step IpmiProbe::ask_for_suites(std::uint8_t page) {
  suite_page_ = page;
  has_pong_ = true;  // it has said more than a pong would
  first_sequence_ = static_cast<std::uint8_t>((sequence_ + 1U) & kSequences);
  return Step::kSend;
}

}  // namespace rackseed::redfish
