// What anybody on the network may send: announcements of SSDP and mDNS, and answers of IPMI.

#include <cstdlib>

#include "redfish/discovery/announcement.hpp"
#include "redfish/discovery/ipmi_probe.hpp"
#include "redfish/discovery/mdns.hpp"
#include "redfish/discovery/ssdp.hpp"

namespace rackseed::redfish {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// What is shown to a person, and is saved.
void check_line(const std::string& text) {
  require(text.size() <= 1024);
  require(text.find_first_of("\r\n\x1b") == std::string::npos);
}

void check_candidates(Bytes datagram) {
  const auto candidates = read_announcement(datagram, Ipv4(0x0a010203));
  require(candidates.size() <= 16);
  for (const Candidate& candidate : candidates) {
    require(candidate.uuid.empty() || candidate.uuid.size() == 36);
    require(candidate.found_by.size() == 1);
    for (const auto* text : {&candidate.vendor, &candidate.serial, &candidate.redfish_version})
      check_line(*text);
    for (const std::string& note : candidate.notes) check_line(note);
  }
}

void check_dns(Bytes message) {
  const auto decoded = decode_dns(message);
  if (!decoded) return;
  require(decoded->records.size() <= 256);
  for (const DnsRecord& record : decoded->records) {
    require(record.name.size() <= 2 * 255);  // each dot and backslash inside of a label is two
    require(record.target.size() <= 2 * 255);
    require(record.type == DnsType::kSrv || record.port == 0);
  }
}

}  // namespace
}  // namespace rackseed::redfish

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rackseed::redfish;
  const rackseed::Bytes datagram(data, size);
  if (const auto service = decode_ssdp(datagram)) check_line(service->location);
  check_dns(datagram);
  check_candidates(datagram);
  IpmiProbe probe;
  for (int round = 0; round < 20; ++round) {
    static_cast<void>(probe.questions());
    static_cast<void>(probe.take(datagram));
  }
  require(probe.finding().cipher_suites.size() <= 8U * 16U);
  return 0;
}
