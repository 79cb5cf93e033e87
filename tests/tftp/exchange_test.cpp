// Transfer and Receiver against one another over a network that loses, repeats and delays, in
// virtual time and from a seed.

#include "tftp/receiver.hpp"
#include "tftp/transfer.hpp"

#include "tests/tftp/some_content.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace rackseed::tftp {
namespace {

using namespace std::chrono_literals;
using Datagram = std::vector<std::uint8_t>;
using Windows = std::vector<std::uint16_t>;  // in blocks

struct Weather {
  double loss = 0;
  double repetition = 0;
  Duration jitter{};
  unsigned seed = 1;
};

class Exchange {
 public:
  Exchange(const Options& asked, std::string content, const Weather& weather)
      : content_(std::move(content)),
        terms_(agree(asked, content_.size(), {})),
        weather_(weather),
        random_(weather.seed),
        receiver_(Request{.name = "f", .options = asked}, {}) {}

  void run() {
    post(true, encode(receiver_.start(now_)));
    while (!end_ && now_ < Time(4h)) {
      const Time next = next_time();
      now_ = std::max(now_, next);
      deliver();
      meet_deadlines();
    }
  }

  [[nodiscard]] const std::string& content() const { return content_; }
  [[nodiscard]] const std::string& received() const { return received_; }
  [[nodiscard]] const Receiver& receiver() const { return receiver_; }
  [[nodiscard]] Outcome outcome() const { return end_ ? end_->outcome : Outcome::kFailed; }
  [[nodiscard]] std::uint64_t data_packets() const { return data_packets_; }
  [[nodiscard]] std::uint64_t last_block() const {
    return content_.size() / terms_.block_bytes + 1;
  }

 private:
  bool happens(double probability) {
    return std::uniform_real_distribution<double>()(random_) < probability;
  }
  void post(bool to_server, Datagram datagram) {
    if (happens(weather_.loss)) return;
    const int copies = happens(weather_.repetition) ? 2 : 1;
    for (int i = 0; i < copies; ++i) {
      std::uniform_int_distribution<std::int64_t> jitter(0, weather_.jitter.count());
      on_the_way_.emplace(now_ + 1ms + Duration(jitter(random_)), std::pair(to_server, datagram));
    }
  }
  Time next_time() {
    Time next = Time::max();
    if (!on_the_way_.empty()) next = on_the_way_.begin()->first;
    if (client_waits()) next = std::min(next, receiver_.deadline());
    if (transfer_) next = std::min(next, transfer_->deadline());
    return next;
  }
  [[nodiscard]] bool client_waits() const {
    return receiver_.state() == Receiver::State::kAsking ||
           receiver_.state() == Receiver::State::kReceiving;
  }
  void deliver() {
    while (!end_ && !on_the_way_.empty() && on_the_way_.begin()->first <= now_) {
      const auto [to_server, datagram] = on_the_way_.begin()->second;
      on_the_way_.erase(on_the_way_.begin());
      to_server ? reach_server(datagram) : reach_client(datagram);
    }
  }
  void meet_deadlines() {
    if (end_) return;
    if (transfer_ && now_ >= transfer_->deadline())
      perform(transfer_->step(DeadlinePassed{}, now_));
    if (client_waits() && now_ >= receiver_.deadline())
      if (const auto packet = receiver_.retry(now_)) post(true, encode(*packet));
  }
  void reach_client(Bytes datagram) {
    const auto step = receiver_.take(datagram, now_);
    received_ += text_of(step.content);
    if (step.answer) post(true, encode(*step.answer));
  }
  void reach_server(Bytes datagram) {
    const auto packet = decode(datagram);
    ASSERT_TRUE(packet);
    if (std::holds_alternative<Request>(*packet) && !transfer_) {
      transfer_.emplace(terms_, content_.size(), RetryLimits{});
      return perform(transfer_->start(now_));
    }
    if (!transfer_) return;
    if (const auto* ack = std::get_if<Ack>(&*packet)) perform(transfer_->step(*ack, now_));
    if (const auto* error = std::get_if<ErrorPacket>(&*packet))
      perform(transfer_->step(*error, now_));
  }
  void perform(const Action& action) {
    if (std::holds_alternative<SendOptions>(action))
      post(false, encode(OptionAck{.options = terms_.answer}));
    if (const auto* end = std::get_if<End>(&action)) end_ = *end;
    const auto* blocks = std::get_if<BlockRange>(&action);
    for (std::uint64_t i = 0; blocks && i < blocks->count; ++i) {
      const std::uint64_t block = blocks->first + i;
      const auto text =
          std::string_view(content_).substr((block - 1) * terms_.block_bytes, terms_.block_bytes);
      post(false,
           encode(Data{.block = static_cast<std::uint16_t>(block), .bytes = bytes_of(text)}));
      ++data_packets_;
    }
  }

