#include "src/plan/ports.hpp"

#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace rackseed::plan {
namespace {

/// Ports of a model: cages with four lanes, then ports without lanes.
struct Model {
  std::string_view name{};
  int first_cage = 0, last_cage = 0;
  int first_plain = 0, last_plain = 0;
};

// Arista data sheets: 7050X3 series, 7010 series.
constexpr auto kModels = std::to_array<Model>({
    {.name = "DCS-7050CX3-32S",
     .first_cage = 1,
     .last_cage = 32,
     .first_plain = 33,
     .last_plain = 34},
    {.name = "DCS-7010TX-48", .first_cage = 0, .last_cage = 0, .first_plain = 1, .last_plain = 52},
});

std::optional<int> parse_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 4 || text.front() == '0' || text.front() == '-' ||
      error != std::errc{} || end != text.data() + text.size())
    return {};
  return value;
}

}  // namespace

std::string Port::text() const {
  return lane == 0 ? cage() : fmt::format("{}{}/{}", prefix, number, lane);
}

std::string Port::cage() const { return fmt::format("{}{}", prefix, number); }

std::optional<Port> parse_port(std::string_view text) {
  const auto* const digits = std::ranges::find_if_not(text, is_letter);
  const auto letters = static_cast<std::size_t>(digits - text.begin());
  if (letters == 0 || letters > 20) return {};
  const std::string_view rest = text.substr(letters);
  const auto slash = rest.find('/');
  const auto number = parse_number(rest.substr(0, slash));
  if (!number) return {};
  Port port{.prefix = std::string(text.substr(0, letters)), .number = *number};
  if (slash == std::string_view::npos) return port;
  const auto lane = parse_number(rest.substr(slash + 1));
  if (!lane || *lane > kLanesPerCage) return {};
  port.lane = *lane;
  return port;
}

Port advance(const Port& port, int steps) {
  Port result = port;
  if (port.lane == 0) {
    result.number += steps;
  } else {
    const int linear = (port.number - 1) * kLanesPerCage + port.lane - 1 + steps;
    result.number = linear / kLanesPerCage + 1;
    result.lane = linear % kLanesPerCage + 1;
  }
  return result;
}

bool has_port(std::string_view model, const Port& port) {
  const auto* const row = std::ranges::find(kModels, model, &Model::name);
  if (row == kModels.end()) return true;
  const bool cage = port.number >= row->first_cage && port.number <= row->last_cage;
  const bool plain = port.number >= row->first_plain && port.number <= row->last_plain;
  return port.prefix == "Ethernet" && (port.lane == 0 ? plain : cage);
}

}  // namespace rackseed::plan
