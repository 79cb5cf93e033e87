#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace rackseed::dhcp {

inline constexpr std::size_t kMostProbesUnderWay = 4096;  ///< on one socket

/// One of those who share a socket; the last one closes it.
template <class Shared>
class ProbeUser {
 public:
  explicit ProbeUser(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {
    ++shared_->users;
  }
  ProbeUser(const ProbeUser&) = delete;
  ProbeUser& operator=(const ProbeUser&) = delete;
  ProbeUser(ProbeUser&&) = delete;
  ProbeUser& operator=(ProbeUser&&) = delete;
  ~ProbeUser() {
    if (--shared_->users == 0 && shared_->is_open) shared_->close();
  }

  Shared* operator->() const { return shared_.get(); }

 private:
  std::shared_ptr<Shared> shared_;
};

}  // namespace rackseed::dhcp
