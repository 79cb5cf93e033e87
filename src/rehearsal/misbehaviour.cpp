#include "src/rehearsal/misbehaviour.hpp"

#include <fmt/core.h>

#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

using Odd = std::optional<Answer>;

constexpr std::uint64_t kCrowd = 2;

Answer delivered(Delivery delivery) {
  Answer answer;
  answer.delivery = delivery;
  return answer;
}

Answer redirect(int status, std::string location) {
  Answer answer = done(status);
  answer.fields.emplace_back("Location", std::move(location));
  return answer;
}

Answer busy(int status, std::string_view id, std::string_view text) {
  Answer answer = refusal(status, id, text);
  answer.fields.emplace_back("Retry-After", "1");
  return answer;
}

std::string nested(std::int64_t depth) {
  const auto count = static_cast<std::size_t>(depth);
  return fmt::format("{{\"Members\":{}{}}}", std::string(count, '['), std::string(count, ']'));
}

Answer with_text(std::string text) {
  Answer answer;
  answer.text = std::move(text);
  return answer;
}

/// What an enemy would answer to a GET.
Odd be_hostile(const State& state, const Request& request) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kHostileBody)) {
    Answer answer = delivered(Delivery::kFilled);
    answer.filled = faults.value(Fault::kHostileBody);
    return answer;
  }
  if (faults.has(Fault::kHostileRedirects)) return redirect(301, request.path + "/x");
  if (faults.has(Fault::kHostileNesting))
    return with_text(nested(faults.value(Fault::kHostileNesting)));
  if (faults.has(Fault::kHostileUtf8))
    return with_text("{\"Id\":\"\xff\xfe\xc0\x80\",\"Name\":\"\xed\xa0\x80\"}");
  if (faults.has(Fault::kHostileChunked)) return delivered(Delivery::kBadChunk);
  return {};
}

/// Refusals of a connection, whatever is asked.
Odd drop(const State& state, const Request& request) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kSilent)) return delivered(Delivery::kSilent);
  if (faults.has(Fault::kConnectionResetOnReuse) && request.number > 0)
    return delivered(Delivery::kReset);
  if (faults.has(Fault::kResetWhileBooting) && state.in_post) return delivered(Delivery::kReset);
  return {};
}

Odd be_busy(State& state, const Request& request) {
  const Faults& faults = state.faults;
  if (state.restarting_until && state.now < *state.restarting_until)
    return busy(503, "Base.1.12.ServiceTemporarilyUnavailable", "The service is starting.");
  if (faults.has(Fault::kOneAtATime) &&
      static_cast<std::int64_t>(state.counters.in_flight) > faults.value(Fault::kOneAtATime))
    return busy(503, "Base.1.12.ServiceTemporarilyUnavailable", "Too many requests at a time.");
  if (request.method != Method::kGet) return {};
  const auto is_due = [&](Fault fault) {
    return faults.has(fault) && faults.value(fault) > 0 &&
           state.gets % static_cast<std::uint64_t>(faults.value(fault)) == 0;
  };
  ++state.gets;
  if (is_due(Fault::kFlaky503))
    return busy(503, "Base.1.12.ServiceTemporarilyUnavailable", "Try again.");
  if (is_due(Fault::kFlaky500))
    return refusal(500, "IDRAC.2.5.SYS518",
                   "iDRAC is currently unable to display any information.");
  return {};
}

/// Too much at a time makes it stop for a while: set_delivery() delays all answers.
void stall(State& state) {
  const bool stalls = state.stalls_until && state.now < *state.stalls_until;
  if (!state.faults.has(Fault::kStallWhenCrowded) || stalls || state.counters.in_flight <= kCrowd)
    return;
  const std::chrono::seconds limit(state.faults.value(Fault::kStallWhenCrowded));
  state.stalls_until = state.now + limit;
}

/// Requests that are sent elsewhere.
Odd send_away(const State& state, const Request& request) {
  const Faults& faults = state.faults;
  const bool is_get = request.method == Method::kGet;
  if (faults.has(Fault::kRedirectPort) && !request.is_moved)
    return redirect(
        301, state.moved_to + request.path + (request.query.empty() ? "" : "?" + request.query));
  if (faults.has(Fault::kRedirectSessions) && request.method == Method::kPost &&
      request.path == sessions_path(state))
    return redirect(static_cast<int>(faults.value(Fault::kRedirectSessions)), request.path + "/");
  if (faults.has(Fault::kRedirectSlash) && is_get && !request.path.ends_with('/'))
    return redirect(301, request.path + "/");
  if (faults.has(Fault::kRedirectOtherHost) && is_get &&
      request.path.starts_with(fmt::format("{}/Systems/", kRoot)))
    return redirect(302, fmt::format("{}://127.0.0.1:{}{}", request.is_encrypted ? "https" : "http",
                                     faults.value(Fault::kRedirectOtherHost), request.path));
  return {};
}

Odd refuse_transport(const State& state, const Request& request) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kPlainRootOnly) && !request.is_encrypted &&
      without_slash(request.path) != kRoot)
    return refusal(403, "Base.1.12.InsufficientPrivilege", "HTTPS is required.");
  if (faults.has(Fault::kIdentityRefused) && request.field("accept-encoding") == "identity")
    return done(406);
  return {};
}

}  // namespace

Odd misbehave(State& state, const Request& request) {
  stall(state);
  if (auto odd = drop(state, request)) return odd;
  if (auto odd = be_busy(state, request)) return odd;
  if (request.method == Method::kGet)
    if (auto odd = be_hostile(state, request)) return odd;
  if (auto odd = refuse_transport(state, request)) return odd;
  return send_away(state, request);
}

void set_delivery(Answer& answer, const State& state) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kSlow)) answer.delay_ms = faults.value(Fault::kSlow);
  if (state.stalls_until && state.now < *state.stalls_until)
    answer.delay_ms += (*state.stalls_until - state.now).count();
  if (answer.delivery != Delivery::kOrdinary) return;
  if (faults.has(Fault::kChunked)) answer.delivery = Delivery::kChunked;
  if (faults.has(Fault::kHttp10)) answer.delivery = Delivery::kHttp10;
  if (!faults.has(Fault::kHostileSlow)) return;
  answer.delivery = Delivery::kSlow;
  answer.pause_ms = faults.value(Fault::kHostileSlow);
}

}  // namespace rackseed::rehearsal
