#include "dhcp/exchange.hpp"

#include <fmt/format.h>

namespace rackseed::dhcp {
namespace {

constexpr std::uint8_t kPxeDiscoveryControl = 6;
constexpr std::uint8_t kUseBootFile = 8;  // bit 3: no boot server discovery, boot the file named
constexpr std::uint8_t kPxeEnd = 255;

std::string_view program_for(const Exchange& exchange) {
  const BootFiles& files = exchange.directory.boot_files();
  const bool secure = exchange.reservation != nullptr && exchange.reservation->secure_boot;
  switch (exchange.client.platform) {
    case Platform::kBios:
      return files.bios;
    case Platform::kEfiX64:
      return secure ? files.efi_x64_secure : files.efi_x64;
    case Platform::kEfiArm64:
      return secure ? files.efi_arm64_secure : files.efi_arm64;
    case Platform::kEfiIa32:
    case Platform::kEfiArm32:
    case Platform::kOther:
      return {};
  }
  return {};
}

/// In the file field too, where it fits with a NUL: shim and GRUB look there (siaddr as well).
void name_boot_file(const Exchange& exchange, Message& reply, std::string name) {
  reply.header.next_server = exchange.subnet.seed;
  if (name.size() < kFileFieldBytes) reply.header.boot_file = name;
  reply.options.boot_file = std::move(name);
}

void name_tftp_server(const Exchange& exchange, Message& reply) {
  reply.options.tftp_server = exchange.subnet.seed.text();
}

std::string no_program(const Exchange& exchange) {
  return fmt::format("no {} boot program is served", to_string(exchange.client.platform));
}

/// True when the address is another server's, or another answer of ours.
bool is_proxy(const Exchange& exchange) {
  return exchange.subnet.mode == ServerMode::kProxy || exchange.ingress.port == kPxePort;
}

std::string add_ipxe(const Exchange& exchange, Message& reply) {
  const std::string path = exchange.directory.boot_files().ipxe_folder + exchange.mac().text('-');
  name_boot_file(exchange, reply, exchange.directory.url(exchange.subnet, path));
  if (is_proxy(exchange))
    reply.options.vendor_class = "PXEClient";
  else
    reply.options.ipxe = decode_ipxe_info(Octets{0xb0, 1, 1});  // no-pxedhcp: saves 3 s of waiting
  return {};
}

/// Without the echo of option 60 the firmware repeats its DISCOVER for ever (UEFI 2.10, 24.7).
std::string add_http_boot(const Exchange& exchange, Message& reply) {
  const std::string_view program = program_for(exchange);
  if (program.empty()) return no_program(exchange);
  const std::string path =
      fmt::format("{}{}", exchange.directory.boot_files().http_folder, program);
  reply.options.vendor_class = "HTTPClient";
  name_boot_file(exchange, reply, exchange.directory.url(exchange.subnet, path));
  return {};
}

/// BIOS firmware heeds option 43 only beside a PXEClient; UEFI firmware does without both, unless
/// the offer is a proxy's.
std::string add_pxe(const Exchange& exchange, Message& reply) {
  const std::string_view program = program_for(exchange);
  if (program.empty()) return no_program(exchange);
  name_tftp_server(exchange, reply);
  name_boot_file(exchange, reply, std::string(program));
  if (exchange.client.platform == Platform::kBios || is_proxy(exchange)) {
    reply.options.vendor_class = "PXEClient";
    reply.options.vendor_options = {kPxeDiscoveryControl, 1, kUseBootFile, kPxeEnd};
  }
  return {};
}

std::string add_switch_url(const Exchange& exchange, Message& reply, std::string_view folder,
                           std::string_view suffix) {
  const std::string& serial = exchange.client.serial;
  if (serial.empty()) return "the switch tells no usable serial number";
  const std::string path = fmt::format("{}{}{}", folder, serial, suffix);
  name_boot_file(exchange, reply, exchange.directory.url(exchange.subnet, path));
  return {};
}

std::string add_poap(const Exchange& exchange, Message& reply) {
  const std::string& script = exchange.directory.boot_files().poap_script;
  if (script.empty()) return "no script for NX-OS is served";
  name_tftp_server(exchange, reply);
  reply.options.tftp_addresses = {exchange.subnet.seed};
  name_boot_file(exchange, reply, script);
  return {};
}

std::string add_url(const Exchange& exchange, const std::string& path, std::string& option) {
  if (path.empty())
    return fmt::format("nothing for {} is served", to_string(exchange.client.client_class));
  option = exchange.directory.url(exchange.subnet, path);
  return {};
}

std::string boot_refusal(const Exchange& exchange) {
  const Reservation* known = exchange.reservation;
  if (known == nullptr) return {};
  if (!known->boot_allowed) return fmt::format("{} may not boot from the network now", known->node);
  if (known->os_method == OsMethod::kVendorIso)
    return fmt::format("{} boots from virtual media", known->node);
  return {};
}

}  // namespace

bool boots_by_proxy(const Classification& client) {
  return client.client_class == ClientClass::kIpxe || client.client_class == ClientClass::kPxe ||
         client.client_class == ClientClass::kHttpBoot;
}

std::string add_boot_options(const Exchange& exchange, Message& reply) {
  const BootFiles& files = exchange.directory.boot_files();
  if (boots_by_proxy(exchange.client))
    if (std::string refusal = boot_refusal(exchange); !refusal.empty()) return refusal;
  switch (exchange.client.client_class) {
    case ClientClass::kIpxe:
      return add_ipxe(exchange, reply);
    case ClientClass::kHttpBoot:
      return add_http_boot(exchange, reply);
    case ClientClass::kPxe:
      return add_pxe(exchange, reply);
    case ClientClass::kEos:
      return add_switch_url(exchange, reply, files.eos_folder, "");
    case ClientClass::kSonic:
      return add_switch_url(exchange, reply, files.sonic_folder, ".json");
    case ClientClass::kOnie:
      return add_url(exchange, files.onie_installer, reply.options.onie_installer);
    case ClientClass::kCumulus:
      return add_url(exchange, files.cumulus_script, reply.options.cumulus_script);
    case ClientClass::kPoap:
      return add_poap(exchange, reply);
    case ClientClass::kBmc:
    case ClientClass::kHost:
    case ClientClass::kUnknown:
    case ClientClass::kUnbootable:
    case ClientClass::kUnknownRelay:
      return {};
  }
  return {};
}

}  // namespace rackseed::dhcp
