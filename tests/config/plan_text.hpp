#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <vector>

#include "src/config/plan_reader.hpp"

namespace rackseed::config {

using Lines = std::vector<std::string>;

/// What every plan needs; four lines, so what a test adds begins in line 5.
inline constexpr std::string_view kHeader =
    "apiVersion: rackseed/v1\n"
    "kind: RackPlan\n"
    "metadata: {name: p1, mode: minipod}\n"
    "identity: {env: e, region: r, stage: s, org: o, site: t, location: l, domain: a.example}\n";

inline std::string with_header(std::string_view text) {
  return std::string(kHeader) + std::string(text);
}

/// "5:3 E-101 networks.api.gatway: unknown key"
inline Lines lines_of(const std::vector<plan::Finding>& findings) {
  Lines lines;
  for (const plan::Finding& f : findings)
    lines.push_back(
        fmt::format("{}:{} {} {}: {}", f.position.line, f.position.column, f.code, f.path, f.text));
  return lines;
}

/// What is wrong with a text that follows the header.
inline Lines said(std::string_view text) {
  return lines_of(parse_plan(with_header(text)).findings);
}

inline plan::Plan plan_of(std::string_view text) { return parse_plan(with_header(text)).plan; }

}  // namespace rackseed::config
