#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <utility>

namespace rackseed {

/// Runs work to its end, on a loop of its own: where no loop runs yet. Exceptions of the work pass
/// through.
template <class T>
T wait_for(boost::asio::awaitable<T> work) {
  boost::asio::io_context context(1);
  auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
  context.run();
  return result.get();
}

}  // namespace rackseed
