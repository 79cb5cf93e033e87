#include "images/names.hpp"

#include <gtest/gtest.h>

#include "images/digest.hpp"
#include "images/layout.hpp"

namespace rackseed::images {
namespace {

using namespace std::string_literals;

TEST(Names, AcceptsWhatPeopleCallTheirFiles) {
  for (const std::string& name : {"ubuntu-24.04.2-live-server-amd64.iso"s, "a b"s, ".disk"s, "..."s,
                                  "B\xc3\xbcro"s, std::string(255, 'x')})
    EXPECT_TRUE(is_safe_name(name)) << name;
}

TEST(Names, RefusesWhatCouldLeadElsewhere) {
  for (const std::string& name :
       {""s, "."s, ".."s, "a/b"s, "/"s, "a\nb"s, "\x1b[2J"s, "a\0b"s, "\x7f"s, "\xc2\x9b"s, "\xff"s,
        "\xed\xa0\x80"s, ".rackseed-new"s, std::string(256, 'x')})
    EXPECT_FALSE(is_safe_name(name)) << printable(name);
}

TEST(Names, RefusesPathsWithAnUnsafePart) {
  EXPECT_TRUE(is_safe_path("casper/vmlinuz"));
  EXPECT_TRUE(is_safe_path("a"));
  for (const auto* path : {"", "/etc/passwd", "a/../b", "a//b", "a/", "../a", "./a", "a/."})
    EXPECT_FALSE(is_safe_path(path)) << path;
}

TEST(Names, BoundsPaths) {
  std::string path = "a";
  for (int i = 1; i < 32; ++i) path += "/a";
  EXPECT_TRUE(is_safe_path(path));
  EXPECT_FALSE(is_safe_path(path + "/a"));
  const std::string part(200, 'x');
  EXPECT_FALSE(is_safe_path(part + "/" + part + "/" + part + "/" + part + "/" + part + "/" + part));
}

TEST(Names, KnowsADigest) {
  const std::string digest = digest_of("");
  EXPECT_TRUE(is_sha256(digest));
  EXPECT_FALSE(is_sha256(digest.substr(1)));
  EXPECT_FALSE(is_sha256(digest + "0"));
  EXPECT_FALSE(is_sha256("E" + digest.substr(1)));
  EXPECT_FALSE(is_sha256("../" + digest.substr(3)));
}

TEST(Names, PrintsNothingThatATerminalObeys) {
  EXPECT_EQ(printable("a\x1b[2J\n\xff"), "a?[2J??");
  EXPECT_EQ(printable(std::string(300, 'x')), std::string(255, 'x') + "...");
}

TEST(Digest, IsSha256) {  // FIPS 180-4, examples
  EXPECT_EQ(digest_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Digest pieces;
  pieces.update(bytes_of("a")).update(bytes_of("")).update(bytes_of("bc"));
  EXPECT_EQ(pieces.hex(), digest_of("abc"));
}

TEST(Layout, HasAPlaceForEverything) {
  const Layout layout("/state");
  EXPECT_EQ(layout.database(), "/state/rackseed.db");
  EXPECT_EQ(layout.content("ab"), "/state/images/ab");
  EXPECT_EQ(layout.part("12"), "/state/images/.part-12");
  EXPECT_EQ(layout.profile("noble"), "/state/os/noble");
  EXPECT_EQ(layout.boot(), "/state/os/boot");
  EXPECT_EQ(layout.apt(), "/state/apt");
}

}  // namespace
}  // namespace rackseed::images
