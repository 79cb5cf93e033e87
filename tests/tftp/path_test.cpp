#include "tftp/path.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

using namespace std::string_literals;

TEST(TftpPath, IsWhatTheNameSays) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"boot.efi", "boot.efi"},
      {"/boot.efi", "boot.efi"},
      {"//grub///grub.cfg", "grub/grub.cfg"},
      {"./a/./b", "a/b"},
      {R"(\Boot\x64\wdsnbp.com)", "Boot/x64/wdsnbp.com"},
      {"a/b/", "a/b"},
      {"...", "..."},
      {"..boot", "..boot"},
      {"boot..", "boot.."},
      {".hidden", ".hidden"},
      {"name with blanks", "name with blanks"},
      {"\xc3\xa9t\xc3\xa9.efi", "\xc3\xa9t\xc3\xa9.efi"},
  };
  for (const auto& [name, path] : rows) EXPECT_EQ(confine(name).value(), path) << name;
}

TEST(TftpPath, DecodesNothing) {  // so that these are names of files that nobody has
  for (const std::string name :
       {"%2e%2e/passwd", "..%2fpasswd", "..%5cpasswd", "%252e%252e", "\xc0\xae\xc0\xae/passwd",
        "..\xc0\xafpasswd", "&#46;&#46;/x", "~root/x", "$HOME/x", "C:/x"})
    EXPECT_EQ(confine(name).value(), name);
}

TEST(TftpPath, NeverLeavesTheRoot) {
  for (const std::string name :
       {"..", "../etc/passwd", "/../etc/passwd", "a/../../etc/passwd", "a/..", "a/../b", "..\\etc",
        R"(a\..\..\etc)", "a/..\\b", "\\..\\etc", "./../etc", ".//..//etc", "//..", "../", "..\\"})
    EXPECT_EQ(confine(name).error().code, Errc::kDenied) << name;
}

TEST(TftpPath, RefusesANameOfNothing) {
  for (const std::string name : {"", "/", "\\", ".", "./", "//./\\"})
    EXPECT_EQ(confine(name).error().code, Errc::kDenied) << name;
}

TEST(TftpPath, RefusesANul) { EXPECT_EQ(confine("a\0../b"s).error().code, Errc::kDenied); }

TEST(TftpPath, BoundsTheLength) {
  EXPECT_TRUE(confine(std::string(255, 'a')));
  EXPECT_FALSE(confine(std::string(256, 'a')));
  const std::string deep = std::string(255, 'a') + "/" + std::string(255, 'b');
  EXPECT_TRUE(confine(deep));
  EXPECT_TRUE(confine(deep + "/"));
  EXPECT_FALSE(confine(deep + "//"));
}

}  // namespace
}  // namespace rackseed::tftp
