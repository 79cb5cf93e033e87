#pragma once

#include "redfish/json.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>

namespace rackseed::redfish {

/// Reads resources of one BMC.
class Getter : boost::noncopyable {
 public:
  virtual ~Getter() = default;
  /// The body of a resource that is there. Errors: kNotFound, and whatever else came instead.
  virtual boost::asio::awaitable<BmcResult<Json>> get(std::string path) = 0;
};

}  // namespace rackseed::redfish
