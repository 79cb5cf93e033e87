#include "src/cli/read_secret.hpp"

#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "src/secrets/core_dumps.hpp"

namespace rackseed::cli {
namespace {

constexpr std::size_t kLongest = std::size_t{64} << 10U;  // a private key, with room

/// The terminal without echo, as long as it lives.
class Quiet {
 public:
  Quiet() {
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
  }

 private:
  termios before_{};
  bool is_quiet_ = false;
};

/// Reads until the end, or of a terminal one line.
Result<SecretText> read_all(bool is_line) {
  std::string text;
  text.reserve(kLongest + 1);  // grown, it would leave copies behind
  while (text.size() <= kLongest) {
    char c = 0;
    const ssize_t count = ::read(STDIN_FILENO, &c, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return Error{
          .code = Errc::kUnavailable,
          .detail = fmt::format("standard input: {}", std::generic_category().message(errno))};
    if (count == 0 || (is_line && c == '\n')) break;
    text += c;
  }
  if (!is_line && text.ends_with('\n')) text.pop_back();
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
  return read_all(true);
}

}  // namespace

Result<SecretText> read_secret(std::string_view name) {
  secrets::forbid_core_dumps();
  if (::isatty(STDIN_FILENO) == 0) return read_all(false);
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
