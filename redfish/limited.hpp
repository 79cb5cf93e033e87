#pragma once

#include "redfish/bmc.hpp"

#include <rackseed/task_group.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace rackseed::redfish {

/// Gives a call on a BMC its deadline: what it yields, or kTimedOut with a text that names `what`.
template <class T>
Bmc::Answer<T> limited(std::chrono::milliseconds limit, Bmc::Answer<T> call, std::string what) {
  auto ended = co_await within(limit, std::move(call), std::move(what));
  if (!ended) co_return BmcError{BmcErrc::kTimedOut, ended.error().detail};
  co_return *std::move(ended);
}

}  // namespace rackseed::redfish
