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
