#include "src/config/facts_reader.hpp"

#include <fmt/core.h>

#include <boost/json.hpp>

#include "src/config/numbers.hpp"
#include "src/config/quote.hpp"
#include "src/config/shapes.hpp"

namespace rackseed::config {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostFactBytes = std::size_t{64} << 20U;
constexpr std::size_t kMostFactLevels = 8;
constexpr Range kSize{0, 100'000'000};

/// Reads values and remembers the first that is wrong, with its place.
class FactsReader {
 public:
  explicit FactsReader(std::string place) : place_(std::move(place)) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  void refuse(std::string_view what, std::string_view why) {
    if (!error_) error_ = Error{Errc::kMalformed, fmt::format("{}: {}{}", place_, what, why)};
  }

  void read_text(const json::value& value, std::string_view what, const Shape& shape,
                 std::string& target) {
    const json::string* text = value.if_string();
    if (text != nullptr && shape.accepts(*text)) {
      target = *text;
    } else {
      refuse(what, fmt::format(": not {}", shape.wants));
    }
  }

  void read_number(const json::value& value, std::string_view what, int& target) {
    const std::int64_t* number = value.if_int64();
    if (number != nullptr && *number >= kSize.least && *number <= kSize.most) {
      target = static_cast<int>(*number);
    } else {
      refuse(what, fmt::format(": not a whole number of {}..{}", kSize.least, kSize.most));
    }
  }

  void read_macs(const json::value& value, plan::NodeFacts& facts) {
    const json::object* macs = value.if_object();
    if (macs == nullptr) return refuse("macs", ": not an object");
    for (const auto& [nic, entry] : *macs) {
      const json::string* text = entry.if_string();
      const auto mac = text == nullptr ? std::nullopt : Mac::parse(*text);
      if (!kNicName.accepts(nic))
        return refuse(quote(nic), fmt::format(" is not {}", kNicName.wants));
      if (!mac) return refuse(fmt::format("macs.{}", std::string_view(nic)), ": not a MAC address");
      facts.macs.emplace_back(nic, *mac);
    }
  }

  void read_disks(const json::value& value, plan::NodeFacts& facts) {
    const json::array* disks = value.if_array();
    if (disks == nullptr) return refuse("os_disks", ": not an array");
    for (const json::value& disk : *disks) {
      const std::string what = fmt::format("os_disks[{}]", facts.os_disks.size());
      read_disk(disk, what, facts.os_disks.emplace_back());
    }
  }

  void read_node(const json::value& value, plan::NodeFacts& facts) {
    const json::object* node = value.if_object();
    if (node == nullptr) return refuse("", "not an object");
    for (const auto& [key, entry] : *node) {
      if (key == "node") {
        read_text(entry, key, kHostName, facts.node);
      } else if (key == "serial") {
        read_text(entry, key, kFreeText, facts.serial);
      } else if (key == "ram_gib") {
        read_number(entry, key, facts.ram_gib);
      } else if (key == "macs") {
        read_macs(entry, facts);
      } else if (key == "os_disks") {
        read_disks(entry, facts);
      } else {
        refuse("unknown key ", quote(key));
      }
    }
  }

 private:
  void read_disk(const json::value& value, const std::string& what, plan::DiskFacts& disk) {
    const json::object* keys = value.if_object();
    if (keys == nullptr) return refuse(what, ": not an object");
    for (const auto& [key, entry] : *keys) {
      const std::string path = fmt::format("{}.{}", what, std::string_view(key));
      if (key == "serial") {
        read_text(entry, path, kFreeText, disk.serial);
      } else if (key == "size_gib") {
        read_number(entry, path, disk.size_gib);
      } else {
        refuse(what + ": unknown key ", quote(key));
      }
    }
  }

  std::string place_;
  std::optional<Error> error_;
};

Error malformed(std::string text) { return {Errc::kMalformed, std::move(text)}; }

}  // namespace

Result<plan::Facts> parse_facts(std::string_view text) {
  if (text.size() > kMostFactBytes)
    return malformed(fmt::format("the file is larger than {} MiB", kMostFactBytes >> 20U));
  json::error_code failure;
  const json::value root = json::parse(text, failure, {}, {.max_depth = kMostFactLevels});
  if (failure) return malformed("not valid JSON: " + failure.message());
  const json::object* servers = root.if_object();
  if (servers == nullptr) return malformed("not an object of servers by BMC address");
  plan::Facts facts;
  for (const auto& [key, value] : *servers) {
    const auto bmc = Ipv4::parse(key);
    if (!bmc) return malformed(quote(key) + " is not an IPv4 address (of a BMC)");
    FactsReader reader(bmc->text());
    reader.read_node(value, facts[*bmc]);
    if (reader.error()) return *reader.error();
  }
  return facts;
}

}  // namespace rackseed::config
