#pragma once

#include <rackseed/net.hpp>

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/plan/emit/plain_text.hpp"

namespace rackseed::plan {

/// A value of which spaces may stay: a description, which is the rest of its line.
struct EosText {
  std::string_view text{};
};

/// A password hash in crypt(5) form.
struct EosHash {
  std::string_view text{};
};

/// Ranges of VLAN numbers, both ends included; written as "10,20,30-39", none as "none".
struct EosVlans {
  std::vector<std::pair<int, int>> ranges{};
};

// How a value may stand in a command: a name is one word, whatever the plan says.
[[nodiscard]] std::string eos_argument(std::string_view name);
[[nodiscard]] std::string eos_argument(EosText text);
[[nodiscard]] std::string eos_argument(EosHash hash);
[[nodiscard]] std::string eos_argument(const EosVlans& vlans);
[[nodiscard]] std::string eos_argument(Ipv4 address);
[[nodiscard]] std::string eos_argument(Prefix prefix);
template <std::integral T>
[[nodiscard]] T eos_argument(T number) {
  return number;
}

template <class T>
using EosArgument = decltype(eos_argument(std::declval<const T&>()));

/// Writes an EOS configuration. Commands are literals and every argument passes eos_argument, so
/// no value of a plan can begin a line or a command.
class EosWriter {
 public:
  /// A command at the current depth.
  template <class... Args>
  EosWriter& line(fmt::format_string<EosArgument<Args>...> command, const Args&... args) {
    add(fmt::format(command, eos_argument(args)...));
    return *this;
  }

  /// A command that opens a section; a section inside a section is set off by "!".
  template <class... Args>
  EosWriter& begin(fmt::format_string<EosArgument<Args>...> command, const Args&... args) {
    if (depth_ > 0) add("!");
    add(fmt::format(command, eos_argument(args)...));
    ++depth_;
    return *this;
  }

  /// Closes the section; at the outermost depth a "!" follows.
  EosWriter& end();

  /// A "!" by itself, after commands outside sections.
  EosWriter& separate();

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void add(std::string_view command);

  std::string out_{};
  std::size_t depth_ = 0;
};

}  // namespace rackseed::plan
