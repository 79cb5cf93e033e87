#include "src/serve/fact_log.hpp"

#include "inventory/sqlite/store.hpp"
#include "tests/inventory/memory.hpp"
#include "tests/serve/rack.hpp"
#include "tests/serve/silent_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;

using inventory::Event;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;
using namespace tests;

const FactLimiter::Clock::time_point kStart{};

TEST(FactLimiter, LetsABurstPassAndThenOneAnInterval) {
  FactLimiter limiter({.burst = 3, .interval = 1s});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.admit("a", kStart), 0);
  EXPECT_EQ(limiter.admit("a", kStart), -1);
  EXPECT_EQ(limiter.admit("a", kStart + 900ms), -1);
  EXPECT_EQ(limiter.admit("a", kStart + 1100ms), 2);  // tells how many were left out
  EXPECT_EQ(limiter.admit("a", kStart + 1200ms), -1);
  EXPECT_EQ(limiter.admit("a", kStart + 2200ms), 1);
}

TEST(FactLimiter, FillsUpToABurst) {
  FactLimiter limiter({.burst = 2, .interval = 1s});
  for (int i = 0; i < 3; ++i) limiter.admit("a", kStart);
  EXPECT_EQ(limiter.admit("a", kStart + 1h), 1);
  EXPECT_EQ(limiter.admit("a", kStart + 1h), 0);
  EXPECT_EQ(limiter.admit("a", kStart + 1h), -1);
}

TEST(FactLimiter, CountsEachKeyByItself) {
  FactLimiter limiter({.burst = 1, .interval = 1s});
  EXPECT_EQ(limiter.admit("a", kStart), 0);
  EXPECT_EQ(limiter.admit("b", kStart), 0);
  EXPECT_EQ(limiter.admit("a", kStart), -1);
}

TEST(FactLimiter, KnowsSoManyKeysOnly) {
  FactLimiter limiter({.burst = 1, .interval = 1s}, 2);
  limiter.admit("a", kStart);
  limiter.admit("b", kStart);
  EXPECT_EQ(limiter.admit("a", kStart), -1);
  EXPECT_EQ(limiter.admit("c", kStart), 0);  // forgets the others
  EXPECT_EQ(limiter.admit("a", kStart), 0);
}

/// A store that fails as long as it shall.
class FailingWriter final : public inventory::SilentWriter {
 public:
  Done append(std::vector<Event> events) override {
    ++tries;
    if (on_append) on_append();
    if (fails) co_return Error{.code = Errc::kUnavailable, .detail = "disk full"};
    saved.insert(saved.end(), events.begin(), events.end());
    co_return Result<void>();
  }

  std::function<void()> on_append{};
  bool fails = false;
  int tries = 0;
  std::vector<Event> saved{};
};

class FactLogTest : public testing::Test {
 protected:
  Result<void> flush(FactLog& log) {
    auto flushed = asio::co_spawn(io_, log.flush(), asio::use_future);
    io_.restart();
    io_.run();
    return flushed.get();
  }
  FactLog::Write writer_of_lines() {
    return [this](const Fact& fact, const std::string& line) {
      kinds_.push_back(fact.kind);
      lines_.push_back(line);
      if (on_line_) on_line_();
    };
  }

  asio::io_context io_{1};
  FailingWriter store_;
  std::vector<std::string> lines_{};
  std::vector<FactKind> kinds_{};
  std::function<void()> on_line_{};
  FactLog log_{io_.get_executor(), store_, writer_of_lines()};
};

Fact installed() {
  return {.kind = FactKind::kInstalled,
          .bmc = kCtrl1,
          .node = "ctrl1",
          .client = "10.1.8.10",
          .text = "the installer is \"done\"",
          .data = Value::Map{{"bytes", 5}}};
}

TEST_F(FactLogTest, WritesALineAtOnceAndSavesLater) {
  log_.add(installed());
  EXPECT_THAT(lines_, ElementsAre("ctrl1: the installer is \"done\""));
  EXPECT_THAT(kinds_, ElementsAre(FactKind::kInstalled));
  EXPECT_THAT(store_.saved, IsEmpty());
  ASSERT_TRUE(flush(log_));
  EXPECT_THAT(
      store_.saved,
      ElementsAre(AllOf(Field(&Event::kind, "Installed"), Field(&Event::bmc, kCtrl1),
                        Field(&Event::data, R"({"bytes": 5, "text": "the installer is \"done\"", )"
                                            R"("client": "10.1.8.10"})"))));
}

