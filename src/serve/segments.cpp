#include "src/serve/segments.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;

Fact finding(std::string text) {
  return {.kind = FactKind::kSegmentFinding, .text = std::move(text)};
}

void add(const dhcp::SegmentReport& report, const dhcp::Directory& directory,
         SegmentsChecked& checked) {
  for (const dhcp::SegmentFinding& found : dhcp::findings_of(report, directory)) {
    std::string text = fmt::format("{}: {}", found.code, found.text);
    if (found.severity == dhcp::Severity::kError) checked.errors.push_back(text);
    checked.facts.push_back(finding(std::move(text)));
  }
}

asio::awaitable<void> check_one(dhcp::SegmentQuestion question, SegmentsChecked* checked) {
  const auto directory = question.directory;
  const std::string interface = question.interface;
  const auto report = co_await dhcp::check_segment(std::move(question));
  if (report)
    add(*report, *directory, *checked);
  else
    checked->facts.push_back(
        finding(fmt::format("{} could not be checked: {}", interface, report.error().detail)));
}

}  // namespace

asio::awaitable<SegmentsChecked> check_segments(std::set<std::string> interfaces,
                                                std::shared_ptr<const dhcp::Directory> directory,
                                                std::vector<dhcp::LeaseRow> leases) {
  SegmentsChecked checked;
  TaskGroup tasks(co_await asio::this_coro::executor,
                  [&checked](std::string_view task, std::string_view why) {
                    checked.facts.push_back(finding(fmt::format("{}: {}", task, why)));
                  });
  for (const std::string& interface : interfaces)
    tasks.spawn(
        "check of " + interface,
        check_one({.interface = interface, .directory = directory, .leases = leases}, &checked));
  co_await tasks.join();
  co_return checked;
}

}  // namespace rackseed::serve
