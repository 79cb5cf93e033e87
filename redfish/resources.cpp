#include "redfish/resources.hpp"

#include "redfish/attempt.hpp"
#include "redfish/refusal.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

constexpr int kAccepted = 202;
constexpr int kPreconditionRequired = 428;

bool is_about_etag(const HttpResponse& answer) {
  return answer.status >= 400 && is_about_etag(read_refusal(answer.status, answer.body));
}

/// An empty one is none (row 4).
std::string etag(std::string_view text) { return std::string(text == "\"\"" ? "" : text); }

std::string own_etag_of(const Json& json) {
  if (!json.is_object()) return "";
  const auto* told = json.as_object().if_contains("@odata.etag");
  return told != nullptr && told->is_string() ? etag(std::string_view(told->as_string())) : "";
}

TaskEnd end_of(TaskStep step) {
  if (step == TaskStep::kCompleted) return TaskEnd::kCompleted;
  return step == TaskStep::kFailed ? TaskEnd::kFailed : TaskEnd::kVanished;
}

}  // namespace

bool Written::is_accepted() const {
  const bool is_good = answer.status >= 200 && answer.status < 300;
  return task == TaskEnd::kCompleted || (is_good && task != TaskEnd::kFailed);
}

Resources::Resources(Session& session, ResourceSettings settings)
    : session_(session),
      settings_(std::move(settings)),
      wants_if_match_(settings_.wants_if_match) {}

Resources::Answer<Document> Resources::read(std::string path) {
  HttpRequest request{.path = path};
  const auto answer = co_await session_.ask(std::move(request));
  if (!answer) co_return answer.error();
  if (answer->status != 200)
    co_return error_of(read_refusal(answer->status, answer->body), "GET " + path);
  auto json = parse_json(answer->body);
  if (!json) co_return BmcError{json.error().code, "GET " + path + ": " + json.error().detail};
  auto own = own_etag_of(*json);
  co_return Document{*std::move(json), etag(answer->field("etag")), std::move(own)};
}

Resources::Answer<Json> Resources::get(std::string path) {
  auto document = co_await read(std::move(path));
  if (!document) co_return document.error();
  co_return std::move(document->json);
}

Resources::Answer<Written> Resources::patch(std::string path, Json body) {
  Patching patching{.path = path, .body = boost::json::serialize(body)};
  std::vector<std::string> etags(1);
  if (wants_if_match_) {
    auto told = co_await etags_of(path);
    if (!told) co_return told.error();
    etags = *std::move(told);
  }
  auto done = co_await try_each(patching, std::move(etags));
  if (done && is_about_etag(patching.last) && !std::exchange(wants_if_match_, true)) {
    auto told = co_await etags_of(path);
    if (!told) co_return told.error();
    done = co_await try_each(patching, *std::move(told));
  }
  if (done && patching.last.status == kPreconditionRequired) {
    std::vector<std::string> last_resort(1, std::string(kIfNoneMatch));
    done = co_await try_each(patching, std::move(last_resort));
  }
  if (!done) co_return done.error();
  auto written = co_await finish(std::move(patching.last), "PATCH " + path);
  if (written) written->if_match = std::move(patching.sent);
  co_return written;
}

/// None twice, until one is taken or refused for another reason.
Resources::Answer<void> Resources::try_each(Patching& patching, std::vector<std::string> etags) {
  for (const std::string& etag : etags) {
    if (std::ranges::find(patching.sent, etag) != patching.sent.end()) continue;
    auto answer = co_await patch_once(patching.path, patching.body, etag);
    if (!answer) co_return answer.error();
    patching.last = *std::move(answer);
    patching.sent.push_back(etag);
    if (!is_about_etag(patching.last)) break;
  }
  co_return BmcResult<void>();
}

Resources::Answer<HttpResponse> Resources::patch_once(std::string path, std::string body,
                                                      std::string if_match) {
  HttpRequest request{.method = "PATCH", .path = path, .fields = {}, .body = body};
  if (!if_match.empty())
    request.fields.emplace_back(if_match == kIfNoneMatch ? "If-None-Match" : "If-Match", if_match);
  auto answer = co_await session_.ask(std::move(request));
  co_return answer;
}

Resources::Answer<std::vector<std::string>> Resources::etags_of(std::string path) {
  const auto document = co_await read(path);
  if (!document) co_return document.error();
  auto etags = settings_.etags ? settings_.etags(document->etag_header, document->own_etag)
                               : etags_to_try(document->etag_header, document->own_etag, Learnt());
  if (etags.empty()) etags.emplace_back();
  co_return etags;
}

Resources::Answer<Written> Resources::post(std::string path, Json body) {
  HttpRequest request{
      .method = "POST", .path = path, .fields = {}, .body = boost::json::serialize(body)};
  auto answer = co_await session_.ask(std::move(request));
  if (!answer) co_return answer.error();
  auto written = co_await finish(*std::move(answer), "POST " + path);
  co_return written;
}

Resources::Answer<Written> Resources::remove(std::string path) {
  HttpRequest request{.method = "DELETE", .path = path};
  auto answer = co_await session_.ask(std::move(request));
  if (!answer) co_return answer.error();
  auto written = co_await finish(*std::move(answer), "DELETE " + path);
  co_return written;
}

Resources::Answer<Written> Resources::finish(HttpResponse answer, std::string what) {
  if (answer.status != kAccepted) co_return Written{.answer = answer};
  const auto task = clean_link(answer.field("location"));
  if (task.empty()) co_return Written{.answer = answer, .task = TaskEnd::kNotNamed};
  auto written = co_await wait_for_task(task, std::move(what));
  co_return written;
}

Resources::Answer<Written> Resources::wait_for_task(std::string task, std::string what) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto end = std::chrono::steady_clock::now() + settings_.task.deadline;
  TaskWatch watch(settings_.task);
  for (;;) {
    timer.expires_after(settings_.task.poll_every);
    co_await timer.async_wait(asio::use_awaitable);
    HttpRequest request{.path = task};
    const auto answer = co_await session_.ask(std::move(request));
    if (!answer) co_return answer.error();
    const auto step = watch.after(*answer);
    if (step != TaskStep::kPollAgain) co_return Written{.answer = *answer, .task = end_of(step)};
    if (std::chrono::steady_clock::now() >= end)
      co_return BmcError{BmcErrc::kTimedOut,
                         fmt::format("{}: its task {} is still \"{}\"", what, task, watch.state())};
  }
}

}  // namespace rackseed::redfish