  std::string content_;
  Terms terms_;
  Weather weather_;
  std::mt19937 random_;
  Time now_{};
  Receiver receiver_;
  std::optional<Transfer> transfer_;
  std::optional<End> end_;
  std::multimap<Time, std::pair<bool, Datagram>> on_the_way_;
  std::string received_;
  std::uint64_t data_packets_ = 0;
};

void expect_whole(const Options& asked, std::size_t size, const Weather& weather) {
  Exchange exchange(asked, some_content(size), weather);
  exchange.run();
  const auto what = testing::Message()
                    << "size " << size << " window " << asked.window_blocks.value_or(1) << " seed "
                    << weather.seed << ": " << exchange.receiver().why();
  EXPECT_EQ(exchange.receiver().state(), Receiver::State::kDone) << what;
  EXPECT_TRUE(exchange.outcome() == Outcome::kFinished ||
              exchange.outcome() == Outcome::kUnconfirmed)
      << what;
  EXPECT_TRUE(exchange.received() == exchange.content()) << what;
}

TEST(TftpExchange, NeedsEachBlockOnceInGoodWeather) {
  for (const std::uint16_t window : Windows{1, 4, 64}) {
    Exchange exchange(Options{.block_bytes = 512, .window_blocks = window}, some_content(100'000),
                      {});
    exchange.run();
    EXPECT_EQ(exchange.outcome(), Outcome::kFinished);
    EXPECT_EQ(exchange.data_packets(), exchange.last_block());
  }
}

TEST(TftpExchange, SendsNothingTwiceWhenEveryPacketIsRepeated) {  // Sorcerer's Apprentice
  for (const std::uint16_t window : Windows{1, 8}) {
    Exchange exchange(Options{.block_bytes = 512, .window_blocks = window}, some_content(100'000),
                      Weather{.repetition = 1});
    exchange.run();
    EXPECT_EQ(exchange.outcome(), Outcome::kFinished);
    EXPECT_EQ(exchange.data_packets(), exchange.last_block()) << window;
  }
}

TEST(TftpExchange, SurvivesLossRepetitionAndDisorder) {
  for (unsigned seed = 1; seed <= 30; ++seed)
    for (const std::uint16_t window : Windows{1, 4, 16, 64})
      for (const std::size_t size : {0U, 511U, 512U, 20'000U})
        expect_whole(Options{.block_bytes = 512, .window_blocks = window}, size,
                     Weather{.loss = 0.3, .repetition = 0.1, .jitter = 5ms, .seed = seed});
}

TEST(TftpExchange, SurvivesLossWithoutOptions) {
  for (unsigned seed = 1; seed <= 30; ++seed)
    expect_whole(Options{}, 10'000, Weather{.loss = 0.3, .seed = seed});
}

TEST(TftpExchange, SurvivesLossAcrossTheRollOver) {
  for (const std::uint16_t window : Windows{1, 16})
    expect_whole(Options{.block_bytes = 8, .window_blocks = window}, std::size_t{8} * 70'000,
                 Weather{.loss = 0.01, .jitter = 2ms});
}

}  // namespace
}  // namespace rackseed::tftp
