#pragma once

#include "dhcp/policy.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>
#include <vector>

namespace rackseed::dhcp::tests {

inline constexpr Time kNow{std::chrono::seconds(1'800'000'000)};

inline Ipv4 ip(std::string_view text) { return Ipv4::parse(text).value(); }
inline Mac mac(std::string_view text) { return Mac::parse(text).value(); }
inline Octets octets(std::string_view text) { return {text.begin(), text.end()}; }

inline constexpr std::string_view kCmp1 = "00:00:5e:00:53:01";  ///< lom0
inline constexpr std::string_view kCmp1Bmc = "00:00:5e:00:53:b1";
inline constexpr std::string_view kSto1 = "00:00:5e:00:53:02";  ///< behind the relay
inline constexpr std::string_view kStranger = "00:00:5e:00:53:99";
inline constexpr std::string_view kIntruder = "00:00:5e:00:53:aa";  ///< has an address of ours
inline constexpr std::string_view kRelay = "10.1.9.1";

inline Subnet prov() {
  return {.network = "prov",
          .prefix = *Prefix::parse("10.1.8.0/24"),
          .interface = "eth0",
          .seed = ip("10.1.8.2"),
          .gateway = ip("10.1.8.1"),
          .pool = {{.first = ip("10.1.8.100"), .last = ip("10.1.8.103")}},
          .probes_pool = false,
          .name_servers = {ip("10.1.8.3")},
          .time_servers = {ip("10.1.8.2")},
          .domain = "opcp01.example.com"};
}

inline Subnet prov_of_rack_2() {
  Subnet subnet = prov();
  subnet.prefix = *Prefix::parse("10.1.9.0/24");
  subnet.interface = "";
  subnet.gateway = ip(kRelay);
  subnet.pool = {{.first = ip("10.1.9.100"), .last = ip("10.1.9.199")}};
  return subnet;
}

inline Subnet bmc() {
  return {.network = "bmc",
          .prefix = *Prefix::parse("172.30.2.0/24"),
          .interface = "eth0",
          .seed = ip("172.30.2.2"),
          .gateway = ip("172.30.2.1")};
}

/// A small plan: a provisioning and a BMC network on one wire, another rack behind a relay.
inline DirectoryContent plan() {
  return {.subnets = {prov(), prov_of_rack_2(), bmc()},
          .accept_relays = {ip(kRelay)},
          .reservations = {{.mac = mac(kCmp1),
                            .node = "cmp1",
                            .bmc_address = ip("172.30.2.21"),
                            .nic = "lom0",
                            .addresses = {ip("10.1.8.21")},
                            .os_method = OsMethod::kAutoinstall},
                           {.mac = mac(kCmp1Bmc),
                            .node = "cmp1",
                            .bmc_address = ip("172.30.2.21"),
                            .nic = "bmc",
                            .port = Port::kBmc,
                            .addresses = {ip("172.30.2.21")}},
                           {.mac = mac(kSto1),
                            .node = "sto1",
                            .bmc_address = ip("172.30.2.31"),
                            .nic = "lom0",
                            .addresses = {ip("10.1.9.31")},
                            .os_method = OsMethod::kImage}},
          .bmc_ouis = {{0x3c, 0xec, 0xef}},
          .boot_files = {.onie_installer = "/os/nos/onie-installer",
                         .cumulus_script = "/ztp/cumulus",
                         .poap_script = "poap.py"}};
}

/// What a client sends as option 60, and with it its architecture.
struct Firmware {
  std::string_view vendor_class{};
  std::vector<std::uint16_t> architectures{};
};
inline const Firmware kBios{"PXEClient:Arch:00000:UNDI:002001", {0}};
inline const Firmware kEfi{"PXEClient:Arch:00007:UNDI:003016", {7}};
inline const Firmware kHttp{"HTTPClient:Arch:00016:UNDI:003016", {16}};
inline const Firmware kSystem{};

inline Message ask(MessageType type, std::string_view from, const Firmware& firmware = kSystem) {
  Message message{.type = type, .header = {.transaction = 0x1234, .mac = mac(from)}};
  message.options.vendor_class = firmware.vendor_class;
  message.options.architectures = firmware.architectures;
  return message;
}
inline Message discover(std::string_view from, const Firmware& firmware = kSystem) {
  return ask(MessageType::kDiscover, from, firmware);
}
inline Message as_ipxe(Message message) {
  message.options.user_class = octets("iPXE");
  return message;
}
inline Message relayed(Message message, std::string_view relay = kRelay) {
  message.header.relay = ip(relay);
  return message;
}
/// RFC 2131 section 4.3.2: after an OFFER.
inline Message selecting(std::string_view from, std::string_view address,
                         std::string_view server = "10.1.8.2") {
  Message message = ask(MessageType::kRequest, from);
  message.options.requested_address = ip(address);
  message.options.server_id = ip(server);
  return message;
}
inline Message init_reboot(std::string_view from, std::string_view address) {
  Message message = ask(MessageType::kRequest, from);
  message.options.requested_address = ip(address);
  return message;
}
/// Renewing when it comes by unicast, rebinding by broadcast.
inline Message extending(std::string_view from, std::string_view address) {
  Message message = ask(MessageType::kRequest, from);
  message.header.client = ip(address);
  return message;
}

inline Ingress on(std::string_view interface) { return {.interface = std::string(interface)}; }
inline Ingress unicast_from(std::string_view source) {
  return {.interface = "eth0", .source = ip(source), .destination = ip("10.1.8.2")};
}
inline Ingress to_boot_service(std::string_view source) {
  return {
      .interface = "eth0", .source = ip(source), .destination = ip("10.1.8.2"), .port = kPxePort};
}

/// A server without sockets: a directory, a lease table, a clock.
struct Bench {
  Directory directory{plan()};
  Leases leases{};
  Time now = kNow;

  Bench() = default;
  explicit Bench(DirectoryContent content) : directory(std::move(content)) {}

  Outcome decide(const Message& message, const Ingress& ingress = on("eth0")) {
    return dhcp::decide(message, ingress, directory, leases, now);
  }
  /// The reply to a message that gets one.
  Reply reply(const Message& message, const Ingress& ingress = on("eth0")) {
    const Outcome outcome = decide(message, ingress);
    const auto* reply = std::get_if<Reply>(&outcome.decision);
    EXPECT_NE(reply, nullptr) << why(outcome);
    return reply == nullptr ? Reply() : *reply;
  }
  /// Why a message gets none.
  std::string silence(const Message& message, const Ingress& ingress = on("eth0")) {
    return why(decide(message, ingress));
  }
  /// The whole way of a client to an address.
  Message exchange(const Message& first, const Ingress& ingress = on("eth0")) {
    const Message offer = reply(first, ingress).message;
    Message request = first;
    request.type = MessageType::kRequest;
    request.options.server_id = offer.options.server_id;
    request.options.requested_address = offer.header.yours;
    return reply(request, ingress).message;
  }

  static std::string why(const Outcome& outcome) {
    const auto* silence = std::get_if<Silence>(&outcome.decision);
    return silence == nullptr ? "" : silence->because;
  }
};

}  // namespace rackseed::dhcp::tests
