#include "http/target.hpp"

#include <gtest/gtest.h>

namespace rackseed::http {
namespace {

using Path = std::vector<std::string>;

Path path_of(std::string_view text) {
  const auto target = parse_target(text);
  return target ? target->path : Path{"refused: " + target.error().detail};
}

TEST(Target, IsDecoded) {
  const auto target = parse_target("/ipxe/unknown?uuid=a%2Fb&serial=x%20y&flag&=none&mac=");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, (Path{"ipxe", "unknown"}));
  EXPECT_EQ(target->value("uuid"), "a/b");
  EXPECT_EQ(target->value("serial"), "x y");
  EXPECT_EQ(target->value("flag"), "");
  EXPECT_EQ(target->value("mac"), "");
  EXPECT_EQ(target->value("none"), std::nullopt);
  EXPECT_EQ(target->query.size(), 4U);
}

TEST(Target, HasNoEmptySegments) {
  EXPECT_EQ(path_of("/"), Path{});
  EXPECT_EQ(path_of("//os///noble/"), (Path{"os", "noble"}));
  EXPECT_EQ(path_of("/a#b"), Path{"a"});
  EXPECT_EQ(path_of("/a%3fb"), Path{"a?b"});
  EXPECT_EQ(path_of("/..."), Path{"..."});
}

TEST(Target, NeverClimbs) {
  for (const auto* text : {"/..", "/a/../b", "/%2e%2e/x", "/%2E./x", "/.%2e", "/./a", "/a/%2e"})
    EXPECT_EQ(path_of(text), Path{"refused: the path climbs"}) << text;
  for (const auto* text : {"/a%2fb", "/..%2f..", "/%5c..", "/a\\b", "/%2F"})
    EXPECT_EQ(path_of(text), Path{"refused: an encoded slash in the path"}) << text;
  for (const auto* text : {"/a%00", "/%0a", "/%7f", "/a%0d%0ab"})
    EXPECT_EQ(path_of(text), Path{"refused: a control character in the path"}) << text;
}

TEST(Target, IsDecodedOnce) { EXPECT_EQ(path_of("/%252e%252e/%2525"), (Path{"%2e%2e", "%25"})); }

TEST(Target, IsRefusedWithABadEncoding) {
  for (const auto* text : {"/%", "/%4", "/%zz", "/%4g", "/% 4", "/%-1", "/a%"})
    EXPECT_EQ(path_of(text), Path{"refused: a bad percent-encoding in the path"}) << text;
  for (const auto* text : {"/?%", "/?a=%4", "/?%zz=1"})
    EXPECT_EQ(path_of(text), Path{"refused: a bad percent-encoding in the query"}) << text;
}

TEST(Target, IsInOriginForm) {
  for (const auto* text : {"", "*", "http://x/", "a", "?a"})
    EXPECT_EQ(path_of(text), Path{"refused: the target does not begin with /"}) << text;
}

TEST(Target, IsBounded) {
  EXPECT_TRUE(parse_target("/" + std::string(kLongestTarget - 1, 'a')));
  EXPECT_FALSE(parse_target("/" + std::string(kLongestTarget, 'a')));
}

}  // namespace
}  // namespace rackseed::http
