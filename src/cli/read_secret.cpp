#include "src/cli/read_secret.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include <rackseed/descriptor.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <optional>
#include <system_error>

#include "src/secrets/core_dumps.hpp"

namespace rackseed::cli {
namespace {

constexpr std::size_t kLongest = std::size_t{64} << 10U;  // a private key, with room

/// The terminal without echo, as long as it lives. A signal that ends the program waits for that,
/// or the terminal would stay so.
class Quiet {
 public:
  Quiet() {
    sigset_t ending{};
    ::sigemptyset(&ending);
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) ::sigaddset(&ending, signal);
    ::pthread_sigmask(SIG_BLOCK, &ending, &before_mask_);
    signals_ = Descriptor(::signalfd(-1, &ending, SFD_CLOEXEC));
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ECHONL;
    is_quiet_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  Quiet(Quiet&&) = delete;
  Quiet& operator=(Quiet&&) = delete;
  ~Quiet() {
    if (is_quiet_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    ::pthread_sigmask(SIG_SETMASK, &before_mask_, nullptr);
  }

  /// Until there is something to read; false: a signal came first.
  [[nodiscard]] bool wait() const {
    std::array<pollfd, 2> watched{{{STDIN_FILENO, POLLIN, 0}, {signals_.get(), POLLIN, 0}}};
    while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) continue;
    return watched[1].revents == 0;
  }

 private:
  sigset_t before_mask_{};
  Descriptor signals_{};
  termios before_{};
  bool is_quiet_ = false;
};

/// The next octet; none at the end.
Result<std::optional<char>> read_octet(const Quiet* terminal) {
  for (;;) {
    if (terminal != nullptr && !terminal->wait())
      return Error{.code = Errc::kDenied, .detail = "interrupted; nothing was changed"};
    char c = 0;
    const ssize_t count = ::read(STDIN_FILENO, &c, 1);
    if (count == 0) return std::nullopt;
    if (count > 0) return c;
    if (errno != EINTR)
      return Error{
          .code = Errc::kUnavailable,
          .detail = fmt::format("standard input: {}", std::generic_category().message(errno))};
  }
}

/// Reads until the end, or of a terminal one line.
Result<SecretText> read_all(const Quiet* terminal) {
  std::string text;
  text.reserve(kLongest + 1);  // grown, it would leave copies behind
  while (text.size() <= kLongest) {
    const auto octet = read_octet(terminal);
    if (!octet) return octet.error();
    if (!*octet || (terminal != nullptr && **octet == '\n')) break;
    text += **octet;
  }
  if (terminal == nullptr && text.ends_with('\n')) text.pop_back();
  SecretText secret(std::move(text));
  if (secret.reveal().size() > kLongest)
    return Error{.code = Errc::kMalformed,
                 .detail = fmt::format("a secret has at most {} octets", kLongest)};
  if (secret.reveal().empty())
    return Error{.code = Errc::kMalformed, .detail = "the secret is empty; nothing was changed"};
  return secret;
}

Result<SecretText> ask(std::string_view question) {
  const Quiet quiet;  // first, as it drops what was typed before the question
  fmt::print(stderr, "{}: ", question);
  return read_all(&quiet);
}

}  // namespace

Result<SecretText> read_secret(std::string_view name) {
  secrets::forbid_core_dumps();
  if (::isatty(STDIN_FILENO) == 0) return read_all(nullptr);
  auto secret = ask(fmt::format("Secret {}", name));
  if (!secret) return secret;
  const auto again = ask("The same again");
  if (!again) return again.error();
  if (again->reveal() != secret->reveal())
    return Error{.code = Errc::kMalformed,
                 .detail = "that was not the same twice; nothing was changed"};
  return secret;
}

}  // namespace rackseed::cli
