#include "dhcp/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rackseed::dhcp {
namespace {

std::string hex(Bytes bytes) {
  std::string text;
  for (const std::uint8_t octet : bytes) text += fmt::format("{:02x}", octet);
  return text;
}

/// A printable text in quotes, anything else as hexadecimal digits: safe in a log and on a page.
std::string quoted(Bytes bytes) {
  const auto is_plain = [](std::uint8_t c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '&';
  };
  if (!std::ranges::all_of(bytes, is_plain)) return hex(bytes);
  return fmt::format("\"{}\"", text_of(bytes));
}

}  // namespace

ClientAsked asked_by(const Message& request, const Ingress& ingress, const Directory& directory) {
  const Options& options = request.options;
  ClientAsked asked{.type = request.type,
                    .mac = request.header.mac,
                    .interface = ingress.interface,
                    .relay = request.header.relay,
                    .client = classify(request, directory),
                    .architecture = architecture_of(options),
                    .vendor_class = options.vendor_class,
                    .host_name = options.host_name,
                    .client_id = options.client_id,
                    .user_class = options.user_class};
  if (options.machine && *options.machine != Uuid()) asked.machine = options.machine;
  if (options.ipxe) asked.ipxe_features = options.ipxe->features;
  if (options.relay) {
    asked.circuit_id = options.relay->circuit_id;
    asked.remote_id = options.relay->remote_id;
  }
  if (const Reservation* known = directory.find_reservation(asked.mac)) {
    asked.node = known->node;
    asked.nic = known->nic;
    asked.bmc_address = known->bmc_address;
  }
  return asked;
}

std::string describe(const ClientAsked& asked) {
  std::string text = fmt::format("{} from ", to_string(asked.type));
  text += asked.node.empty() ? asked.mac.text() : fmt::format("{} of {}", asked.nic, asked.node);
  if (asked.architecture) text += fmt::format(", arch {}", *asked.architecture);
  if (asked.relay != Ipv4())
    text += fmt::format(", via relay {}", asked.relay.text());
  else
    text += fmt::format(", on {}", asked.interface);
  if (!asked.circuit_id.empty()) text += fmt::format(", port {}", quoted(asked.circuit_id));
  return text;
}

std::string describe_options(const ClientAsked& asked) {
  std::string text =
      fmt::format("mac {}, class {} (row {}: {})", asked.mac.text(),
                  to_string(asked.client.client_class), asked.client.row, asked.client.why);
  if (!asked.vendor_class.empty())
    text += fmt::format(", 60 {}", quoted(bytes_of(asked.vendor_class)));
  if (!asked.client_id.empty()) text += fmt::format(", 61 {}", quoted(asked.client_id));
  if (!asked.user_class.empty()) text += fmt::format(", 77 {}", quoted(asked.user_class));
  if (!asked.remote_id.empty()) text += fmt::format(", 82.2 {}", quoted(asked.remote_id));
  if (asked.machine) text += fmt::format(", 97 {}", hex(*asked.machine));
  if (!asked.ipxe_features.empty()) text += fmt::format(", 175 {}", hex(asked.ipxe_features));
  return text;
}

}  // namespace rackseed::dhcp
