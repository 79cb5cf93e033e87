#include "redfish/discovery/mdns.hpp"

#include "redfish/identity.hpp"

#include <array>

namespace rackseed::redfish {
namespace {

constexpr auto kMdnsNames =
    std::to_array<std::string_view>({"_obmc_redfish._tcp.local", "_redfish._tcp.local"});

/// The records of one name and type that stand; names are in lower case.
template <class Take>
void for_each_of(const DnsMessage& message, std::string_view name, DnsType type, Take take) {
  for (const DnsRecord& record : message.records)
    if (record.type == type && record.ttl > 0 && record.name == name) take(record);
}

std::string uuid_among(const std::vector<std::string>& strings) {
  constexpr std::string_view kKey = "uuid=";
  for (const std::string& text : strings)
    if (text.starts_with(kKey)) return known_uuid(std::string_view(text).substr(kKey.size()));
  return {};
}

MdnsService service_of(const DnsMessage& message, const std::string& instance) {
  MdnsService service{.instance = instance};
  for_each_of(message, instance, DnsType::kSrv, [&](const DnsRecord& record) {
    service.host = record.target;
    service.port = record.port;
  });
  for_each_of(message, instance, DnsType::kTxt,
              [&](const DnsRecord& record) { service.uuid = uuid_among(record.strings); });
  for_each_of(message, service.host, DnsType::kA,
              [&](const DnsRecord& record) { service.addresses.push_back(record.address); });
  return service;
}

}  // namespace

std::vector<std::uint8_t> encode_mdns_search() {
  return encode_ptr_questions(0, {kMdnsNames.begin(), kMdnsNames.end()});
}

Result<std::vector<MdnsService>> decode_mdns(Bytes datagram) {
  const auto message = decode_dns(datagram);
  if (!message) return message.error();
  if (!message->is_response) return Error{Errc::kUnsupported, "mdns: a question"};
  std::vector<MdnsService> services;
  for (const std::string_view name : kMdnsNames)
    for_each_of(*message, name, DnsType::kPtr, [&](const DnsRecord& record) {
      services.push_back(service_of(*message, record.target));
    });
  return services;
}

}  // namespace rackseed::redfish
