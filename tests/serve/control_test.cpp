#include "src/serve/control.hpp"

#include "inventory/sqlite/store.hpp"
#include "tests/cli/temporary_folder.hpp"
#include "tests/inventory/memory.hpp"
#include "tests/serve/rack.hpp"

#include <rackseed/wait_for.hpp>

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;
using namespace tests;

/// A control loop over a real store, with ctrl1 armed.
class ControlTest : public testing::Test {
 protected:
  ControlTest() {
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
  [[nodiscard]] inventory::Node saved() {
    const auto nodes = wait_for(store_.nodes());
    for (const inventory::Node& node : *nodes)
      if (node.bmc == kCtrl1) return node;
    return {};
  }

  Rack rack_;
  cli::TemporaryFolder state_;
  StateFolder folder_{.layout = images::Layout(state_ / ".")};
  InstallTokens tokens_{InstallTokens::Key{1, 2, 3}};
  SeedInterfaces interfaces_{};
  asio::io_context io_{1};
  inventory::sqlite::Store store_{inventory::sqlite::memory()};
  FactLog facts_{io_.get_executor(), store_, [](const Fact&, const std::string&) {}};
  Control control_{io_,
                   {.derived = rack_.derived(),
                    .folder = folder_,
                    .tokens = tokens_,
                    .secrets = rack_.secrets,
                    .writer = store_,
                    .facts = facts_,
                    .interfaces = interfaces_},
                   rack_.machines()};
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
  dhcp::Outcome seen;
  seen.asked.mac = kCtrl1Lom;
  seen.asked.machine = dhcp::Uuid{0x4c, 0x4c, 0x45, 0x44};
  control_.saw(seen, {}, {});
  io_.restart();  // where the store was quicker, nothing was left to wait for
  io_.run();
  EXPECT_EQ(text.get().status, 204);
  const inventory::Node node = saved();
  EXPECT_EQ(node.system_uuid.substr(0, 8), "4c4c4544");
  EXPECT_EQ(node.state, inventory::NodeState::kInstalled);
}

}  // namespace
}  // namespace rackseed::serve
