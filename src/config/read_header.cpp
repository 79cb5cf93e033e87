#include <fmt/core.h>

#include <array>

#include "src/config/quote.hpp"
#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

constexpr std::string_view kApiVersion = "rackseed/v1";
constexpr std::string_view kKind = "RackPlan";
constexpr Range kRevision{1, 1'000'000};

void check_version(Section& root) {
  const auto version = root.need("apiVersion", std::array{kApiVersion});
  const std::string* text = version ? version->scalar("a text") : nullptr;
  if (text != nullptr && *text != kApiVersion)
    version->notes().add(
        "E-102", version->path(),
        fmt::format("{} is not supported; this server reads {}", quote(*text), kApiVersion),
        version->position());
}

void read_mode(Section& in, plan::Mode& mode) {
  const auto cell = in.need("mode", words_of<plan::Mode>());
  const std::string* text = cell ? cell->scalar("a word") : nullptr;
  if (text == nullptr) return;
  const auto known = plan::from_string<plan::Mode>(*text);
  mode = known.value_or(mode);
  if (!known)
    cell->notes().add("E-103", cell->path(),
                      fmt::format("unknown mode {}; use nanopod, minipod or fabric", quote(*text)),
                      cell->position());
}

/// A value that cannot be changed once the rack was deployed.
void read_frozen(Section& in, std::string_view key, std::string& target, const Shape& shape) {
  constexpr std::string_view kText =
      "missing; this value is frozen at deployment and cannot be changed without a full "
      "reinstallation";
  const auto cell = in.need_or_note(key, "E-110", std::string(kText));
  if (!cell) return;
  if (cell->tree().kind == Kind::kScalar && cell->tree().text.empty()) {
    cell->notes().add("E-110", cell->path(), std::string(kText), cell->position());
  } else {
    read_value(*cell, target, shape);
  }
}

}  // namespace

void read_header(Section& root, plan::Plan& plan) {
  check_version(root);
  std::string kind;
  root.read("kind", kind, OneOf{std::array{kKind}});
  root.required_section("metadata", [&](Section& in) {
    in.require("name", plan.metadata.name, kName);
    read_mode(in, plan.metadata.mode);
    in.read("revision", plan.metadata.revision, kRevision);
  });
  root.section("addressing", [&](Section& in) { in.read("suffix", plan.suffix_rule); });
}

void read_identity(Section& root, plan::Plan& plan) {
  plan::Identity& identity = plan.identity;
  root.required_section("identity", [&](Section& in) {
    read_frozen(in, "env", identity.env, kFreeText);
    read_frozen(in, "region", identity.region, kFreeText);
    read_frozen(in, "stage", identity.stage, kFreeText);
    read_frozen(in, "org", identity.org, kFreeText);
    read_frozen(in, "site", identity.site, kFreeText);
    read_frozen(in, "location", identity.location, kFreeText);
    read_frozen(in, "domain", identity.domain, kDomain);
    in.read("timezone", identity.timezone, kTimeZone);
  });
}

}  // namespace rackseed::config
