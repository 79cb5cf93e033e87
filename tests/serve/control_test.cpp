#include "src/serve/control.hpp"

#include "inventory/sqlite/store.hpp"
#include "src/secrets/seal.hpp"
#include "tests/cli/temporary_folder.hpp"
#include "tests/inventory/memory.hpp"
#include "tests/serve/rack.hpp"
#include "tests/serve/silent_writer.hpp"

#include <rackseed/wait_for.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace tests;

struct RealStore {
  inventory::sqlite::Store writer{inventory::sqlite::memory()};
  inventory::Reader& reader = writer;
};

/// Has saved a row two turns of the loop after it was given, and keeps all of them.
struct RecordingWriter : inventory::SilentWriter {
  using SilentWriter::save;
  Done save(std::vector<inventory::Node> nodes) override {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    rows.insert(rows.end(), nodes.begin(), nodes.end());
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return Result<void>();
  }

  std::vector<inventory::Node> rows{};
};
struct RecordingStore {
  RecordingWriter writer{};
  inventory::sqlite::Store reader{inventory::sqlite::memory()};
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
  void run() {
    io_.run();
    io_.restart();
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
  secrets::Vault vault_{store_.reader, folder_.layout};
  std::vector<std::string> lines_{};
  FactLog facts_{io_.get_executor(), store_.writer,
                 [this](const Fact&, const std::string& line) { lines_.push_back(line); }};
  Control control_{io_,
                   {.derived = rack_.derived(),
                    .folder = folder_,
                    .tokens = tokens_,
                    .vault = vault_,
                    .writer = store_.writer,
                    .facts = facts_,
                    .interfaces = interfaces_},
                   rack_.machines()};
};

class ControlTest : public ControlOver<RealStore> {
 protected:
  [[nodiscard]] http::Text ask_for_switch() {
    const http::SwitchFile file{.system = "eos", .serial = "JPE00001101"};
    auto text = asio::co_spawn(io_, control_.answer(file, {}), asio::use_future);
    run();
    return text.get();
  }
  void set(const std::string& name, std::string text) {
    const auto key = secrets::open_key(folder_.layout.secrets_key(), "");
    ASSERT_TRUE(key);
    ASSERT_TRUE(wait_for(store_.writer.save(inventory::SealedSecret{
        .name = name, .sealed = secrets::seal(*key, name, SecretText(std::move(text)))})));
  }
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

const std::string kHash = "$6$salt$" + std::string(86, 'a');

TEST_F(ControlTest, FindsASecretThatIsSetMeanwhile) {
  const http::Text refused = ask_for_switch();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("the secret switch_password_hash is not set; set it: "
                                      "rackseed secret set switch_password_hash --state "));
  set("switch_password_hash", kHash);
  const http::Text served = ask_for_switch();
  EXPECT_EQ(served.status, 200);
  EXPECT_THAT(served.body, HasSubstr("secret sha512 " + kHash));
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("install"), HasSubstr("is not set"),
                                  HasSubstr("got its configuration")))
      << "each answer is told once, however often it was decided";
}

TEST_F(ControlTest, NeverRendersASecretOfAnotherShape) {
  set("switch_password_hash", "pass word");
  const http::Text refused = ask_for_switch();
  EXPECT_EQ(refused.status, 503);
  EXPECT_THAT(refused.body, HasSubstr("the secret switch_password_hash is no SHA-512 password"));
  EXPECT_THAT(refused.body, Not(HasSubstr("pass word")));
  for (const std::string& line : lines_) EXPECT_THAT(line, Not(HasSubstr("pass word")));
}

TEST_F(ControlTest, TellsWhichSecretsAreMissing) {
  set("switch_password_hash", kHash);
  set("operator_public_key", "pass word");
  lines_.clear();
  auto checked = asio::co_spawn(io_, control_.check_secrets(), asio::use_future);
  run();
  checked.get();
  EXPECT_THAT(lines_, ElementsAre(HasSubstr("the secret install_user_password_hash is not set"),
                                  HasSubstr("line 1 of the secret operator_public_key is not")));
}

dhcp::Outcome acknowledged(Mac client, dhcp::ClientClass client_class) {
  dhcp::Reply reply;
  reply.message.type = dhcp::MessageType::kAck;
  reply.message.header.yours = ip("172.30.2.150");
  reply.message.header.mac = client;
  dhcp::Outcome outcome{.decision = reply};
  outcome.asked.mac = client;
  outcome.asked.client.client_class = client_class;
  outcome.asked.vendor_class = "iDRAC\n";
  return outcome;
}

TEST_F(ControlTest, KeepsABmcThatNoPlanKnows) {
  lines_.clear();
  for (int packet = 0; packet < 3; ++packet)
    control_.saw(acknowledged(kStranger, dhcp::ClientClass::kBmc), {}, {});
  auto host = acknowledged(kCtrl1Lom, dhcp::ClientClass::kHost);
  host.asked.vendor_class.clear();
  control_.saw(host, {}, {});
  run();
  const auto candidates = wait_for(store_.writer.candidates());
  ASSERT_TRUE(candidates);
  ASSERT_EQ(candidates->size(), 1U);
  EXPECT_EQ(candidates->front().address, ip("172.30.2.150"));
  EXPECT_EQ(candidates->front().mac, kStranger.text());
  EXPECT_EQ(candidates->front().found_by, "dhcp");
  EXPECT_EQ(candidates->front().notes, "iDRAC_");
  EXPECT_THAT(lines_, Contains(HasSubstr("172.30.2.150 may be a BMC (dhcp)")).Times(1));
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
