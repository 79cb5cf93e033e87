#include "redfish/discovery/scan.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

/// An attacker's announcements take no more memory than this.
constexpr std::size_t kMostFound = 1 << 16;

class Scan : boost::noncopyable {
 public:
  Scan(CurlLoop& curl, const asio::any_io_executor& executor, ScanSettings settings,
       OnProgress on_progress);

  asio::awaitable<Result<std::vector<Candidate>>> run();

 private:
  asio::awaitable<void> work();
  std::optional<Ipv4> next_host();
  void take(Ipv4 host, Probed probed);
  void hear(Candidate announced);
  [[nodiscard]] Result<std::vector<Candidate>> result() const;

  CurlLoop& curl_;
  asio::any_io_executor executor_;
  ScanSettings settings_;
  OnProgress on_progress_;
  ScanProgress progress_{};
  std::uint64_t next_;
  std::map<Ipv4, Candidate> found_{};
  std::size_t sent_ = 0;
  std::string failure_{};  ///< why something was not sent, or a task ended
  DiscoverySearch search_;
  TaskGroup tasks_;
};

Scan::Scan(CurlLoop& curl, const asio::any_io_executor& executor, ScanSettings settings,
           OnProgress on_progress)
    : curl_(curl),
      executor_(executor),
      settings_(std::move(settings)),
      on_progress_(std::move(on_progress)),
      next_(settings_.prefix.network().bits()),
      search_(
          executor, settings_.interfaces,
          [this](Candidate announced) { hear(std::move(announced)); }, settings_.groups),
      tasks_(executor, [this](std::string_view task, std::string_view why) {
        failure_ = fmt::format("{}: {}", task, why);
      }) {
  progress_.total = static_cast<std::size_t>(settings_.prefix.host_count());
}

asio::awaitable<Result<std::vector<Candidate>>> Scan::run() {
  if (!settings_.interfaces.empty()) tasks_.spawn("search", search_.run(settings_.search_limit));
  for (std::size_t i = 0; i < std::min(settings_.in_flight, progress_.total); ++i)
    tasks_.spawn("scan", work());
  std::exception_ptr cancelled;
  try {
    co_await tasks_.join();
  } catch (...) {
    cancelled = std::current_exception();
  }
  if (!cancelled) co_return result();
  tasks_.stop();
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await tasks_.join();
  std::rethrow_exception(cancelled);
}

asio::awaitable<void> Scan::work() {
  for (auto host = next_host(); host; host = next_host()) {
    AddressProbe probe(curl_, executor_, *host, settings_.probe);
    Probed probed = co_await probe.run();
    take(*host, std::move(probed));
  }
}

std::optional<Ipv4> Scan::next_host() {
  while (next_ <= settings_.prefix.broadcast().bits()) {
    const Ipv4 host(static_cast<std::uint32_t>(next_++));
    if (settings_.prefix.is_host(host)) return host;
  }
  return {};
}

void Scan::take(Ipv4 host, Probed probed) {
  if (probed.is_sent) ++sent_;
  if (!probed.why_unsent.empty()) failure_ = std::move(probed.why_unsent);
  if (probed.candidate) {
    // What it answered itself counts more than what it, or another, announced.
    Candidate& known = found_[host];
    absorb(*probed.candidate, known);
    known = *std::move(probed.candidate);
  }
  ++progress_.done;
  progress_.found = found_.size();
  if (on_progress_) on_progress_(progress_);
}

void Scan::hear(Candidate announced) {
  const bool is_ours = settings_.prefix.is_host(announced.address) ||
                       is_connected(announced.address, settings_.interfaces);
  if (!is_ours || found_.size() >= kMostFound) return;
  const auto [at, is_new] = found_.try_emplace(announced.address, announced);
  if (!is_new) absorb(at->second, announced);
}

Result<std::vector<Candidate>> Scan::result() const {
  if (progress_.done < progress_.total)
    return Error{Errc::kUnavailable,
                 fmt::format("{}: the scan ended: {}", settings_.prefix.text(), failure_)};
  if (sent_ == 0 && found_.empty())
    return Error{Errc::kUnavailable,
                 fmt::format("{}: nothing can be sent there: {}; give this machine an address in "
                             "that network, or a route to it",
                             settings_.prefix.text(), failure_)};
  std::vector<Candidate> candidates;
  for (const auto& [address, candidate] : found_) candidates.push_back(candidate);
  return candidates;
}

}  // namespace

Result<void> check_scan(const Prefix& prefix) {
  if (prefix.length() >= kLeastScanLength) return {};
  return Error{Errc::kUnsupported,
               fmt::format("{} has {} hosts; at most a /{} is scanned at a time", prefix.text(),
                           prefix.host_count(), kLeastScanLength)};
}

asio::awaitable<Result<std::vector<Candidate>>> scan(CurlLoop& curl, ScanSettings settings,
                                                     OnProgress on_progress) {
  if (const auto checked = check_scan(settings.prefix); !checked) co_return checked.error();
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  Scan all(curl, executor, std::move(settings), std::move(on_progress));
  auto result = co_await all.run();
  co_return result;
}

}  // namespace rackseed::redfish
