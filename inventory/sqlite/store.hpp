#pragma once

#include "inventory/reader.hpp"
#include "inventory/sqlite/database.hpp"
#include "inventory/writer.hpp"

#include <boost/asio/thread_pool.hpp>

namespace rackseed::inventory::sqlite {

/// The store in one SQLite file. One thread of its own does all that blocks, in the order of the
/// calls; what was called is finished before the destructor returns.
class Store final : public Reader, public Writer {
 public:
  explicit Store(Database database) : database_(std::move(database)) {}
  ~Store() override { thread_.join(); }

  boost::asio::awaitable<Result<std::vector<Lease>>> leases() override;
  boost::asio::awaitable<Result<std::vector<Node>>> nodes() override;
  boost::asio::awaitable<Result<std::vector<Nic>>> nics() override;
  boost::asio::awaitable<Result<std::vector<Image>>> images() override;
  boost::asio::awaitable<Result<std::vector<Event>>> events(std::int64_t after,
                                                            std::size_t most) override;
  boost::asio::awaitable<Result<std::vector<Event>>> last_events() override;
  boost::asio::awaitable<Result<std::vector<SealedSecret>>> secrets() override;
  boost::asio::awaitable<Result<std::optional<SealedSecret>>> secret(std::string name) override;
  boost::asio::awaitable<Result<std::vector<PinnedCertificate>>> certificates() override;
  boost::asio::awaitable<Result<std::optional<PinnedCertificate>>> certificate(Ipv4 bmc) override;
  boost::asio::awaitable<Result<std::vector<LearntQuirks>>> learnt() override;
  boost::asio::awaitable<Result<std::optional<LearntQuirks>>> learnt(Ipv4 bmc) override;
  boost::asio::awaitable<Result<std::vector<BmcCandidate>>> candidates() override;

  boost::asio::awaitable<Result<void>> save(std::vector<Lease> leases) override;
  boost::asio::awaitable<Result<void>> save(std::vector<Node> nodes) override;
  boost::asio::awaitable<Result<void>> save(std::vector<Nic> nics) override;
  boost::asio::awaitable<Result<void>> append(std::vector<Event> events) override;
  boost::asio::awaitable<Result<void>> save(Image image) override;
  boost::asio::awaitable<Result<void>> forget_image(std::string sha256) override;
  boost::asio::awaitable<Result<void>> save(SealedSecret secret) override;
  boost::asio::awaitable<Result<bool>> forget_secret(std::string name) override;
  boost::asio::awaitable<Result<void>> save(PinnedCertificate certificate) override;
  boost::asio::awaitable<Result<bool>> forget_certificate(Ipv4 bmc) override;
  boost::asio::awaitable<Result<void>> save(LearntQuirks learnt) override;
  boost::asio::awaitable<Result<bool>> forget_learnt(Ipv4 bmc) override;
  boost::asio::awaitable<Result<void>> save(std::vector<BmcCandidate> candidates) override;

 private:
  Database database_;
  boost::asio::thread_pool thread_{1};
};

}  // namespace rackseed::inventory::sqlite
