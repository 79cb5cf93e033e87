#include "redfish/resources.hpp"

#include "tests/redfish/fake_bmc.hpp"

#include <gmock/gmock.h>

namespace rackseed::redfish::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const kSystem = "/redfish/v1/Systems/1";

/// With polls that do not wait.
struct Asking : Logged {
  static ResourceSettings at_once() {
    ResourceSettings settings;
    settings.task.poll_every = std::chrono::milliseconds(1);
    settings.task.deadline = std::chrono::seconds(20);
    return settings;
  }
  /// What If-Match each PATCH had.
  [[nodiscard]] std::vector<std::string> matches() const {
    std::vector<std::string> values;
    for (const Asked& asked : peer.asked())
      if (asked.request.method == "PATCH") values.push_back(asked.field("if-match"));
    return values;
  }
  Resources resources{session, at_once()};
};

/// A resource with an ETag, whose PATCH does what `patch` says of its If-Match.
std::function<Reply(const Asked&)> with_etag(std::string etag,
                                             std::function<int(const std::string&)> patch) {
  return [=](const Asked& asked) {
    if (asked.request.method == "GET")
      return Reply{.fields = {{"ETag", etag}}, .body = R"({"@odata.etag":"own"})"};
    return Reply{.status = patch(asked.field("if-match"))};
  };
}

/// A POST that answers 202, and a task that answers what it is told, the last again and again.
std::function<Reply(const Asked&)> with_task(std::vector<Reply> polls) {
  return [polls = std::move(polls), next = std::size_t{0}](const Asked& asked) mutable {
    if (asked.request.method != "GET")
      return Reply{.status = 202, .fields = {{"Location", "/redfish/v1/TaskMonitors/7"}}};
    const std::size_t now = std::min(next++, polls.size() - 1);
    return polls[now];
  };
}

Reply state(const std::string& text) { return {.body = R"({"TaskState":")" + text + "\"}"}; }

TEST(Resources, AreReadAsJson) {
  Asking rig;
  rig.bmc.resource = with_etag("W/\"1\"", [](const std::string&) { return 200; });
  const auto read = rig.run(rig.resources.read(kSystem));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->etag_header, "W/\"1\"");
  EXPECT_EQ(read->own_etag, "own");
}

TEST(Resources, SayWhatIsWrong) {
  Asking rig;
  rig.bmc.resource = [](const Asked&) { return Reply{.status = 404}; };
  EXPECT_EQ(rig.run(rig.resources.read(kSystem)).error().code, BmcErrc::kNotFound);
  rig.bmc.resource = [](const Asked&) { return Reply{.body = "<html>"}; };
  const auto page = rig.run(rig.resources.read(kSystem));
  EXPECT_EQ(page.error().code, BmcErrc::kMalformed);
  EXPECT_THAT(page.error().detail, HasSubstr("GET /redfish/v1/Systems/1"));
}

TEST(Row1, AnEtagIsReadAndSentWhereOneIsWanted) {
  Asking rig;
  rig.bmc.resource =
      with_etag("\"1\"", [](const std::string& match) { return match.empty() ? 428 : 200; });
  const auto first = rig.run(rig.resources.patch(kSystem, Json(boost::json::object())));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->answer.status, 200);
  EXPECT_TRUE(rig.run(rig.resources.patch(kSystem, Json(boost::json::object()))));
  EXPECT_THAT(rig.matches(), ElementsAre("", "\"1\"", "\"1\""));  // remembered
}

TEST(Row1, ABmcThatWantsNoneGetsNone) {
  Asking rig;
  EXPECT_TRUE(rig.run(rig.resources.patch(kSystem, Json(boost::json::object()))));
  EXPECT_EQ(rig.count("GET", kSystem), 0);
  EXPECT_THAT(rig.matches(), ElementsAre(""));
}

TEST(Row2, AfterThreeFormsTheRefusalStands) {
  Asking rig;
  rig.bmc.resource = with_etag("W/\"1\"", [](const std::string&) { return 412; });
  const auto written = rig.run(rig.resources.patch(kSystem, Json(boost::json::object())));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->answer.status, 412);
  EXPECT_FALSE(written->is_accepted());
  EXPECT_THAT(rig.matches(), ElementsAre("", "W/\"1\"", "\"1\""));
}

