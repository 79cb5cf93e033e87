#include "src/config/series.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "src/config/expand.hpp"
#include "src/config/quote.hpp"
#include "src/config/section.hpp"

namespace rackseed::config {
namespace {

constexpr Range kStep{-1000, 1000};

Result<std::vector<plan::Port>> one_port(std::string_view text) {
  const auto port = plan::parse_port(text);
  if (!port) return Error{Errc::kMalformed, fmt::format("{} is not {}", quote(text), kPort.wants)};
  return std::vector<plan::Port>{*port};
}

void refuse(const Cell& cell, const Error& error) {
  cell.notes().add(error.code == Errc::kConflict ? "E-117" : "E-111", cell.path(), error.detail,
                   cell.position());
}

/// True when so many values more are allowed.
bool allow(const Cell& cell, std::size_t values) {
  const bool allowed = cell.notes().allow_expansion(values);
  if (!allowed) refuse(cell, {Errc::kConflict, "the ranges of the plan stand for too many values"});
  return allowed;
}

/// The values of a scalar, or none after a finding.
template <class T>
std::vector<T> expanded(const Cell& cell, Result<std::vector<T>> (*expand)(std::string_view)) {
  const std::string* text = cell.scalar("a value, a range or {start: X, step: N}");
  if (text == nullptr || !allow(cell, 1)) return {};
  auto values = expand(*text);
  if (values && !allow(cell, values->size())) return {};
  if (values) return std::move(*values);
  refuse(cell, values.error());
  return {};
}

/// `{start: X, step: N}`
template <class T>
std::vector<T> stepped(const Cell& cell, const Expansion& expansion,
                       Result<std::vector<T>> (*expand)(std::string_view)) {
  Section in(cell);
  const auto start = in.need("start");
  int step = 1;
  in.read("step", step, kStep);
  in.finish();
  const auto first = start ? expanded(*start, expand) : std::vector<T>{};
  if (first.size() > 1)
    start->refuse(quote(start->tree().text) + " is a range: start with one value");
  std::vector<T> values;
  if (first.size() != 1 || !allow(cell, expansion.count)) return values;
  for (std::size_t i = 0; i < std::max<std::size_t>(expansion.count, 1); ++i) {
    const auto value = step_on(first.front(), static_cast<int>(i) * step);
    if (!value) {
      refuse(cell, {Errc::kConflict, fmt::format("there is no value {} times {} after {}", i, step,
                                                 quote(start->tree().text))});
      return {};
    }
    values.push_back(*value);
  }
  return values;
}

template <class T>
std::vector<T> read_series(const Cell& cell, const Expansion& expansion,
                           Result<std::vector<T>> (*expand)(std::string_view)) {
  if (cell.tree().kind == Kind::kMap) return stepped(cell, expansion, expand);
  auto values = expanded(cell, expand);
  if (values.empty() || expansion.count == 0 || values.size() == expansion.count) return values;
  cell.notes().add(
      "E-117", expansion.path,
      fmt::format("{}, but {} has {}", counted(expansion.count, "name"),
                  cell.path().substr(expansion.path.size() + 1), counted(values.size(), "value")),
      cell.position());
  return {};
}

}  // namespace

std::vector<std::string> read_names(const Cell& cell, const Shape& shape) {
  auto names = expanded(cell, expand_names);
  const auto bad = std::ranges::find_if_not(names, shape.accepts);
  if (bad == names.end()) return names;
  cell.refuse(fmt::format("{} is not {}", quote(*bad), shape.wants));
  return {};
}

std::vector<int> read_numbers(const Cell& cell, const Expansion& expansion) {
  return read_series(cell, expansion, expand_numbers);
}

std::vector<Ipv4> read_addresses(const Cell& cell, const Expansion& expansion) {
  return read_series(cell, expansion, expand_addresses);
}

std::vector<std::string> read_ports(const Cell& cell, const Expansion& expansion) {
  std::vector<std::string> ports;
  for (const plan::Port& port : read_series(cell, expansion, one_port))
    ports.push_back(port.text());
  return ports;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace rackseed::config
