// Many TFTP clients at once, for tests/system/tftp_test.py and bench/tftp:
//   tftp_load ADDRESS:PORT NAME [--clients N] [--blksize B] [--windowsize W] [--loss FRACTION]
//             [--seed S] [--expect FILE] [--limit SECONDS]
// Each client reads NAME once; a seeded fraction of the packets is lost each way. Prints one line
// of JSON, and ends with status 1 when a client failed or received something else than FILE.

#include "tftp/receiver.hpp"

#include <rackseed/descriptor.hpp>

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <system_error>
#include <vector>

#include "tests/program/program.hpp"

namespace {

namespace tftp = rackseed::tftp;
using rackseed::Bytes;
using tftp::Time;

constexpr int kReceiveBuffer = 4 << 20;
constexpr int kTickMilliseconds = 10;
constexpr std::size_t kBatch = 64;  // datagrams a system call

struct Settings {
  std::string server{};
  std::string name{};
  std::string expect{};
  unsigned clients = 1;
  unsigned block_bytes = 0;
  unsigned window_blocks = 0;
  double loss = 0;
  unsigned seed = 1;
  unsigned limit_seconds = 300;
};

Time now() { return std::chrono::steady_clock::now(); }

/// Throws the error of the system call that returned a negative number.
int check(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

sockaddr_in parse_address(const std::string& text) {
  const auto colon = text.rfind(':');
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (colon == std::string::npos ||
      ::inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1)
    throw std::runtime_error(text + ": not ADDRESS:PORT");
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1))));
  return address;
}

/// A seeded fraction of all packets disappears.
class Loss {
 public:
  Loss(double fraction, unsigned seed) : fraction_(fraction), random_(seed) {}
  bool strikes() { return fraction_ > 0 && chance_(random_) < fraction_; }

 private:
  double fraction_;
  std::mt19937 random_;
  std::uniform_real_distribution<double> chance_;
};

/// Room for the datagrams of one recvmmsg().
class Inbox {
 public:
  explicit Inbox(std::size_t datagram_bytes) : bytes_(kBatch * datagram_bytes) {
    for (std::size_t i = 0; i < kBatch; ++i) {
      parts_.at(i) = iovec{bytes_.data() + i * datagram_bytes, datagram_bytes};
      messages_.at(i).msg_hdr.msg_iov = &parts_.at(i);
      messages_.at(i).msg_hdr.msg_iovlen = 1;
      messages_.at(i).msg_hdr.msg_name = &senders_.at(i);
    }
  }

  /// How many datagrams there are now.
  std::size_t receive(int socket) {
    for (auto& message : messages_) message.msg_hdr.msg_namelen = sizeof(sockaddr_in);
    const int count = ::recvmmsg(socket, messages_.data(), kBatch, MSG_DONTWAIT, nullptr);
    return count < 0 ? 0 : static_cast<std::size_t>(count);
  }
  [[nodiscard]] Bytes datagram(std::size_t i) const {
    return {static_cast<const std::uint8_t*>(parts_.at(i).iov_base), messages_.at(i).msg_len};
  }
  [[nodiscard]] const sockaddr_in& sender(std::size_t i) const { return senders_.at(i); }

 private:
  std::vector<std::uint8_t> bytes_;
  std::array<iovec, kBatch> parts_{};
  std::array<mmsghdr, kBatch> messages_{};
  std::array<sockaddr_in, kBatch> senders_{};
};

