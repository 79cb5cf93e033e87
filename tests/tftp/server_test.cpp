#include "tftp/server.hpp"

#include "tests/tftp/server_fixture.hpp"
#include "tests/tftp/some_content.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>

namespace rackseed::tftp {
namespace {

using cli::write;
using testing::ElementsAre;
using testing::HasSubstr;

using TftpServer = ServerTest;

TEST_F(TftpServer, ServesAFile) {
  write(root_ / "grub/grub.cfg", "menu");
  start({});
  auto reader = client();
  EXPECT_EQ(reader.read(Request{.name = "/grub/grub.cfg"}), "menu");
  ASSERT_TRUE(wait_for_facts(2));
  EXPECT_THAT(facts_.kinds(), ElementsAre(FactKind::kStarted, FactKind::kFinished));
  EXPECT_EQ(facts_.seen[1].name, "/grub/grub.cfg");
  EXPECT_EQ(facts_.seen[1].bytes, 4U);
  EXPECT_EQ(facts_.seen[1].client.address, Ipv4(INADDR_LOOPBACK));
}

TEST_F(TftpServer, ServesLargeFilesInEveryShape) {
  const auto content = some_content(3'000'000);
  write(root_ / "image", content);
  start({});
  for (const Options& options :
       {Options{}, Options{.block_bytes = 1468, .window_blocks = 64},
        Options{.block_bytes = 8192, .window_blocks = 4}, Options{.block_bytes = kMostBlockBytes},
        Options{.block_bytes = kMostBlockBytes, .window_blocks = 16},
        Options{.timeout = std::chrono::seconds(1), .transfer_bytes = 0}}) {
    auto reader = client();
    EXPECT_TRUE(reader.read(Request{.name = "image", .options = options}) == content);
  }
}

TEST_F(TftpServer, AnswersOptionsWholeHoweverSmallTheBlocks) {
  write(root_ / "f", "12345678123");
  start({});
  auto reader = client();
  const Options options{.block_bytes = 8, .transfer_bytes = 0, .window_blocks = 4};
  reader.ask(Request{.name = "f", .options = options});
  const auto ack = reader.receive_a<OptionAck>();
  ASSERT_TRUE(ack);
  EXPECT_EQ(ack->options, (Options{.block_bytes = 8, .transfer_bytes = 11, .window_blocks = 4}));
  auto other = client();
  EXPECT_EQ(other.read(Request{.name = "f", .options = options}), "12345678123");
}

TEST_F(TftpServer, RollsOver) {
  const auto content = some_content(std::size_t{70'000} * 16);
  write(root_ / "image", content);
  start({});
  auto reader = client();
  const Options options{.block_bytes = 16, .window_blocks = 32};
  EXPECT_TRUE(reader.read(Request{.name = "image", .options = options}) == content);
}

TEST_F(TftpServer, AnswersEachClientFromAPortOfItsOwn) {  // RFC 1350 section 4
  write(root_ / "f", "x");
  start({});
  auto first = client();
  auto second = client();
  first.ask(Request{.name = "f"});
  second.ask(Request{.name = "f"});
  EXPECT_TRUE(first.receive());
  EXPECT_TRUE(second.receive());
  EXPECT_NE(first.transfer_port(), port_);
  EXPECT_NE(first.transfer_port(), second.transfer_port());
}

struct Refused {
  Request request;
  ErrorCode code;
};

TEST_F(TftpServer, RefusesWithTheRightError) {
  write(root_ / "folder/f", "x");
  start({});
  for (const auto& [request, code] :
       {Refused{Request{.name = "missing"}, ErrorCode::kFileNotFound},
        Refused{Request{.wants_to_write = true, .name = "new"}, ErrorCode::kAccessViolation},
        Refused{Request{.name = "../etc/passwd"}, ErrorCode::kAccessViolation},
        Refused{Request{.name = "folder"}, ErrorCode::kAccessViolation},
        Refused{Request{.name = "folder/f", .mode = Mode::kNetascii},
                ErrorCode::kIllegalOperation}}) {
    auto asker = client();
    asker.ask(request);
    const auto error = asker.receive_a<ErrorPacket>();
    ASSERT_TRUE(error) << request.name;
    EXPECT_EQ(error->code, code) << request.name;
    EXPECT_EQ(asker.transfer_port(), port_);
  }
  EXPECT_THAT(facts_.kinds(), testing::Each(FactKind::kRefused));
  EXPECT_EQ(facts_.seen.size(), 5U);
  EXPECT_FALSE(std::filesystem::exists(root_ / "new"));
}

TEST_F(TftpServer, AnswersNothingButRequests) {
  start({});
  auto asker = client();
  for (const Packet& packet :
       {Packet(Ack{1}), Packet(Data{.block = 1}), Packet(ErrorPacket{}), Packet(OptionAck{})})
    asker.ask(packet);
  settle();
  EXPECT_TRUE(asker.is_quiet());
  EXPECT_TRUE(facts_.seen.empty());
}

TEST_F(TftpServer, RepeatsOnlyWhenTheDeadlinePasses) {  // RFC 1123 section 4.2.3.1
  write(root_ / "f", some_content(2000));
  start({});
  auto asker = client();
  asker.ask(Request{.name = "f"});
  ASSERT_TRUE(asker.receive_a<Data>());
  asker.answer(Ack{1});
  EXPECT_EQ(asker.receive_a<Data>().value_or(Data{}).block, 2);
  for (int i = 0; i < 5; ++i) asker.answer(Ack{1});
  settle();
  EXPECT_TRUE(asker.is_quiet());
}

TEST_F(TftpServer, RepeatsABlockThatWasLost) {
  write(root_ / "f", some_content(2000));
  start(hasty());
  auto asker = client();
  asker.ask(Request{.name = "f"});
  EXPECT_EQ(asker.receive_a<Data>().value_or(Data{}).block, 1);
  EXPECT_EQ(asker.receive_a<Data>().value_or(Data{}).block, 1);
  asker.answer(Ack{1});
  EXPECT_EQ(asker.receive_a<Data>().value_or(Data{}).block, 2);
}

TEST_F(TftpServer, GivesUpOnASilentClient) {
  write(root_ / "f", some_content(2000));
  start(hasty());
  auto asker = client();
  asker.ask(Request{.name = "f"});
  for (unsigned i = 0; i < 9; ++i) ASSERT_TRUE(asker.receive_a<Data>()) << i;
  EXPECT_TRUE(asker.receive_a<ErrorPacket>());
  ASSERT_TRUE(wait_for_facts(2));
  EXPECT_EQ(facts_.seen[1].kind, FactKind::kAborted);
  EXPECT_EQ(facts_.seen[1].why, "the client fell silent");
}

TEST_F(TftpServer, NotesAClientThatWantedTheSizeOnly) {
  write(root_ / "f", "12345");
  start({});
  auto asker = client();
  asker.ask(Request{.name = "f", .options = {.transfer_bytes = 0}});
  const auto size = asker.receive_a<OptionAck>();
  ASSERT_TRUE(size);
  EXPECT_EQ(size->options.transfer_bytes, 5U);
  asker.answer(ErrorPacket{.code = ErrorCode::kOptionsRefused, .text = "User aborted"});
  ASSERT_TRUE(wait_for_facts(2));
  EXPECT_EQ(facts_.seen[1].kind, FactKind::kOptionsOnly);
}

TEST_F(TftpServer, NotesAClientThatWentAway) {
  write(root_ / "f", some_content(2000));
  start(hasty());
  {
    auto asker = client();
    asker.ask(Request{.name = "f"});
    ASSERT_TRUE(asker.receive_a<Data>());
  }
  ASSERT_TRUE(wait_for_facts(2));
  EXPECT_EQ(facts_.seen[1].why, "the client closed its port");
}

TEST_F(TftpServer, IgnoresStrangersOnATransfer) {
  write(root_ / "f", some_content(2000));
  start({});
  auto asker = client();
  asker.ask(Request{.name = "f"});
  ASSERT_TRUE(asker.receive_a<Data>());
  const LoopbackSocket stranger;
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(asker.transfer_port());
  stranger.send_to(to, text_of(encode(ErrorPacket{.text = "end it"})));
  stranger.send_to(to, text_of(encode(Ack{1})));
  settle();
  EXPECT_TRUE(asker.is_quiet());
  EXPECT_EQ(facts_.seen.size(), 1U);
}

TEST_F(TftpServer, StartsOneTransferForARepeatedRequest) {
  write(root_ / "f", some_content(2000));
  start({});
  auto asker = client();
  for (int i = 0; i < 3; ++i) asker.ask(Request{.name = "f"});
  ASSERT_TRUE(asker.receive_a<Data>());
  settle();
  EXPECT_TRUE(asker.is_quiet());
  EXPECT_EQ(facts_.seen.size(), 1U);
}

TEST_F(TftpServer, StartsAnewForAClientThatAsksForAnotherFile) {
  write(root_ / "f", some_content(2000));
  write(root_ / "g", "other");
  start({});
  auto asker = client();
  asker.ask(Request{.name = "f"});
  ASSERT_TRUE(asker.receive_a<Data>());
  asker.ask(Request{.name = "g"});
  EXPECT_EQ(text_of(asker.receive_a<Data>().value_or(Data{}).bytes), "other");
  ASSERT_TRUE(wait_for_facts(3));
  EXPECT_EQ(std::ranges::count(facts_.kinds(), FactKind::kAborted), 1);
}

TEST_F(TftpServer, BoundsTheTransfersOfOneAddress) {
  write(root_ / "f", "x");
  start(ServerSettings{.roster = {.transfers = 9, .per_address = 2}});
  std::vector<std::unique_ptr<Client>> askers;
  for (int i = 0; i < 3; ++i) {
    askers.push_back(std::make_unique<Client>(io_, port_));
    askers.back()->ask(Request{.name = "f"});
  }
  EXPECT_TRUE(askers[0]->receive_a<Data>());
  EXPECT_TRUE(askers[1]->receive_a<Data>());
  EXPECT_TRUE(askers[2]->receive_a<ErrorPacket>());
  askers[0]->answer(Ack{1});
  ASSERT_TRUE(wait_for_facts(4));
  settle();
  EXPECT_EQ(askers[2]->read(Request{.name = "f"}), "x");
}

TEST_F(TftpServer, IsSilentWhenItIsFull) {
  write(root_ / "f", "x");
  start(ServerSettings{.roster = {.transfers = 1}});
  auto first = client();
  auto second = client();
  first.ask(Request{.name = "f"});
  ASSERT_TRUE(first.receive_a<Data>());
  second.ask(Request{.name = "f"});
  settle();
  EXPECT_TRUE(second.is_quiet());
  EXPECT_THAT(facts_.troubles, ElementsAre(HasSubstr("too many")));
  first.answer(Ack{1});
  ASSERT_TRUE(wait_for_facts(2));
  settle();
  EXPECT_EQ(second.read(Request{.name = "f"}), "x");
}

TEST_F(TftpServer, TellsAClientWhoseFileShrank) {
  write(root_ / "f", some_content(1'000'000));
  start({});
  auto asker = client();
  asker.ask(Request{.name = "f", .options = {.block_bytes = 1024, .window_blocks = 8}});
  ASSERT_TRUE(asker.receive_a<OptionAck>());
  write(root_ / "f", "");
  asker.answer(Ack{0});
  const auto error = asker.receive_a<ErrorPacket>();
  ASSERT_TRUE(error);
  EXPECT_EQ(error->text, "the file changed while it was read");
  ASSERT_TRUE(wait_for_facts(2));
  EXPECT_EQ(facts_.seen[1].kind, FactKind::kAborted);
}

TEST_F(TftpServer, EndsItsTransfersWhenItIsStopped) {
  write(root_ / "f", some_content(2000));
  start({});
  std::vector<std::unique_ptr<Client>> askers;
  for (int i = 0; i < 20; ++i) {
    askers.push_back(std::make_unique<Client>(io_, port_));
    askers.back()->ask(Request{.name = "f"});
  }
  ASSERT_TRUE(wait_for_facts(20));
  stop();
  EXPECT_EQ(facts_.seen.size(), 40U);
  EXPECT_EQ(std::ranges::count(facts_.kinds(), FactKind::kAborted), 20);
  EXPECT_THAT(facts_.troubles, ElementsAre());
}

/// Answers after a while, or never.
class SlowSource final : public ContentSource {
 public:
  boost::asio::awaitable<Result<std::optional<Content>>> fetch(std::string path,
                                                               Endpoint) override {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(path == "never" ? std::chrono::hours(1) : std::chrono::hours(0));
    const auto [error] = co_await timer.async_wait(kAwait);
    if (error) co_return Error{Errc::kUnavailable, "cancelled"};
    if (path == "broken") co_return Error{Errc::kUnavailable, "the disk is gone"};
    if (path == "throws") throw std::runtime_error("a bug");
    co_return std::optional(Content("slow"));
  }
};

TEST_F(TftpServer, WaitsForContentUntilADeadline) {
  SlowSource slow;
  start(ServerSettings{.fetch_limit = std::chrono::milliseconds(20)}, &slow);
  auto asker = client();
  EXPECT_EQ(asker.read(Request{.name = "soon"}), "slow");
  auto other = client();
  other.ask(Request{.name = "never"});
  const auto late = other.receive_a<ErrorPacket>();
  ASSERT_TRUE(late);
  EXPECT_THAT(late->text, HasSubstr("not done within"));
  auto third = client();
  third.ask(Request{.name = "broken"});
  EXPECT_EQ(third.receive_a<ErrorPacket>().value_or(ErrorPacket{}).text, "the disk is gone");
  stop();
}

TEST_F(TftpServer, OutlivesAFailureOfOneTransfer) {
  SlowSource slow;
  start({}, &slow);
  auto asker = client();
  asker.ask(Request{.name = "throws"});
  auto other = client();
  EXPECT_EQ(other.read(Request{.name = "fine"}), "slow");
  EXPECT_THAT(facts_.troubles, ElementsAre("tftp: throws: a bug"));
  stop();
}

}  // namespace
}  // namespace rackseed::tftp
