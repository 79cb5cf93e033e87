#pragma once

#include "inventory/rows.hpp"

#include <rackseed/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/core/noncopyable.hpp>
#include <string>
#include <vector>

namespace rackseed::inventory {

/// Changes the store. When a call has returned without an error, the change survives a power
/// failure. A batch is saved whole or not at all. Errors of all: kUnavailable.
class Writer : boost::noncopyable {
 public:
  virtual ~Writer() = default;

  /// Puts each lease in the place of what was known of its address.
  virtual boost::asio::awaitable<Result<void>> save(std::vector<Lease> leases) = 0;
  /// Puts each node in the place of what was known of its BMC address; its version is counted up.
  virtual boost::asio::awaitable<Result<void>> save(std::vector<Node> nodes) = 0;
  /// Puts each interface in the place of what was known of its MAC address.
  virtual boost::asio::awaitable<Result<void>> save(std::vector<Nic> nics) = 0;
  /// Appends; the ids of the arguments are not looked at.
  virtual boost::asio::awaitable<Result<void>> append(std::vector<Event> events) = 0;
  virtual boost::asio::awaitable<Result<void>> save(Image image) = 0;
  /// Forgets an image; one that is not there is no error.
  virtual boost::asio::awaitable<Result<void>> forget_image(std::string sha256) = 0;
};

}  // namespace rackseed::inventory
