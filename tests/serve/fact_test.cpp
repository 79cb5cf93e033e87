#include "src/serve/fact.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace rackseed::serve {
namespace {

using testing::MatchesRegex;

constexpr FactKind kLast = FactKind::kServerTroubled;

std::vector<FactKind> kinds() {
  std::vector<FactKind> all;
  for (int i = 0; i <= static_cast<int>(kLast); ++i) all.push_back(static_cast<FactKind>(i));
  return all;
}

TEST(FactKind, HasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const FactKind kind : kinds()) {
    const std::string name(to_string(kind));
    EXPECT_THAT(name, MatchesRegex("[A-Z][A-Za-z]+")) << static_cast<int>(kind);
    EXPECT_TRUE(names.insert(to_string(kind)).second) << name;
  }
}

TEST(FactKind, IsTroubleOnlyWhereAPersonShouldLook) {
  EXPECT_TRUE(is_trouble(FactKind::kServerTroubled));
  EXPECT_TRUE(is_trouble(FactKind::kNodeRefused));
  EXPECT_TRUE(is_trouble(FactKind::kSegmentFinding));
  EXPECT_FALSE(is_trouble(FactKind::kDhcpDiscoverSeen));
  EXPECT_FALSE(is_trouble(FactKind::kInstalled));
  EXPECT_FALSE(is_trouble(FactKind::kFileAbsent));
}

}  // namespace
}  // namespace rackseed::serve
