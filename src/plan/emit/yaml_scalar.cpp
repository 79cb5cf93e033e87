#include "src/plan/emit/yaml_scalar.hpp"

#include <rackseed/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rackseed::plan {
namespace {

using namespace std::string_view_literals;

constexpr bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

/// Takes characters from the front of a text; the pieces of a regular expression.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  bool one_of(std::string_view set) {
    if (done() || !is_one_of(rest_.front(), set)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// The number of characters taken.
  std::size_t many_of(std::string_view set) {
    const std::size_t count = std::min(rest_.find_first_not_of(set), rest_.size());
    rest_.remove_prefix(count);
    return count;
  }
  bool digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < most && one_of(kDigits)) ++count;
    return count >= least;
  }
  bool word(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  static constexpr std::string_view kDigits = "0123456789";
  static constexpr std::string_view kDigitsAndLine = "0123456789_";

 private:
  std::string_view rest_;
};

// Each function is one line of PyYAML's implicit resolvers (yaml/resolver.py).

bool is_keyword(std::string_view text) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"",    "~",    "null", "Null", "NULL",  "yes",   "Yes",   "YES", "no", "No",
       "NO",  "true", "True", "TRUE", "false", "False", "FALSE", "on",  "On", "ON",
       "off", "Off",  "OFF",  "=",    "<<",    ".nan",  ".NaN",  ".NAN"});
  return std::ranges::count(kWords, text) > 0;
}

/// (:[0-5]?[0-9])+
bool take_sexagesimal_tail(Scanner& in) {
  bool any = false;
  while (in.one_of(":")) {
    any = true;
    const bool tens = in.one_of("012345");
    if (!in.one_of(Scanner::kDigits) && !tens) return false;
  }
  return any;
}

/// ([eE][-+][0-9]+)?
bool take_exponent(Scanner& in) {
  if (!in.one_of("eE")) return true;
  return in.one_of("-+") && in.many_of(Scanner::kDigits) > 0;
}

bool is_based_integer(Scanner in) {
  if (!in.one_of("0")) return false;
  if (in.one_of("b")) return in.many_of("01_") > 0 && in.done();
  if (in.one_of("x")) return in.many_of("0123456789abcdefABCDEF_") > 0 && in.done();
  in.many_of("01234567_");
  return in.done();
}

bool is_decimal_or_sexagesimal(Scanner in) {
  if (!in.one_of("123456789")) return false;
  in.many_of(Scanner::kDigitsAndLine);
  return in.done() || (take_sexagesimal_tail(in) && in.done());
}

bool is_decimal_float(Scanner in) {
  if (!in.one_of(Scanner::kDigits)) return false;
  in.many_of(Scanner::kDigitsAndLine);
  if (!in.one_of(".")) return false;
  in.many_of(Scanner::kDigitsAndLine);
  return take_exponent(in) && in.done();
}

bool is_sexagesimal_float(Scanner in) {
  if (!in.one_of(Scanner::kDigits)) return false;
  in.many_of(Scanner::kDigitsAndLine);
  if (!take_sexagesimal_tail(in) || !in.one_of(".")) return false;
  in.many_of(Scanner::kDigitsAndLine);
  return in.done();
}

/// ".5e+3": without a sign, which PyYAML's expression does not allow here.
bool is_bare_fraction(Scanner in) {
  if (!in.one_of(".") || !in.one_of(Scanner::kDigits)) return false;
  in.many_of(Scanner::kDigitsAndLine);
  return take_exponent(in) && in.done();
}

bool is_infinity(Scanner in) {
  return (in.word(".inf") || in.word(".Inf") || in.word(".INF")) && in.done();
}

bool is_number(std::string_view text) {
  if (is_bare_fraction(Scanner(text))) return true;
  Scanner in(text);
  in.one_of("-+");
  return is_based_integer(in) || is_decimal_or_sexagesimal(in) || is_decimal_float(in) ||
         is_sexagesimal_float(in) || is_infinity(in);
}

bool is_date(Scanner in) {
  return in.digits(4, 4) && in.one_of("-") && in.digits(2, 2) && in.one_of("-") &&
         in.digits(2, 2) && in.done();
}

/// [ \t]*(Z|[-+][0-9][0-9]?(:[0-9][0-9])?)
bool take_time_zone(Scanner& in) {
  in.many_of(" \t");
  if (in.one_of("Z")) return true;
  if (!in.one_of("-+") || !in.digits(1, 2)) return false;
  return !in.one_of(":") || in.digits(2, 2);
}

bool is_timestamp(Scanner in) {
  const bool day = in.digits(4, 4) && in.one_of("-") && in.digits(1, 2) && in.one_of("-") &&
                   in.digits(1, 2) && (in.one_of("Tt") || in.many_of(" \t") > 0);
  const bool time = day && in.digits(1, 2) && in.one_of(":") && in.digits(2, 2) && in.one_of(":") &&
                    in.digits(2, 2);
  if (!time) return false;
  if (in.one_of(".")) in.many_of(Scanner::kDigits);
  return in.done() || (take_time_zone(in) && in.done());
}

/// What PyYAML's analyze_scalar calls block_indicators, for printable ASCII.
bool has_indicators(std::string_view text) {
  if (text.starts_with("---") || text.starts_with("...")) return true;
  if (is_one_of(text.front(), "#,[]{}&*!|>'\"%@`")) return true;
  const bool alone = text.size() == 1 || text[1] == ' ';
  if (alone && is_one_of(text.front(), "?-")) return true;
  return text.back() == ':' || text.find(": ") != std::string_view::npos ||
         text.find(" #") != std::string_view::npos;
}

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool may_be_plain(std::string_view text) {
  return !text.empty() && text.front() != ' ' && text.back() != ' ' && !has_indicators(text) &&
         !resolves_to_other_type(text);
}

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + '\'';
}

std::string escaped(char32_t c) {
  constexpr std::string_view kControls = "\0\a\b\t\n\v\f\r\x1b\"\\"sv;
  constexpr std::string_view kLetters = "0abtnvfre\"\\";
  if (c < 0x7f) {
    const auto at = kControls.find(static_cast<char>(c));
    if (at != std::string_view::npos) return {'\\', kLetters[at]};
    if (c >= 0x20) return {static_cast<char>(c)};
  }
  switch (c) {
    case 0x85:
      return "\\N";
    case 0xa0:
      return "\\_";
    case 0x2028:
      return "\\L";
    case 0x2029:
      return "\\P";
    default:
      break;
  }
  const auto number = static_cast<std::uint32_t>(c);
  if (number <= 0xffU) return fmt::format("\\x{:02X}", number);
  return number <= 0xffffU ? fmt::format("\\u{:04X}", number) : fmt::format("\\U{:08X}", number);
}

std::string double_quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) out += escaped(take_code_point(text));
  return out + '"';
}

}  // namespace

bool resolves_to_other_type(std::string_view text) {
  const Scanner in(text);
  return is_keyword(text) || is_number(text) || is_date(in) || is_timestamp(in);
}

std::string yaml_scalar(std::string_view text) {
  if (!is_printable_ascii(text)) return double_quoted(text);
  return may_be_plain(text) ? std::string(text) : single_quoted(text);
}

}  // namespace rackseed::plan