class Client {
 public:
  Client(const tftp::Request& request, const sockaddr_in& server, Bytes expected, Loss& loss)
      : socket_(check(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket")),
        server_(server),
        expected_(expected),
        loss_(loss),
        receiver_(request, {}) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  Client(Client&&) = delete;
  Client& operator=(Client&&) = delete;

  void start() { send(receiver_.start(now())); }

  void take(Inbox& inbox) {
    for (;;) {
      const std::size_t count = inbox.receive(socket_);
      const Time at = now();
      for (std::size_t i = 0; i < count; ++i)
        if (!loss_.strikes()) take(inbox.datagram(i), inbox.sender(i), at);
      if (count < kBatch) return;
    }
  }

  void tick(Time at) {
    if (is_over() || at < receiver_.deadline()) return;
    if (const auto packet = receiver_.retry(at)) send(*packet);
  }

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] const tftp::Receiver& receiver() const { return receiver_; }
  [[nodiscard]] bool is_over() const {
    return receiver_.state() == tftp::Receiver::State::kDone ||
           receiver_.state() == tftp::Receiver::State::kFailed;
  }
  [[nodiscard]] bool is_whole() const {
    return receiver_.state() == tftp::Receiver::State::kDone && !corrupt_ &&
           (expected_.empty() || receiver_.received_bytes() == expected_.size());
  }

 private:
  void take(Bytes datagram, const sockaddr_in& sender, Time at) {
    if (!is_bound_) {  // the server answers from another port: its transfer identifier
      server_ = sender;
      is_bound_ = true;
      check(::connect(socket_, reinterpret_cast<const sockaddr*>(&server_), sizeof server_),
            "connect");
    }
    const std::uint64_t offset = receiver_.received_bytes();
    const auto step = receiver_.take(datagram, at);
    if (!expected_.empty() && !step.content.empty()) compare(step.content, offset);
    if (step.answer) send(*step.answer);
  }

  void compare(Bytes content, std::uint64_t offset) {
    if (offset + content.size() > expected_.size() ||
        !std::ranges::equal(content, expected_.subspan(offset, content.size())))
      corrupt_ = true;
  }

  void send(const tftp::Packet& packet) {
    if (loss_.strikes()) return;
    const auto bytes = tftp::encode(packet);
    const auto* address = is_bound_ ? nullptr : reinterpret_cast<const sockaddr*>(&server_);
    ::sendto(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT, address,
             is_bound_ ? 0 : sizeof server_);
  }

  int socket_;
  sockaddr_in server_;
  Bytes expected_;
  Loss& loss_;
  tftp::Receiver receiver_;
  bool is_bound_ = false;
  bool corrupt_ = false;
};

class Load {
 public:
  Load(const Settings& settings, Bytes expected)
      : settings_(settings),
        loss_(settings.loss, settings.seed),
        inbox_(std::max<std::size_t>(settings.block_bytes, 512) + 516),
        poll_(check(::epoll_create1(EPOLL_CLOEXEC), "epoll")) {
    tftp::Request request{.name = settings.name};
    if (settings.block_bytes != 0)
      request.options.block_bytes = static_cast<std::uint16_t>(settings.block_bytes);
    if (settings.window_blocks != 0)
      request.options.window_blocks = static_cast<std::uint16_t>(settings.window_blocks);
    const auto server = parse_address(settings.server);
    for (unsigned i = 0; i < settings.clients; ++i) {
      clients_.push_back(std::make_unique<Client>(request, server, expected, loss_));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u32 = i;
      check(::epoll_ctl(poll_, EPOLL_CTL_ADD, clients_.back()->socket(), &event), "epoll");
    }
  }
  ~Load() { ::close(poll_); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  Load(Load&&) = delete;
  Load& operator=(Load&&) = delete;

  /// Runs all clients to their end; returns the seconds that took.
  double run() {
    const Time begin = now();
    const Time end = begin + std::chrono::seconds(settings_.limit_seconds);
    for (auto& client : clients_) client->start();
    Time next_tick = begin;
    while (now() < end && over_ < clients_.size()) {
      wait();
      if (now() < next_tick) continue;
      next_tick = now() + std::chrono::milliseconds(kTickMilliseconds);
      for (auto& client : clients_) count_end_of(*client, [&] { client->tick(now()); });
    }
    return std::chrono::duration<double>(now() - begin).count();
  }

  /// Prints the result; true when every client has the whole file.
  [[nodiscard]] bool report(double seconds) const {
    std::uint64_t bytes = 0;
    unsigned failed = 0;
    std::string why;
    for (const auto& client : clients_) {
      bytes += client->receiver().received_bytes();
      if (client->is_whole()) continue;
      ++failed;
      why = client->receiver().why();
    }
    const auto& agreed = clients_.front()->receiver().agreed();
    fmt::print(
        "{{\"clients\": {}, \"failed\": {}, \"bytes\": {}, \"seconds\": {:.4f}, "
        "\"mb_per_second\": {:.2f}, \"blksize\": {}, \"windowsize\": {}}}\n",
        clients_.size(), failed, bytes, seconds, static_cast<double>(bytes) / 1e6 / seconds,
        agreed.block_bytes.value_or(0), agreed.window_blocks.value_or(0));
    if (failed > 0) fmt::print(stderr, "{} clients failed: {}\n", failed, why);
    return failed == 0;
  }

 private:
  void wait() {
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_wait(poll_, events.data(), events.size(), kTickMilliseconds);
    for (int i = 0; i < count; ++i) {
      Client& client = *clients_.at(events.at(static_cast<std::size_t>(i)).data.u32);
      count_end_of(client, [&] { client.take(inbox_); });
    }
  }

  void count_end_of(const Client& client, const auto& step) {
    const bool was_over = client.is_over();
    step();
    if (client.is_over() && !was_over) ++over_;
  }

  Settings settings_;
  Loss loss_;
  Inbox inbox_;
  int poll_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::size_t over_ = 0;  ///< clients; they stay, and acknowledge what the server repeats
};

std::vector<std::uint8_t> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

int run(int argc, char** argv) {
  Settings settings;
  CLI::App app("Many TFTP clients at once");
  app.add_option("server", settings.server, "ADDRESS:PORT")->required();
  app.add_option("name", settings.name, "the file to read")->required();
  app.add_option("--clients", settings.clients)->check(CLI::Range(1, 100000));
  app.add_option("--blksize", settings.block_bytes)->check(CLI::Range(8, 65464));
  app.add_option("--windowsize", settings.window_blocks)->check(CLI::Range(1, 65535));
  app.add_option("--loss", settings.loss, "fraction of the packets lost each way");
  app.add_option("--seed", settings.seed);
  app.add_option("--expect", settings.expect, "what every client must receive");
  app.add_option("--limit", settings.limit_seconds, "seconds");
  CLI11_PARSE(app, argc, argv)
  rackseed::raise_descriptor_limit();
  const auto expected =
      settings.expect.empty() ? std::vector<std::uint8_t>() : read_file(settings.expect);
  Load load(settings, expected);
  return load.report(load.run()) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) { return rackseed::tests::run_program(run, argc, argv); }
