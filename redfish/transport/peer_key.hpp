#pragma once

#include "redfish/bmc.hpp"

#include <string>
#include <utility>

struct x509_st;  // OpenSSL's X509

namespace rackseed::redfish {

[[nodiscard]] Certificate certificate_of(const x509_st& certificate);

/// The key that one BMC may have: the pinned one, or the first that it shows.
class PeerKey {
 public:
  explicit PeerKey(std::string pinned) : expected_(std::move(pinned)) {}

  /// Whether what a connection showed is the key; it is asked before anything is sent.
  bool accepts(Certificate shown);
  /// Of the last connection, accepted or not.
  [[nodiscard]] const Certificate& shown() const { return shown_; }
  /// "": none was seen yet.
  [[nodiscard]] const std::string& expected() const { return expected_; }

 private:
  std::string expected_;
  Certificate shown_{};
};

}  // namespace rackseed::redfish
