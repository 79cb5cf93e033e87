#include "redfish/attempt.hpp"

#include <algorithm>

namespace rackseed::redfish {
namespace {

constexpr std::string_view kWeak = "W/";

}  // namespace

bool Attempt::is_same(const Attempt& other) const {
  return method == other.method && path == other.path && body == other.body;
}

std::ptrdiff_t times_tried(const Attempt& attempt, const std::vector<Tried>& tried) {
  return std::ranges::count_if(tried,
                               [&](const Tried& one) { return one.attempt.is_same(attempt); });
}

std::vector<std::string> etags_to_try(std::string_view header, std::string_view own,
                                      const Learnt& known) {
  const std::string_view etag = header.empty() ? own : header;  // "" is none (row 4)
  std::vector<std::string> etags;
  const auto add = [&](std::string_view form) {
    if (std::ranges::find(etags, form) == etags.end()) etags.emplace_back(form);
  };
  const std::string_view strong = etag.starts_with(kWeak) ? etag.substr(kWeak.size()) : etag;
  if (known.wants_if_none_match) add(kIfNoneMatch);
  if (known.refuses_if_match) add("");
  if (known.wants_strong_etag) add(strong);
  add(etag);
  add(strong);
  add("");
  return etags;
}

bool is_about_etag(const Refusal& refusal) {
  return refusal.status == 412 || refusal.status == 428 || refusal.says("PreconditionFailed") ||
         refusal.says("PreconditionHeaderMissing") || refusal.says("PreconditionRequired") ||
         refusal.says("ETagTypeNotSupported");
}

Learnt taught_by_etag(std::string_view refused, std::string_view taken) {
  return {.wants_strong_etag = refused.starts_with(kWeak) && !taken.empty() &&
                               !taken.starts_with(kWeak) && taken != kIfNoneMatch,
          .refuses_if_match = !refused.empty() && taken.empty(),
          .wants_if_none_match = taken == kIfNoneMatch};
}

}  // namespace rackseed::redfish
