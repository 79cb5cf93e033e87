#pragma once

#include "inventory/writer.hpp"

namespace rackseed::inventory {

/// A store that takes everything and keeps nothing.
class SilentWriter : public Writer {
 public:
  using Done = boost::asio::awaitable<Result<void>>;
  using WasThere = boost::asio::awaitable<Result<bool>>;

  Done save(std::vector<Lease> /*leases*/) override { return done(); }
  Done save(std::vector<Node> /*nodes*/) override { return done(); }
  Done save(std::vector<Nic> /*nics*/) override { return done(); }
  Done append(std::vector<Event> /*events*/) override { return done(); }
  Done save(Image /*image*/) override { return done(); }
  Done forget_image(std::string /*sha256*/) override { return done(); }
  Done save(SealedSecret /*secret*/) override { return done(); }
  WasThere forget_secret(std::string /*name*/) override { return was_not_there(); }
  Done save(PinnedCertificate /*certificate*/) override { return done(); }
  WasThere forget_certificate(Ipv4 /*bmc*/) override { return was_not_there(); }
  Done save(LearntQuirks /*learnt*/) override { return done(); }
  WasThere forget_learnt(Ipv4 /*bmc*/) override { return was_not_there(); }
  Done save(std::vector<BmcCandidate> /*candidates*/) override { return done(); }

 private:
  static Done done() { co_return Result<void>(); }
  static WasThere was_not_there() { co_return Result<bool>(false); }
};

}  // namespace rackseed::inventory
