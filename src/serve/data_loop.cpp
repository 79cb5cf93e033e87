#include "src/serve/data_loop.hpp"

#include <boost/asio/post.hpp>

namespace rackseed::serve {

DataLoop::DataLoop(TaskGroup::OnFailure on_failure)
    : tasks_(context_.get_executor(), std::move(on_failure)) {}

DataLoop::~DataLoop() {
  try {
    stop();
  } catch (const std::exception&) {  // the thread has ended, and nobody is left to be told
  }
}

void DataLoop::spawn(std::string name, boost::asio::awaitable<void> work) {
  tasks_.spawn(std::move(name), std::move(work));
}

// Without work left, run() returns: when the last task has ended.
void DataLoop::start() {
  thread_ = std::thread([this] { context_.run(); });
}

void DataLoop::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] { tasks_.stop(); });
  thread_.join();
}

}  // namespace rackseed::serve
