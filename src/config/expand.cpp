#include "src/config/expand.hpp"

#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <charconv>

#include "src/config/numbers.hpp"
#include "src/config/quote.hpp"

namespace rackseed::config {
namespace {

constexpr std::size_t kMostDigits = 6;

/// The two ends of "20-14" as they are written.
struct Span {
  std::string_view first{};
  std::string_view last{};
};

bool is_short_number(std::string_view text) {
  return !text.empty() && text.size() <= kMostDigits && std::ranges::all_of(text, is_digit);
}

std::optional<Span> split(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  const Span span{.first = text.substr(0, dash), .last = text.substr(dash + 1)};
  if (!is_short_number(span.first) || !is_short_number(span.last)) return {};
  return span;
}

int to_number(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool has_leading_zero(std::string_view digits) { return digits.size() > 1 && digits[0] == '0'; }

/// All numbers from one end to the other, upwards or downwards.
Result<std::vector<int>> count(const Span& span, std::string_view whole) {
  const int first = to_number(span.first);
  const int last = to_number(span.last);
  const int direction = first <= last ? 1 : -1;
  const auto size = static_cast<std::size_t>((last - first) * direction) + 1;
  if (size > kMostExpansions)
    return Error{Errc::kConflict, fmt::format("{} stands for {} values; at most {}", quote(whole),
                                              size, kMostExpansions)};
  std::vector<int> numbers(size);
  for (std::size_t i = 0; i < size; ++i) numbers[i] = first + static_cast<int>(i) * direction;
  return numbers;
}

Error no_name(std::string_view text) {
  return {Errc::kMalformed,
          fmt::format("{} is not a name or a range such as cmp[1-7] or n[01-12]", quote(text))};
}

}  // namespace

Result<std::vector<std::string>> expand_names(std::string_view text) {
  const auto open = text.find('[');
  const auto close = text.find(']');
  if (open == std::string_view::npos && close == std::string_view::npos)
    return std::vector<std::string>{std::string(text)};
  if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
      text.find_first_of("[]", close + 1) != std::string_view::npos)
    return no_name(text);
  const auto span = split(text.substr(open + 1, close - open - 1));
  if (!span) return no_name(text);
  const bool padded = has_leading_zero(span->first) || has_leading_zero(span->last);
  if (padded && span->first.size() != span->last.size()) return no_name(text);
  const auto numbers = count(*span, text);
  if (!numbers) return numbers.error();
  std::vector<std::string> names;
  names.reserve(numbers->size());
  for (const int number : *numbers)
    names.push_back(fmt::format("{}{:0{}}{}", text.substr(0, open), number,
                                padded ? span->first.size() : 1, text.substr(close + 1)));
  return names;
}

Result<std::vector<int>> expand_numbers(std::string_view text) {
  const auto span = split(text);
  if (span && !has_leading_zero(span->first) && !has_leading_zero(span->last))
    return count(*span, text);
  const auto number = parse_whole_number(text);
  if (!number) return number.error();
  if (*number < kAnyNumber.least || *number > kAnyNumber.most)
    return Error{Errc::kMalformed,
                 fmt::format("{} is outside {}..{}", *number, kAnyNumber.least, kAnyNumber.most)};
  return std::vector<int>{*number};
}

Result<std::vector<Ipv4>> expand_addresses(std::string_view text) {
  const auto last_dot = text.rfind('.');
  const auto dash = text.find('-');
  const auto first = Ipv4::parse(text.substr(0, dash));
  const bool is_range = first && dash != std::string_view::npos;
  const auto last =
      is_range ? Ipv4::parse(fmt::format("{}.{}", text.substr(0, last_dot), text.substr(dash + 1)))
               : first;
  if (!first || !last)
    return Error{
        Errc::kMalformed,
        fmt::format("{} is not an IPv4 address or a range such as 172.30.33.21-27", quote(text))};
  std::vector<Ipv4> addresses{*first};
  while (addresses.back() != *last)
    addresses.emplace_back(addresses.back() < *last ? addresses.back().bits() + 1
                                                    : addresses.back().bits() - 1);
  return addresses;
}

std::optional<int> step_on(int number, int steps) {
  const int result = number + steps;
  if (result < kAnyNumber.least || result > kAnyNumber.most) return {};
  return result;
}

std::optional<Ipv4> step_on(Ipv4 address, int steps) {
  const std::int64_t result = std::int64_t{address.bits()} + steps;
  if (result < 0 || result > std::int64_t{0xffffffff}) return {};
  return Ipv4(static_cast<std::uint32_t>(result));
}

std::optional<plan::Port> step_on(const plan::Port& port, int steps) {
  const plan::Port result = plan::advance(port, steps);
  if ((result.lane == 0) != (port.lane == 0)) return {};  // below the first port
  return plan::parse_port(result.text());
}

}  // namespace rackseed::config
