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
  /// Puts a secret in the place of the one of its name.
  virtual boost::asio::awaitable<Result<void>> save(SealedSecret secret) = 0;
  /// Whether there was one.
  virtual boost::asio::awaitable<Result<bool>> forget_secret(std::string name) = 0;
  /// Puts a certificate in the place of what was pinned for its BMC.
  virtual boost::asio::awaitable<Result<void>> save(PinnedCertificate certificate) = 0;
  /// Whether one was pinned.
  virtual boost::asio::awaitable<Result<bool>> forget_certificate(Ipv4 bmc) = 0;
  /// Puts what was learnt in the place of what was known of its BMC.
  virtual boost::asio::awaitable<Result<void>> save(LearntQuirks learnt) = 0;
  /// Whether anything was known.
  virtual boost::asio::awaitable<Result<bool>> forget_learnt(Ipv4 bmc) = 0;
  /// Adds each to what is known of its address, as merged() says.
  virtual boost::asio::awaitable<Result<void>> save(std::vector<BmcCandidate> candidates) = 0;
};

}  // namespace rackseed::inventory
