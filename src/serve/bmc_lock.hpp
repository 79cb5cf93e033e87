#pragma once

#include <rackseed/descriptor.hpp>
#include <rackseed/error.hpp>
#include <rackseed/net.hpp>

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <filesystem>

namespace rackseed::serve {

/// One BMC for one process: a seed and a command that talk to the same BMC take turns. The kernel
/// lets go of it when the process ends, however it ends (flock(2)).
class BmcLock {
 public:
  BmcLock() = default;  ///< of nothing
  /// Waits until nobody else has it. Errors: kConflict (after `patience`; the text names who has
  /// it), kUnavailable (the folder).
  [[nodiscard]] static boost::asio::awaitable<Result<BmcLock>> take(
      std::filesystem::path folder, Ipv4 bmc, std::chrono::milliseconds patience);

 private:
  explicit BmcLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace rackseed::serve
