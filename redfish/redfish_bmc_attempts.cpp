#include <algorithm>
#include <utility>

#include "redfish/limited.hpp"
#include "redfish/redfish_bmc.hpp"

namespace rackseed::redfish {
namespace {

constexpr std::size_t kMostSent = 40;  ///< requests, the same ones again among them
constexpr int kMostLooks = 3;          ///< what was written may be read back late
constexpr int kReadsOtherwise = 200;

/// A BMC that says yes and does something else refuses, too.
Refusal reads_otherwise(std::string what) {
  return {.status = kReadsOtherwise, .text = std::move(what)};
}

/// The error to give up with.
BmcError said_yes(const BmcError& error, const std::vector<Tried>& tried) {
  if (tried.empty() || tried.back().refusal.status != kReadsOtherwise) return error;
  return {BmcErrc::kNotApplied,
          "the BMC said yes, but " + tried.back().refusal.text +
              "; set it by hand, or go on and believe only what is seen to boot"};
}

Attempt set_property(const std::string& path, std::string_view name, Json value) {
  Attempt attempt{.path = path};
  attempt.body = boost::json::object{{name, std::move(value)}};
  return attempt;
}

/// The standard's way and the old one; some have a lamp in the chassis alone.
std::vector<Attempt> ways_to_light(const Host& host, bool is_lit) {
  std::vector<Attempt> ways;
  const auto add = [&](const std::string& path, bool has_active, bool has_led) {
    if (has_active) ways.push_back(set_property(path, "LocationIndicatorActive", is_lit));
    if (has_led) ways.push_back(set_property(path, "IndicatorLED", is_lit ? "Lit" : "Off"));
    if (has_led && is_lit) ways.push_back(set_property(path, "IndicatorLED", "Blinking"));
  };
  add(host.system.path, host.system.has_location_indicator, host.system.has_indicator_led);
  if (!host.system.chassis.empty()) add(host.system.chassis.front(), true, true);
  return ways;
}

}  // namespace

/// Errors: of what kept the BMC from answering. Its refusal is an answer; a task that has vanished
/// tells nothing, and is to be judged by its effect (row 36).
Bmc::Answer<RedfishBmc::Taken> RedfishBmc::send(Attempt attempt) {
  auto work = attempt.method == "PATCH"
                  ? resources_.patch(std::move(attempt.path), std::move(attempt.body))
                  : resources_.post(std::move(attempt.path), std::move(attempt.body));
  const auto written = co_await std::move(work);
  if (!written) co_return written.error();
  if (!written->is_accepted() && written->task != TaskEnd::kVanished)
    co_return Taken(read_refusal(written->answer.status, written->answer.body));
  const auto& sent = written->if_match;
  if (sent.size() >= 2) learn(taught_by_etag(sent[sent.size() - 2], sent.back()));
  co_return Taken();
}

/// The next attempt, after the pause that it takes to make the same one again.
Bmc::Answer<Attempt> RedfishBmc::next_of(const Next& next, const std::vector<Tried>& tried) {
  NextAttempt todo = next(tried);
  if (auto* error = std::get_if<BmcError>(&todo)) co_return said_yes(*error, tried);
  if (auto* attempt = std::get_if<Attempt>(&todo)) co_return std::move(*attempt);
  co_await pause(std::get<Pause>(todo).length);
  co_return tried.back().attempt;
}

/// Attempts, one after the other, until one has its effect.
Bmc::Answer<void> RedfishBmc::persuade(const Next& next, const Look& look, AfterRefusal after) {
  std::vector<Tried> tried;
  while (tried.size() < kMostSent) {
    auto attempt = co_await next_of(next, tried);
    if (!attempt) co_return attempt.error();
    const auto taken = co_await send(*attempt);
    if (!taken) co_return taken.error();
    const auto seen = co_await see(*taken, look, after);
    if (!seen) co_return seen.error();
    if (!*seen) {
      learn(attempt->taught);
      co_return BmcResult<void>();
    }
    tried.push_back({*std::move(attempt), **seen});
  }
  co_return error_of(tried.back().refusal, "after all that there is to try");
}

/// What was refused may be so all the same, and what was taken may not (rows 16, 19).
Bmc::Answer<RedfishBmc::Taken> RedfishBmc::see(Taken taken, const Look& look, AfterRefusal after) {
  if (taken && after == AfterRefusal::kGoOn) co_return taken;
  const int looks = taken ? 1 : kMostLooks;
  auto otherwise = co_await look_again(look, looks);
  if (!otherwise) co_return otherwise.error();
  if (otherwise->empty()) {
    if (taken) remark("it is so, although it was refused: " + taken->text);
    co_return Taken();
  }
  if (!taken) taken = reads_otherwise(*std::move(otherwise));
  co_return taken;
}

Bmc::Answer<std::string> RedfishBmc::look_again(const Look& look, int most) {
  for (int looks = 1;; ++looks) {
    auto otherwise = co_await look();
    const bool is_final = !otherwise || otherwise->empty() || looks == most;
    if (is_final) co_return otherwise;
    co_await pause(settings_.poll_every);
  }
}

Bmc::Answer<void> RedfishBmc::light(bool is_lit) {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  const std::vector<Attempt> ways = ways_to_light(*host_, is_lit);
  const Next next = [&](const std::vector<Tried>& tried) -> NextAttempt {
    if (tried.size() < ways.size()) return ways[tried.size()];
    if (tried.empty()) return BmcError{BmcErrc::kUnsupported, "the BMC has no indicator lamp"};
    return error_of(tried.front().refusal, "PATCH " + place_of(tried.front().attempt.path));
  };
  const Look look = []() -> Answer<std::string> { co_return std::string(); };  // a lamp is seen
  co_return co_await persuade(next, look, AfterRefusal::kGoOn);
}

Bmc::Answer<void> RedfishBmc::set_indicator(bool is_lit) {
  co_return co_await limited(settings_.call_limit, light(is_lit), "the indicator by Redfish");
}

}  // namespace rackseed::redfish
