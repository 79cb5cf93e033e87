#include "src/rehearsal/faults.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace rackseed::rehearsal {
namespace {

constexpr auto kUnits =
    std::to_array<std::pair<std::string_view, std::int64_t>>({{"", 1},
                                                              {"KB", std::int64_t{1} << 10U},
                                                              {"MB", std::int64_t{1} << 20U},
                                                              {"GB", std::int64_t{1} << 30U}});
constexpr std::int64_t kMostNumber = 1'000'000'000;

std::optional<std::int64_t> parse_value(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0 || number > kMostNumber) return {};
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto* const found =
      std::ranges::find(kUnits, unit, &std::pair<std::string_view, std::int64_t>::first);
  if (found == kUnits.end()) return {};
  return number * found->second;
}

}  // namespace

Result<void> Faults::add(std::string_view spec) {
  const auto equals = spec.find('=');
  const auto name = spec.substr(0, equals);
  const auto rows = fault_rows();
  const auto row = std::ranges::find(rows, name, &FaultRow::name);
  if (row == rows.end())
    return Error{Errc::kMalformed, fmt::format("{}: there is no such fault", name)};
  if (equals != std::string_view::npos) {
    const auto value = parse_value(spec.substr(equals + 1));
    if (row->value == 0) return Error{Errc::kMalformed, fmt::format("{}: takes no value", name)};
    if (!value) return Error{Errc::kMalformed, fmt::format("{}: not a number", spec)};
    values_[row->fault] = *value;
  }
  add(row->fault);
  return {};
}

std::int64_t Faults::value(Fault fault) const {
  const auto found = values_.find(fault);
  return found != values_.end() ? found->second
                                : fault_rows()[static_cast<std::size_t>(fault)].value;
}

}  // namespace rackseed::rehearsal
