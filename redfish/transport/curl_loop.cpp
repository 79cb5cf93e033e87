#include "redfish/transport/curl_loop.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using boost::system::error_code;

constexpr long kKeptConnections = 512;  // idle ones, of all BMCs
constexpr long kConnectionsPerBmc = 4;

static_assert(CURL_POLL_IN == CURL_CSELECT_IN && CURL_POLL_OUT == CURL_CSELECT_OUT);

/// A socket of libcurl's, which owns it.
struct Watch {
  stream_descriptor descriptor;
  curl_socket_t socket = CURL_SOCKET_BAD;
  int wanted = 0;  ///< CURL_POLL_*
  int armed = 0;   ///< what we wait for now
};

/// Lets no exception through libcurl: without memory, its transfer fails.
template <class Work>
int guarded(Work work) noexcept {
  try {
    return work();
  } catch (...) {
    return -1;
  }
}

}  // namespace

struct CurlLoop::State : std::enable_shared_from_this<CurlLoop::State> {
  struct Running {
    std::uint64_t number = 0;  // a freed handle's address may come again
    std::function<void(error_code, CURLcode)> done;
  };

  explicit State(const asio::any_io_executor& on) : executor(on), timer(on) {}

  void open();
  void close();
  template <class Handler>
  void begin(Handler handler, CURL* easy);
  void end(CURL* easy, std::uint64_t number, error_code error, CURLcode code);

  int watch(curl_socket_t socket, int what);
  void arm(const std::shared_ptr<Watch>& watch, stream_descriptor::wait_type type, int bit);
  void ready(const std::shared_ptr<Watch>& watch, int bit, error_code error);
  void expire_after(long milliseconds);
  void act(curl_socket_t socket, int events);

  asio::any_io_executor executor;
  asio::steady_timer timer;
  CURLM* multi = nullptr;
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches;
  std::map<CURL*, Running> running;
  std::uint64_t started = 0;
};

void CurlLoop::State::open() {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (multi = curl_multi_init()) == nullptr)
    throw std::runtime_error("redfish: libcurl does not start");
  const curl_socket_callback on_socket = [](CURL*, curl_socket_t socket, int what, void* self,
                                            void*) -> int {
    return guarded([&] { return static_cast<State*>(self)->watch(socket, what); });
  };
  const curl_multi_timer_callback on_timer = [](CURLM*, long milliseconds, void* self) -> int {
    return guarded([&] {
      static_cast<State*>(self)->expire_after(milliseconds);
      return 0;
    });
  };
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kKeptConnections);
  curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, kConnectionsPerBmc);
}

void CurlLoop::State::close() {
  const auto dropped = std::exchange(running, {});  // their coroutines end after all else is gone
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, nullptr);
  for (auto& [socket, watch] : watches) watch->descriptor.release();
  watches.clear();
  for (const auto& [easy, transfer] : dropped) curl_multi_remove_handle(multi, easy);
  curl_multi_cleanup(multi);
  timer.cancel();
}

template <class Handler>
void CurlLoop::State::begin(Handler handler, CURL* easy) {
  const std::uint64_t number = ++started;
  if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
    slot.assign([self = weak_from_this(), easy, number](asio::cancellation_type) {
      if (const auto state = self.lock())
        state->end(easy, number, asio::error::operation_aborted, CURLE_OK);
    });
  auto home = asio::get_associated_executor(handler, executor);
  auto stays = asio::make_work_guard(home);
  auto shared = std::make_shared<Handler>(std::move(handler));  // std::function wants to copy
  running[easy] = Running{number, [shared, home, stays](error_code error, CURLcode code) {
                            asio::post(home, [handler = std::move(*shared), error, code]() mutable {
                              std::move(handler)(error, code);
                            });
                          }};
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) end(easy, number, {}, CURLE_FAILED_INIT);
}

void CurlLoop::State::end(CURL* easy, std::uint64_t number, error_code error, CURLcode code) {
  const auto found = running.find(easy);
  if (found == running.end() || found->second.number != number) return;
  const auto done = std::move(found->second.done);
  running.erase(found);
  curl_multi_remove_handle(multi, easy);
  done(error, code);
}

/// What libcurl wants to know of a socket from now on.
int CurlLoop::State::watch(curl_socket_t socket, int what) {
  if (what == CURL_POLL_REMOVE) {
    if (const auto node = watches.extract(socket)) node.mapped()->descriptor.release();
    return 0;
  }
  auto& watch = watches[socket];
  if (!watch) {
    watch = std::make_shared<Watch>(Watch{stream_descriptor(executor), socket});
    error_code error;
    watch->descriptor.assign(socket, error);
    if (error) {
      watches.erase(socket);
      return -1;
    }
  }
  watch->wanted = what;
  arm(watch, stream_descriptor::wait_read, CURL_POLL_IN);
  arm(watch, stream_descriptor::wait_write, CURL_POLL_OUT);
  return 0;
}

void CurlLoop::State::arm(const std::shared_ptr<Watch>& watch, stream_descriptor::wait_type type,
                          int bit) {
  if ((watch->wanted & bit) == 0 || (watch->armed & bit) != 0) return;
  watch->armed |= bit;
  watch->descriptor.async_wait(
      type, [self = weak_from_this(), of = std::weak_ptr(watch), bit](error_code error) {
        const auto state = self.lock();
        const auto still = of.lock();
        if (state && still && error != asio::error::operation_aborted)
          state->ready(still, bit, error);
      });
}

void CurlLoop::State::ready(const std::shared_ptr<Watch>& watch, int bit, error_code error) {
  watch->armed &= ~bit;
  if ((watch->wanted & bit) == 0) return;
  act(watch->socket, error ? CURL_CSELECT_ERR : bit);
  const auto now = watches.find(watch->socket);
  if (now == watches.end() || now->second != watch) return;
  arm(watch, stream_descriptor::wait_read, CURL_POLL_IN);
  arm(watch, stream_descriptor::wait_write, CURL_POLL_OUT);
}

void CurlLoop::State::expire_after(long milliseconds) {
  if (milliseconds < 0) {
    timer.cancel();
    return;
  }
  timer.expires_after(std::chrono::milliseconds(milliseconds));
  timer.async_wait([self = weak_from_this()](error_code error) {
    const auto state = self.lock();
    if (state && !error) state->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlLoop::State::act(curl_socket_t socket, int events) {
  int count = 0;
  curl_multi_socket_action(multi, socket, events, &count);
  while (const CURLMsg* message = curl_multi_info_read(multi, &count)) {
    const auto found = running.find(message->easy_handle);
    if (message->msg == CURLMSG_DONE && found != running.end())
      end(found->first, found->second.number, {}, message->data.result);
  }
}

CurlLoop::CurlLoop(const asio::any_io_executor& executor)
    : state_(std::make_shared<State>(executor)) {
  // OpenSSL writes by write(2): a BMC that leaves in the middle would end this process.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  state_->open();
}

CurlLoop::~CurlLoop() {
  const int closed = guarded([this] {
    state_->close();
    return 0;
  });
  static_cast<void>(closed);  // what is left ends with the process
}

asio::awaitable<CURLcode> CurlLoop::perform(CURL* easy) {
  auto begin = [state = state_.get()](auto handler, CURL* transfer) {
    state->begin(std::move(handler), transfer);
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                          void(error_code, CURLcode)>(std::move(begin),
                                                                      asio::use_awaitable, easy);
}

std::size_t CurlLoop::running() const { return state_->running.size(); }

}  // namespace rackseed::redfish
