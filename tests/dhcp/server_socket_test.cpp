#include "dhcp/server_socket.hpp"

#include <gtest/gtest.h>
#include <net/if.h>

namespace rackseed::dhcp::tests {
namespace {

TEST(InterfaceNames, KnowTheLoopback) {
  InterfaceNames names;
  const auto index = static_cast<int>(::if_nametoindex("lo"));
  EXPECT_EQ(names.find(index), "lo");
  EXPECT_EQ(names.find(index), "lo") << "remembered";
}

TEST(InterfaceNames, HaveNoneForAnIndexThatNobodyHas) {
  InterfaceNames names;
  EXPECT_EQ(names.find(0x7fffffff), "");
}

}  // namespace
}  // namespace rackseed::dhcp::tests
