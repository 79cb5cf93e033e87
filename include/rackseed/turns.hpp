#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <utility>

namespace rackseed {

/// So many at once and no more; the others wait, and come in their order. Not thread-safe.
class Turns {
  struct State;

 public:
  /// Is given back when it ends.
  class Turn {
   public:
    explicit Turn(std::shared_ptr<State> state) : state_(std::move(state)) {}
    Turn(Turn&&) noexcept = default;
    Turn& operator=(Turn&&) = delete;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

   private:
    std::shared_ptr<State> state_;
  };

  explicit Turns(std::size_t at_once);

  boost::asio::awaitable<Turn> take();

 private:
  std::shared_ptr<State> state_;
};

}  // namespace rackseed