TEST(Row3, AnEtagGoesBackByteForByte) {
  for (const char* etag : {"1234", R"(""1234"")", "W/1234"}) {
    Asking rig;
    rig.bmc.resource =
        with_etag(etag, [&](const std::string& match) { return match == etag ? 200 : 428; });
    const auto written = rig.run(rig.resources.patch(kSystem, Json(boost::json::object())));
    ASSERT_TRUE(written);
    EXPECT_EQ(written->answer.status, 200) << etag;
  }
}

TEST(Row4, AnEmptyEtagIsNone) {
  Asking rig;
  rig.bmc.resource =
      with_etag("\"\"", [](const std::string& match) { return match.empty() ? 428 : 412; });
  const auto written = rig.run(rig.resources.patch(kSystem, Json(boost::json::object())));
  ASSERT_TRUE(written);
  EXPECT_THAT(rig.matches(), ElementsAre("", "own"));
}

TEST(Row35, ATaskIsFollowedWhereverItIs) {
  Asking rig;
  rig.bmc.resource = with_task({state("Running"), state("Completed")});
  const auto written = rig.run(rig.resources.post(kSystem, Json(boost::json::object())));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->task, TaskEnd::kCompleted);
  EXPECT_TRUE(written->is_accepted());
  EXPECT_EQ(rig.count("GET", "/redfish/v1/TaskMonitors/7"), 2);
}

TEST(Row35, WithoutALocationTheResourceIsToBePolled) {
  Asking rig;
  rig.bmc.resource = [](const Asked&) { return Reply{.status = 202}; };
  const auto written = rig.run(rig.resources.post(kSystem, Json(boost::json::object())));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->task, TaskEnd::kNotNamed);
}

TEST(Row35, AMonitorEndsByTheAnswerItself) {
  Asking rig;
  rig.bmc.resource = with_task({Reply{.status = 202}, Reply{.status = 204}});
  EXPECT_EQ(rig.run(rig.resources.post(kSystem, Json(boost::json::object())))->task,
            TaskEnd::kCompleted);
  rig.bmc.resource = with_task({Reply{.status = 202}, Reply{.status = 400}});
  const auto refused = rig.run(rig.resources.post(kSystem, Json(boost::json::object())));
  EXPECT_EQ(refused->task, TaskEnd::kFailed);
  EXPECT_FALSE(refused->is_accepted());
}

TEST(Row36, ATaskMayComeLateAndVanish) {
  Asking rig;
  const Reply missing{.status = 404};
  rig.bmc.resource = with_task({missing, missing, state("Running"), missing});
  EXPECT_EQ(rig.run(rig.resources.post(kSystem, Json(boost::json::object())))->task,
            TaskEnd::kVanished);
  EXPECT_EQ(rig.count("GET", "/redfish/v1/TaskMonitors/7"), 4);
}

TEST(Row36, ATaskThatNeverComesIsNotPolledForEver) {
  Asking rig;
  rig.bmc.resource = with_task({Reply{.status = 404}});
  EXPECT_EQ(rig.run(rig.resources.post(kSystem, Json(boost::json::object())))->task,
            TaskEnd::kVanished);
  EXPECT_EQ(rig.count("GET", "/redfish/v1/TaskMonitors/7"), 6);
}

TEST(Row37, AnUnknownStateIsOneInWhichTheTaskRuns) {
  Asking rig;
  rig.bmc.resource = with_task({state("New"), state("Waltzing"), state("Completed")});
  EXPECT_EQ(rig.run(rig.resources.post(kSystem, Json(boost::json::object())))->task,
            TaskEnd::kCompleted);
  for (const char* bad : {"Exception", "Killed", "Cancelled"}) {
    rig.bmc.resource = with_task({state("Running"), state(bad)});
    EXPECT_EQ(rig.run(rig.resources.post(kSystem, Json(boost::json::object())))->task,
              TaskEnd::kFailed);
  }
}

TEST(Row37, ATaskThatAlwaysRunsHasADeadline) {
  Asking rig;
  auto settings = Asking::at_once();
  settings.task.deadline = std::chrono::milliseconds(50);
  Resources hurried(rig.session, settings);
  rig.bmc.resource = with_task({state("Running")});
  const auto written = rig.run(hurried.post(kSystem, Json(boost::json::object())));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, BmcErrc::kTimedOut);
  EXPECT_THAT(written.error().detail, HasSubstr("still \"Running\""));
}

}  // namespace
}  // namespace rackseed::redfish::tests
