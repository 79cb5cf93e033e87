#pragma once

#include <rackseed/task_group.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <thread>

namespace rackseed::serve {

/// A loop with a thread of its own, for servers that move bytes. What runs on it shares nothing
/// with others but what does not change.
class DataLoop {
 public:
  /// on_failure is called on the loop's thread.
  explicit DataLoop(TaskGroup::OnFailure on_failure);
  DataLoop(const DataLoop&) = delete;
  DataLoop& operator=(const DataLoop&) = delete;
  DataLoop(DataLoop&&) = delete;
  DataLoop& operator=(DataLoop&&) = delete;
  ~DataLoop();

  [[nodiscard]] boost::asio::io_context& context() { return context_; }
  /// Only before start().
  void spawn(std::string name, boost::asio::awaitable<void> work);
  void start();
  /// Asks all tasks to end, and waits until they have.
  void stop();

 private:
  boost::asio::io_context context_{1};
  TaskGroup tasks_;
  std::thread thread_{};
};

}  // namespace rackseed::serve
