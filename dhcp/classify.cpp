#include "dhcp/classify.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rackseed::dhcp {
namespace {

using Match = std::optional<Classification>;

bool has_user_class(const Options& options, std::string_view name) {
  return std::ranges::count(user_classes(options), name) > 0;
}

bool vendor_starts(const Message& message, std::string_view prefix) {
  return message.options.vendor_class.starts_with(prefix);
}

/// A serial number becomes part of a URL, so it is letters, digits, ".", "_" and "-", or nothing.
std::string plain_serial(std::string_view text) {
  constexpr std::size_t kMostBytes = 64;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  const bool ok =
      text.size() <= kMostBytes && std::ranges::all_of(text, is_plain) && !text.starts_with('.');
  return ok ? std::string(text) : std::string();
}

/// What stands behind the last separator; the whole text when there is none.
std::string_view after_last(std::string_view text, std::string_view separator) {
  const auto at = text.rfind(separator);
  return at == std::string_view::npos ? text : text.substr(at + separator.size());
}

Match row_1(const Message& message, const Directory& directory) {
  const Ipv4 relay = message.header.relay;
  if (relay == Ipv4()) return {};
  Classification found{.client_class = ClientClass::kUnknownRelay};
  const auto& info = message.options.relay;
  const Ipv4 link = info && info->link_selection ? *info->link_selection : relay;
  if (!directory.accepts_relay(relay))
    found.why = fmt::format("relay {} is not in the plan", relay.text());
  else if (directory.find_subnet(link) == nullptr)
    found.why = fmt::format("relay {} asks for {}, which is in no subnet of the plan", relay.text(),
                            link.text());
  else
    return {};
  return found;
}

Match row_2(const Message& message, const Directory&) {
  if (has_user_class(message.options, "iPXE"))
    return Classification{.client_class = ClientClass::kIpxe, .why = "user class iPXE"};
  if (message.options.ipxe)
    return Classification{.client_class = ClientClass::kIpxe, .why = "iPXE options (175)"};
  return {};
}

Match row_3(const Message& message, const Directory&) {
  if (!has_user_class(message.options, "rackseed")) return {};
  return Classification{.client_class = ClientClass::kIpxe, .why = "user class rackseed"};
}

Classification unbootable(std::string_view how, std::uint16_t architecture) {
  return {.client_class = ClientClass::kUnbootable,
          .why = fmt::format("no boot program for {} by {} (architecture {})",
                             to_string(platform_of(architecture)), how, architecture)};
}

Match row_4(const Message& message, const Directory&) {
  if (!vendor_starts(message, "HTTPClient")) return {};
  const auto architecture = architecture_of(message.options);
  if (!architecture) return {};
  const Platform platform = platform_of(*architecture);
  if (platform != Platform::kEfiX64 && platform != Platform::kEfiArm64)
    return unbootable("HTTP", *architecture);
  return Classification{.client_class = ClientClass::kHttpBoot,
                        .why = fmt::format("UEFI HTTP boot, {}", to_string(platform)),
                        .platform = platform};
}

Match pxe(const Message& message, Platform platform) {
  const auto architecture = architecture_of(message.options);
  if (!architecture || is_http_architecture(*architecture)) return {};
  if (platform_of(*architecture) != platform) return {};
  return Classification{.client_class = ClientClass::kPxe,
                        .why = fmt::format("{} PXE", to_string(platform)),
                        .platform = platform};
}

Match row_5(const Message& message, const Directory&) {
  return vendor_starts(message, "PXEClient") ? pxe(message, Platform::kBios) : Match();
}

Match row_6(const Message& message, const Directory&) {
  return vendor_starts(message, "PXEClient") ? pxe(message, Platform::kEfiX64) : Match();
}

/// Not only PXEClient: U-Boot names itself, and sends 93 = 11.
Match row_7(const Message& message, const Directory&) {
  if (auto arm64 = pxe(message, Platform::kEfiArm64)) return arm64;
  const auto architecture = architecture_of(message.options);
  if (!architecture) return {};
  const Platform platform = platform_of(*architecture);
  const bool is_pxe = vendor_starts(message, "PXEClient");
  if (is_pxe || platform == Platform::kEfiIa32 || platform == Platform::kEfiArm32)
    return unbootable("PXE", *architecture);
  return {};
}

/// "Arista;DCS-7050CX3-32S;01.23;JPE00001111"
Match row_8(const Message& message, const Directory&) {
  if (!vendor_starts(message, "Arista;")) return {};
  return Classification{.client_class = ClientClass::kEos,
                        .why = "EOS zero touch provisioning",
                        .serial = plain_serial(after_last(message.options.vendor_class, ";"))};
}

/// Client identifier "SONiC##<product>##<serial>"
Match row_9(const Message& message, const Directory&) {
  const std::string_view client_id = text_of(message.options.client_id);
  const bool names_serial = client_id.starts_with("SONiC##");
  if (!names_serial && !has_user_class(message.options, "SONiC-ZTP")) return {};
  return Classification{.client_class = ClientClass::kSonic,
                        .why = "SONiC zero touch provisioning",
                        .serial = names_serial ? plain_serial(after_last(client_id, "##")) : ""};
}

Match row_10(const Message& message, const Directory&) {
  if (!vendor_starts(message, "onie_vendor")) return {};
  return Classification{.client_class = ClientClass::kOnie, .why = "ONIE"};
}

Match row_11(const Message& message, const Directory&) {
  if (!vendor_starts(message, "cumulus-linux")) return {};
  return Classification{.client_class = ClientClass::kCumulus, .why = "Cumulus Linux"};
}

Match row_12(const Message& message, const Directory&) {
  const Octets& client_id = message.options.client_id;
  const bool is_serial = client_id.size() > 1 && client_id[0] == 0;
  const bool is_poap =
      vendor_starts(message, "ciscopnp") || (vendor_starts(message, "Cisco") && is_serial);
  if (!is_poap) return {};
  return Classification{.client_class = ClientClass::kPoap, .why = "NX-OS POAP"};
}

/// A vendor's NICs and BMCs share its OUIs, so what is known about a MAC address goes first.
Match row_13(const Message& message, const Directory& directory) {
  const Reservation* known = directory.find_reservation(message.header.mac);
  if (known != nullptr && known->port == Port::kHost) return {};
  if (known != nullptr)
    return Classification{.client_class = ClientClass::kBmc,
                          .why = fmt::format("BMC of {}", known->node)};
  if (!directory.looks_like_bmc(message.header.mac, message.options.vendor_class)) return {};
  return Classification{.client_class = ClientClass::kBmc,
                        .why = "BMC by its vendor, but not in the plan"};
}

Match row_14(const Message& message, const Directory& directory) {
  const Reservation* known = directory.find_reservation(message.header.mac);
  if (known == nullptr) return {};
  return Classification{.client_class = ClientClass::kHost,
                        .why = fmt::format("{} of {}", known->nic, known->node)};
}

Match row_15(const Message&, const Directory&) {
  return Classification{.client_class = ClientClass::kUnknown, .why = "not in the plan"};
}

constexpr auto kRows = std::to_array<Match (*)(const Message&, const Directory&)>(
    {row_1, row_2, row_3, row_4, row_5, row_6, row_7, row_8, row_9, row_10, row_11, row_12, row_13,
     row_14, row_15});

}  // namespace

std::string_view to_string(ClientClass client_class) {
  switch (client_class) {
    case ClientClass::kUnknownRelay:
      return "unknown relay";
    case ClientClass::kIpxe:
      return "iPXE";
    case ClientClass::kHttpBoot:
      return "UEFI HTTP boot";
    case ClientClass::kPxe:
      return "PXE";
    case ClientClass::kUnbootable:
      return "no boot program";
    case ClientClass::kEos:
      return "EOS";
    case ClientClass::kSonic:
      return "SONiC";
    case ClientClass::kOnie:
      return "ONIE";
    case ClientClass::kCumulus:
      return "Cumulus";
    case ClientClass::kPoap:
      return "NX-OS";
    case ClientClass::kBmc:
      return "BMC";
    case ClientClass::kHost:
      return "host";
    case ClientClass::kUnknown:
      return "unknown";
  }
  return "?";
}

Classification classify(const Message& message, const Directory& directory) {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    Match match = kRows.at(i)(message, directory);
    if (!match) continue;
    match->row = static_cast<int>(i) + 1;
    return *std::move(match);
  }
  return {};
}

}  // namespace rackseed::dhcp
