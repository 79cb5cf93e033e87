#include "http/request.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/predicate.hpp>

namespace rackseed::http {
namespace {

namespace beast = boost::beast::http;
using Message = beast::request<beast::string_body>;

/// What Arista EOS and SONiC add to their requests (DOMAIN 4.3).
constexpr std::array<std::string_view, 6> kSwitchFields = {
    "x-arista-", "serial-number", "product-name", "base-mac-address", "sonic-version", "x-sonic-"};

Method method_of(beast::verb verb) {
  switch (static_cast<int>(verb)) {
    case static_cast<int>(beast::verb::get):
      return Method::kGet;
    case static_cast<int>(beast::verb::head):
      return Method::kHead;
    case static_cast<int>(beast::verb::post):
      return Method::kPost;
    case static_cast<int>(beast::verb::put):
      return Method::kPut;
    default:
      return Method::kOther;
  }
}

std::optional<std::string> field_of(const Message& message, beast::field name) {
  const auto it = message.find(name);
  if (it == message.end()) return {};
  return std::string(it->value());
}

Fields switch_fields(const Message& message) {
  Fields fields;
  for (const auto& field : message) {
    const std::string name = boost::algorithm::to_lower_copy(std::string(field.name_string()));
    const bool known = std::ranges::any_of(
        kSwitchFields, [&](std::string_view prefix) { return name.starts_with(prefix); });
    if (known) fields.emplace_back(name, std::string(field.value()));
  }
  return fields;
}

}  // namespace

Result<ReadRequest> read_request(Message message, Ipv4 client, Ipv4 server) {
  const auto text = message.target();
  auto target = parse_target({text.data(), text.size()});
  if (!target) return target.error();
  const auto agent = message[beast::field::user_agent];
  ReadRequest result{.request = {.method = method_of(message.method()),
                                 .target = *std::move(target),
                                 .client = client,
                                 .server = server,
                                 .range = field_of(message, beast::field::range),
                                 .if_range = field_of(message, beast::field::if_range),
                                 .if_none_match = field_of(message, beast::field::if_none_match),
                                 .user_agent = std::string(agent),
                                 .switch_fields = switch_fields(message)},
                     .keeps_alive = message.keep_alive()};
  result.request.body = std::move(message.body());
  return result;
}

RequestFact fact_of(const Request& request) {
  return {.client = request.client,
          .server = request.server,
          .method = request.method,
          .path = fmt::format("/{}", fmt::join(request.target.path, "/")),
          .user_agent = request.user_agent};
}

}  // namespace rackseed::http
