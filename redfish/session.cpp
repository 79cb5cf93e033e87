#include "redfish/session.hpp"

#include "redfish/refusal.hpp"

#include <rackseed/task_group.hpp>

#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

constexpr int kUnauthorized = 401;
constexpr const char* kRoot = "/redfish/v1/";
constexpr const char* kUsualSessions = "/redfish/v1/SessionService/Sessions";

std::chrono::milliseconds since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               then);
}

BmcError refused(const HttpRequest& request, const HttpResponse& answer) {
  return error_of(read_refusal(answer.status, answer.body), request.method + " " + request.path);
}

/// A GET that is asked again after a 401 changes nothing, and what was refused did nothing.
constexpr int kLogins = 2;

}  // namespace

Session::Session(Transport& transport, Credentials credentials, SessionSettings settings)
    : transport_(transport),
      credentials_(std::move(credentials)),
      retry_(settings.retry),
      state_(settings.refuses_sessions ? State::kBasic : State::kLoggedOut) {}

bool Session::refuses_sessions() const {
  return state_ == State::kBasic && why_basic_ == BmcErrc::kUnsupported;
}

Session::Answer Session::ask(HttpRequest request) {
  for (int tried = 1;; ++tried) {
    const auto ready = co_await open();
    if (!ready) co_return ready.error();
    const auto login = logins_;
    HttpRequest carried = authorized(request);
    auto answer = co_await send_patiently(std::move(carried));
    if (!answer) co_return answer;
    if (wants_new_password(*answer)) co_return refused(request, *answer);
    if (answer->status != kUnauthorized) co_return answer;
    const bool again = state_ != State::kBasic && tried < kLogins;
    if (!again) co_return denied(request, *answer);
    if (login == logins_) forget();  // else another question has logged in again meanwhile
  }
}

asio::awaitable<BmcResult<void>> Session::open() {
  const auto turn = co_await login_turn_.take();
  if (state_ != State::kLoggedOut) co_return BmcResult<void>();
  const auto known = co_await find_sessions();
  if (!known) co_return known.error();
  HttpRequest login{.method = "POST", .path = root_.sessions, .body = credentials_.login_body()};
  auto answer = co_await send_patiently(std::move(login));
  if (!answer) co_return answer.error();
  LoginDecision decision = decide_login(*answer, root_.sessions);
  auto entered = co_await enter(std::move(decision));
  co_return entered;
}

/// Asked of the root, which needs no session; the SessionService may (row 41).
asio::awaitable<BmcResult<void>> Session::find_sessions() {
  if (!root_.sessions.empty()) co_return BmcResult<void>();
  const HttpRequest root{.path = kRoot};
  const auto answer = co_await send_patiently(root);
  if (!answer) co_return answer.error();
  if (answer->status == 404)
    co_return BmcError{BmcErrc::kUnsupported, "GET /redfish/v1/: 404: it has no Redfish"};
  if (answer->status >= 400 && answer->status != kUnauthorized) co_return refused(root, *answer);
  if (const auto json = parse_json(answer->body)) {
    Notes notes;
    root_ = read_root(Fields(*json, "", notes));
  }
  if (root_.sessions.empty()) root_.sessions = kUsualSessions;
  co_return BmcResult<void>();
}

asio::awaitable<BmcResult<void>> Session::enter(LoginDecision decision) {
  if (const auto* error = std::get_if<BmcError>(&decision)) co_return *error;
  if (const auto* basic = std::get_if<UseBasic>(&decision)) {
    state_ = State::kBasic;
    why_basic_ = basic->because;
    co_return BmcResult<void>();
  }
  auto& session = std::get<LoggedIn>(decision);
  token_ = std::move(session.token);
  path_ = std::move(session.path);
  state_ = State::kToken;
  ++logins_;
  if (!session.wants_new_password) co_return BmcResult<void>();
  co_await close();
  co_return BmcError{BmcErrc::kPasswordExpired,
                     "log-in as " + credentials_.user() + ": the BMC wants another password first"};
}

/// Sends, and sends again while that is worth it.
Session::Answer Session::send_patiently(HttpRequest request) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto began = Clock::now();
  for (int number = 1;; ++number) {
    auto outcome = co_await send(request);
    Exchange exchange{.method = request.method, .number = number, .elapsed = since(began)};
    if (last_answer_) exchange.since_answer = since(*last_answer_);
    exchange.jitter = std::uniform_real_distribution<double>(0, 1)(random_);
    if (outcome) last_answer_ = Clock::now();
    const auto decision = decide_retry(exchange, outcome, retry_);
    const auto* later = std::get_if<AskLater>(&decision);
    if (later == nullptr) {
      wipe(request.body);
      if (const auto* lost = std::get_if<GiveUp>(&decision))
        co_return BmcError{lost->code, outcome.error().detail + "; it answered before"};
      co_return outcome;
    }
    timer.expires_after(later->wait);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

Session::Answer Session::send(HttpRequest request) {
  request.fields.emplace_back("Accept", "application/json");
  request.fields.emplace_back("OData-Version", "4.0");
  auto answer = co_await transport_.send(std::move(request));
  co_return answer;
}

HttpRequest Session::authorized(const HttpRequest& request) const {
  HttpRequest carried = request;
  if (state_ == State::kToken)
    carried.fields.emplace_back("X-Auth-Token", token_);
  else
    carried.fields.emplace_back("Authorization", credentials_.basic());
  return carried;
}

BmcError Session::denied(const HttpRequest& request, const HttpResponse& answer) const {
  BmcError error = refused(request, answer);
  if (state_ == State::kBasic && why_basic_ == BmcErrc::kSessionLimit) {
    error.code = BmcErrc::kSessionLimit;
    error.detail +=
        "; all sessions of the BMC are taken, and it takes no password instead: end "
        "some, or wait until they have lapsed";
  }
  return error;
}

void Session::forget() {
  if (!refuses_sessions()) state_ = State::kLoggedOut;
  wipe(token_);
  path_.clear();
}

asio::awaitable<void> Session::use(Credentials credentials) {
  if (credentials_.is_same(credentials)) co_return;
  co_await close();
  credentials_ = std::move(credentials);
}

asio::awaitable<void> Session::close() {
  HttpRequest end{.method = "DELETE", .path = path_};
  const bool has_any = state_ == State::kToken && !path_.empty();
  if (has_any) end = authorized(end);
  forget();
  if (!has_any) co_return;
  const auto answer = co_await send(std::move(end));
  static_cast<void>(answer);  // whatever it says: the session is gone, or lapses by itself
}

}  // namespace rackseed::redfish
