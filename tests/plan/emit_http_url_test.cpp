#include <gtest/gtest.h>

#include "src/plan/emit/http_url.hpp"

namespace rackseed::plan {
namespace {

TEST(HttpUrl, NamesThePortUnlessItIsTheUsualOne) {
  EXPECT_EQ(http_url("10.1.8.2", 80), "http://10.1.8.2");
  EXPECT_EQ(http_url("10.1.8.2", 8080), "http://10.1.8.2:8080");
  EXPECT_EQ(http_url("10.1.8.2", 443), "http://10.1.8.2:443");
}

}  // namespace
}  // namespace rackseed::plan
