#include "src/serve/bmc_lock.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <rackseed/last_error.hpp>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace rackseed::serve {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kBetweenTries{50};
constexpr mode_t kPrivate = 0600;

Error cannot_lock(const std::filesystem::path& path) {
  return {.code = Errc::kUnavailable,
          .detail = fmt::format("{}: {}", path.string(), last_error().message())};
}

/// Who has it wrote down its number.
std::string holder(int file) {
  std::array<char, 16> text{};
  const auto count = ::pread(file, text.data(), text.size(), 0);
  return count > 0 ? std::string(text.data(), static_cast<std::size_t>(count)) : "?";
}

void sign(int file) {
  const std::string self = std::to_string(::getpid());
  const bool is_signed =
      ::ftruncate(file, 0) == 0 && ::pwrite(file, self.data(), self.size(), 0) > 0;
  static_cast<void>(is_signed);  // the number is for people only
}

}  // namespace

asio::awaitable<Result<BmcLock>> BmcLock::take(std::filesystem::path folder, Ipv4 bmc,
                                               std::chrono::milliseconds patience) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const auto path = folder / (bmc.text() + ".lock");
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kPrivate));
  if (!file) co_return cannot_lock(path);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  const auto end = std::chrono::steady_clock::now() + patience;
  while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) co_return cannot_lock(path);
    if (std::chrono::steady_clock::now() >= end)
      co_return Error{.code = Errc::kConflict,
                      .detail = fmt::format("another rackseed talks to this BMC (process {}); try "
                                            "again when it has finished",
                                            holder(file.get()))};
    timer.expires_after(kBetweenTries);
    co_await timer.async_wait(asio::use_awaitable);
  }
  sign(file.get());
  co_return BmcLock(std::move(file));
}

}  // namespace rackseed::serve
