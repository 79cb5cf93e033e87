#include <rackseed/wait_for.hpp>

#include <gmock/gmock.h>

#include <thread>

#include "inventory/sqlite/store.hpp"
#include "tests/inventory/memory.hpp"

namespace rackseed::inventory::sqlite {
namespace {

namespace asio = boost::asio;

const Image kImage{.sha256 = std::string(64, 'a'), .name = "a", .kind = "iso"};

TEST(Store, ReadsWhatItSaved) {
  Store store(memory());
  ASSERT_TRUE(wait_for(store.save(kImage)));
  EXPECT_THAT(wait_for(store.images()).value(), testing::ElementsAre(kImage));
  ASSERT_TRUE(wait_for(store.forget_image(kImage.sha256)));
  EXPECT_TRUE(wait_for(store.images()).value().empty());
  ASSERT_TRUE(wait_for(store.append({{.kind = "k", .data = "{}"}})));
  EXPECT_EQ(wait_for(store.events(0, 5)).value().size(), 1U);
  const Lease lease{.address = Ipv4(1), .network = "n"};
  ASSERT_TRUE(wait_for(store.save(std::vector{lease})));
  EXPECT_THAT(wait_for(store.leases()).value(), testing::ElementsAre(lease));
}

TEST(Store, KeepsWhatBelongsToBmcs) {
  Store store(memory());
  const Ipv4 bmc(7);
  const SealedSecret secret{.name = "bmc", .sealed = "01"};
  ASSERT_TRUE(wait_for(store.save(secret)));
  EXPECT_THAT(wait_for(store.secrets()).value(), testing::ElementsAre(secret));
  EXPECT_EQ(wait_for(store.secret("bmc")).value(), secret);
  EXPECT_TRUE(wait_for(store.forget_secret("bmc")).value());
  EXPECT_EQ(wait_for(store.secret("bmc")).value(), std::nullopt);
  const PinnedCertificate pinned{.bmc = bmc, .sha256 = "a"};
  ASSERT_TRUE(wait_for(store.save(pinned)));
  EXPECT_THAT(wait_for(store.certificates()).value(), testing::ElementsAre(pinned));
  EXPECT_EQ(wait_for(store.certificate(bmc)).value(), pinned);
  EXPECT_TRUE(wait_for(store.forget_certificate(bmc)).value());
  const LearntQuirks learnt{.bmc = bmc, .data = "{}"};
  ASSERT_TRUE(wait_for(store.save(learnt)));
  EXPECT_THAT(wait_for(store.learnt()).value(), testing::ElementsAre(learnt));
  EXPECT_EQ(wait_for(store.learnt(bmc)).value(), learnt);
  EXPECT_TRUE(wait_for(store.forget_learnt(bmc)).value());
  const BmcCandidate candidate{.address = bmc, .found_by = "scan"};
  ASSERT_TRUE(wait_for(store.save(std::vector{candidate})));
  EXPECT_THAT(wait_for(store.candidates()).value(), testing::ElementsAre(candidate));
}

asio::awaitable<std::thread::id> resumed_on(Store& store) {
  static_cast<void>(co_await store.images());
  co_return std::this_thread::get_id();
}

TEST(Store, ResumesItsCallerOnTheLoop) {
  Store store(memory());
  EXPECT_EQ(wait_for(resumed_on(store)), std::this_thread::get_id());
}

}  // namespace
}  // namespace rackseed::inventory::sqlite
