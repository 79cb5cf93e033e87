#pragma once

#include "redfish/credentials.hpp"
#include "redfish/login.hpp"
#include "redfish/retry.hpp"
#include "redfish/root.hpp"

#include <rackseed/turns.hpp>

#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>

namespace rackseed::redfish {

struct SessionSettings {
  RetrySettings retry{};
  bool refuses_sessions = false;  ///< Basic only: no log-in is tried (BMC.md row 38)
};

/// One session at one BMC: begun by the first question, begun anew once when the BMC has forgotten
/// it, and given back by close(). A BMC that grants none is asked by Basic authentication.
class Session : boost::noncopyable {
 public:
  using Answer = boost::asio::awaitable<BmcResult<HttpResponse>>;

  /// transport: outlives the session.
  Session(Transport& transport, Credentials credentials, SessionSettings settings = {});

  /// Logs in, where no question has done so yet. Errors: those of ask().
  boost::asio::awaitable<BmcResult<void>> open();
  /// What it told before the log-in: all links, maybe not all that it is (its Oem part, say). Empty
  /// where nobody had to log in.
  [[nodiscard]] const ServiceRoot& root() const { return root_; }
  /// Any status but 401 is an answer, and what is worth a wait was waited for (decide_retry).
  /// Errors, besides the transport's: kDenied, kPasswordExpired, kSessionLimit, kBusy (at log-in),
  /// kRestarting, kUnsupported (no Redfish).
  Answer ask(HttpRequest request);
  /// Other credentials: the session of the old ones is given back first (BMC.md row 40).
  boost::asio::awaitable<void> use(Credentials credentials);
  /// Deletes the session at the BMC, whatever went wrong before. The next question would begin
  /// another one. A coroutine that was cancelled first says this_coro::reset_cancellation_state().
  boost::asio::awaitable<void> close();

  [[nodiscard]] bool has_session() const { return !token_.empty(); }
  /// Known before, or learnt since. At its session limit a BMC is asked by Basic too: that passes.
  [[nodiscard]] bool refuses_sessions() const;

 private:
  using Clock = std::chrono::steady_clock;
  enum class State : std::uint8_t { kLoggedOut, kToken, kBasic };

  boost::asio::awaitable<BmcResult<void>> find_sessions();
  boost::asio::awaitable<BmcResult<void>> enter(LoginDecision decision);
  Answer send_patiently(HttpRequest request);
  Answer send(HttpRequest request);
  [[nodiscard]] HttpRequest authorized(const HttpRequest& request) const;
  [[nodiscard]] BmcError denied(const HttpRequest& request, const HttpResponse& answer) const;
  void forget();

  Transport& transport_;
  Credentials credentials_;
  RetrySettings retry_;
  State state_;
  BmcErrc why_basic_ = BmcErrc::kUnsupported;
  ServiceRoot root_;  ///< its sessions: where to log in; "": not yet asked
  std::string token_;
  std::string path_;
  std::uint64_t logins_ = 0;
  Turns login_turn_{1};
  std::optional<Clock::time_point> last_answer_{};
  std::minstd_rand random_{std::random_device()()};
};

}  // namespace rackseed::redfish
