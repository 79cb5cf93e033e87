#include "src/serve/control.hpp"

#include "inventory/sqlite/store.hpp"
#include "tests/cli/temporary_folder.hpp"
#include "tests/inventory/memory.hpp"
#include "tests/serve/rack.hpp"

#include <rackseed/wait_for.hpp>

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;
using namespace tests;

struct RealStore {
  inventory::sqlite::Store writer{inventory::sqlite::memory()};
};

/// Has saved a row two turns of the loop after it was given, and keeps all of them.
struct RecordingWriter : inventory::Writer {
  using Done = asio::awaitable<Result<void>>;

  Done save(std::vector<inventory::Node> nodes) override {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    rows.insert(rows.end(), nodes.begin(), nodes.end());
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return Result<void>();
  }
  Done save(std::vector<inventory::Lease> /*leases*/) override { co_return Result<void>(); }
  Done save(std::vector<inventory::Nic> /*nics*/) override { co_return Result<void>(); }
  Done save(inventory::Image /*image*/) override { co_return Result<void>(); }
  Done append(std::vector<inventory::Event> /*events*/) override { co_return Result<void>(); }
  Done forget_image(std::string /*sha256*/) override { co_return Result<void>(); }

  std::vector<inventory::Node> rows{};
};
struct RecordingStore {
  RecordingWriter writer{};
};

/// A control loop over a store, with ctrl1 armed.
template <class Store>
class ControlOver : public testing::Test {
 protected:
  ControlOver() {
    EXPECT_TRUE(control_.arm("ctrl1"));
    io_.run();
    io_.restart();
  }

  [[nodiscard]] std::string word() const { return tokens_.token(kCtrl1, 1); }
  [[nodiscard]] std::future<http::Text> say_installed() {
    const http::InstallCall call{
        .bmc = kCtrl1, .token = word(), .word = http::InstallWord::kInstalled};
    return asio::co_spawn(io_, control_.answer(call, {.method = http::Method::kPost}),
                          asio::use_future);
  }
  void see_uuid() {
    dhcp::Outcome seen;
    seen.asked.mac = kCtrl1Lom;
    seen.asked.machine = dhcp::Uuid{0x4c, 0x4c, 0x45, 0x44};
    control_.saw(seen, {}, {});
  }

  Rack rack_;
  cli::TemporaryFolder state_;
  StateFolder folder_{.layout = images::Layout(state_ / ".")};
  InstallTokens tokens_{InstallTokens::Key{1, 2, 3}};
  SeedInterfaces interfaces_{};
  asio::io_context io_{1};
  Store store_{};
  FactLog facts_{io_.get_executor(), store_.writer, [](const Fact&, const std::string&) {}};
  Control control_{io_,
                   {.derived = rack_.derived(),
                    .folder = folder_,
                    .tokens = tokens_,
                    .secrets = rack_.secrets,
                    .writer = store_.writer,
                    .facts = facts_,
                    .interfaces = interfaces_},
                   rack_.machines()};
};

class ControlTest : public ControlOver<RealStore> {
 protected:
  [[nodiscard]] inventory::Node saved() {
    const auto nodes = wait_for(store_.writer.nodes());
    for (const inventory::Node& node : *nodes)
      if (node.bmc == kCtrl1) return node;
    return {};
  }
};

TEST_F(ControlTest, AnswersWhenTheEndOfAnInstallationIsSaved) {
  auto text = say_installed();
  io_.run();
  EXPECT_EQ(text.get().status, 204);
  EXPECT_EQ(saved().state, inventory::NodeState::kInstalled);
}

TEST_F(ControlTest, SavesTheEndOfAnInstallationBehindWhatIsLearntMeanwhile) {
  auto text = say_installed();
  io_.poll();  // until it waits for the store
  see_uuid();
  io_.restart();  // where the store was quicker, nothing was left to wait for
  io_.run();
  EXPECT_EQ(text.get().status, 204);
  const inventory::Node node = saved();
  EXPECT_EQ(node.system_uuid.substr(0, 8), "4c4c4544");
  EXPECT_EQ(node.state, inventory::NodeState::kInstalled);
}

/// So many steps of the loop pass before something is learnt.
class ControlSteps : public ControlOver<RecordingStore>, public testing::WithParamInterface<int> {};

TEST_P(ControlSteps, WhatIsSavedLastIsTheEndOfTheInstallation) {
  auto text = say_installed();
  for (int steps = 0; steps < GetParam(); ++steps) static_cast<void>(io_.poll_one());
  see_uuid();
  io_.restart();
  io_.run();
  EXPECT_EQ(text.get().status, 204);
  EXPECT_EQ(store_.writer.rows.back().system_uuid.substr(0, 8), "4c4c4544");
  EXPECT_EQ(store_.writer.rows.back().state, inventory::NodeState::kInstalled);
}
INSTANTIATE_TEST_SUITE_P(OfTheLoop, ControlSteps, testing::Range(0, 20));

}  // namespace
}  // namespace rackseed::serve
