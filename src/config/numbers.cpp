#include "src/config/numbers.hpp"

#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <charconv>

#include "src/config/quote.hpp"

namespace rackseed::config {
namespace {

bool is_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

bool is_made_of(std::string_view text, std::string_view others) {
  return is_digit(text.front()) && std::ranges::all_of(text, [&](char c) {
           return is_digit(c) || others.find(c) != std::string_view::npos;
         });
}

/// What to do about a text that looks like a number, or "".
std::string_view advice(std::string_view text) {
  if (text.empty()) return "";
  if (text.front() == '+') return ": write it without \"+\"";
  if (text.front() == '-') text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return "";
  if (is_digits(text))
    return ": a leading zero means octal to some readers; write it without the zero";
  if (text.starts_with("0x") || text.starts_with("0o") || text.starts_with("0b"))
    return ": write it in decimal digits";
  if (is_made_of(text, "_")) return ": write it without \"_\"";
  if (is_made_of(text, ":")) return ": \":\" means base 60 to some readers; write decimal digits";
  if (is_made_of(text, ".eE+-")) return ": write it in decimal digits";
  return "";
}

}  // namespace

Result<int> parse_whole_number(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool leading_zero = digits.size() > 1 && digits.front() == '0';
  if (digits.empty() || !is_digits(digits) || leading_zero)
    return Error{Errc::kMalformed,
                 fmt::format("{} is not a whole number{}", quote(text), advice(text))};
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    return Error{Errc::kMalformed, fmt::format("{} is too large a number", quote(text))};
  return value;
}

}  // namespace rackseed::config
