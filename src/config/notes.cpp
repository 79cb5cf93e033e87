#include "src/config/notes.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rackseed::config {
namespace {

constexpr std::size_t kMostFindings = 1000;
constexpr std::size_t kMostExpanded = 1'000'000;

/// The last part of a path: what it calls the value itself.
std::string_view last_part(std::string_view path) {
  const auto cut = path.find_last_of('.');
  return cut == std::string_view::npos ? path : path.substr(cut + 1);
}

constexpr bool shares_names(std::string_view list) {
  return list == "switches" || list == "upstream" || list == "nodes";
}

}  // namespace

void Notes::add(std::string_view code, std::string path, std::string text,
                plan::Position position) {
  if (findings_.size() >= kMostFindings) {
    is_full_ = true;
    return;
  }
  const bool is_new = said_
                          .insert(fmt::format("{} {}:{} {} {}", code, position.line,
                                              position.column, last_part(path), text))
                          .second;
  if (is_new)
    findings_.push_back({.code = std::string(code),
                         .path = std::move(path),
                         .text = std::move(text),
                         .position = position});
}

void Notes::claim(std::string_view list, const std::string& name, plan::Position position) {
  const std::string_view space = shares_names(list) ? "device" : list;
  const auto [owner, is_new] = owners_.try_emplace(fmt::format("{} {}", space, name), list);
  if (!is_new)
    add("E-108", fmt::format("{}.{}", list, name),
        fmt::format("name already used in {}", owner->second), position);
}

bool Notes::allow_expansion(std::size_t values) {
  expanded_ += std::min(values, kMostExpanded + 1);
  return expanded_ <= kMostExpanded;
}

std::vector<plan::Finding> Notes::take() {
  if (is_full_)
    findings_.push_back(
        {.code = "E-100",
         .path = "",
         .text = fmt::format("more than {} problems; the others are left out", kMostFindings)});
  plan::sort_findings(findings_);
  return std::move(findings_);
}

}  // namespace rackseed::config