TEST_F(FactLogTest, SavesIntoARealStore) {
  inventory::sqlite::Store store(inventory::sqlite::memory());
  FactLog log(io_.get_executor(), store, writer_of_lines());
  log.add(installed());
  log.add({.kind = FactKind::kServerStarted, .text = "serving"});
  ASSERT_TRUE(flush(log));
  auto read = asio::co_spawn(io_, store.events(0, 10), asio::use_future);
  io_.restart();
  io_.run();
  const auto events = read.get();
  ASSERT_TRUE(events);
  ASSERT_THAT(*events, SizeIs(2));
  EXPECT_EQ(events->at(0).bmc, kCtrl1);
  EXPECT_EQ(events->at(1).kind, "ServerStarted");
  EXPECT_EQ(events->at(1).bmc, std::nullopt);
}

TEST_F(FactLogTest, KeepsWhatCouldNotBeSaved) {
  store_.fails = true;
  log_.add(installed());
  const auto flushed = flush(log_);
  ASSERT_FALSE(flushed);
  EXPECT_EQ(flushed.error().detail, "disk full");
  log_.add({.kind = FactKind::kServerStarted, .text = "more"});
  store_.fails = false;
  ASSERT_TRUE(flush(log_));
  EXPECT_THAT(store_.saved,
              ElementsAre(Field(&Event::kind, "Installed"), Field(&Event::kind, "ServerStarted")));
  ASSERT_TRUE(flush(log_));
  EXPECT_THAT(store_.saved, SizeIs(2));
}

TEST_F(FactLogTest, LosesNothingThatComesWhileItSaves) {
  store_.on_append = [this] {
    if (store_.tries == 1) log_.add(installed());
  };
  log_.add({.kind = FactKind::kServerStarted, .text = "first"});
  ASSERT_TRUE(flush(log_));
  EXPECT_THAT(store_.saved, SizeIs(1));
  ASSERT_TRUE(flush(log_));
  EXPECT_THAT(store_.saved,
              ElementsAre(Field(&Event::kind, "ServerStarted"), Field(&Event::kind, "Installed")));
}

TEST_F(FactLogTest, SavesByItselfAndTellsATroubleOnce) {
  TaskGroup tasks(io_.get_executor(),
                  [](std::string_view, std::string_view why) { FAIL() << why; });
  store_.fails = true;
  store_.on_append = [this, &tasks] {
    if (store_.tries == 3) store_.fails = false;
    if (store_.tries == 3) tasks.stop();
  };
  tasks.spawn("facts", log_.run());
  log_.add(installed());
  io_.run();
  EXPECT_THAT(store_.saved, SizeIs(1));
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("the installer"),
                                  "facts are kept in memory until they can be saved: disk full"));
}

TEST_F(FactLogTest, WakesForTheFirstFact) {
  TaskGroup tasks(io_.get_executor(),
                  [](std::string_view, std::string_view why) { FAIL() << why; });
  store_.on_append = [&tasks] { tasks.stop(); };
  tasks.spawn("facts", log_.run());
  io_.poll();
  log_.add(installed());
  io_.run();
  EXPECT_THAT(store_.saved, SizeIs(1));
}

TEST_F(FactLogTest, LeavesOutWhatAStrangerRepeats) {
  for (int i = 0; i < 100; ++i)
    log_.add({.kind = FactKind::kDhcpRefused, .client = "02:00:00:00:00:99", .text = "no answer"});
  EXPECT_THAT(lines_, SizeIs(8));
  ASSERT_TRUE(flush(log_));
  EXPECT_THAT(store_.saved, SizeIs(8));
}

TEST_F(FactLogTest, NeverLeavesOutWhatTheSeedItselfSays) {
  for (int i = 0; i < 1000; ++i) log_.add({.kind = FactKind::kInterfaceChanged, .text = "eth0"});
  EXPECT_THAT(lines_, SizeIs(1000));
}

TEST_F(FactLogTest, IsNotFloodedByStrangersOfManyNames) {
  for (int i = 0; i < 20'000; ++i)
    log_.add({.kind = FactKind::kDhcpRefused, .client = std::to_string(i), .text = "no answer"});
  EXPECT_LE(lines_.size(), 1000U);
  log_.add(installed());
  EXPECT_EQ(lines_.back(), "ctrl1: the installer is \"done\"");
}

TEST_F(FactLogTest, HearsOfTheEndOfAnInstallationThatFetchedManyFiles) {
  for (int i = 0; i < 1000; ++i)
    log_.add({.kind = FactKind::kFileServed,
              .bmc = kCtrl1,
              .node = "ctrl1",
              .client = "10.1.8.10",
              .text = "/apt/x.deb"});
  EXPECT_THAT(lines_, SizeIs(60));
  log_.add(installed());
  EXPECT_EQ(lines_.back(), "ctrl1: the installer is \"done\"");
}

}  // namespace
}  // namespace rackseed::serve
