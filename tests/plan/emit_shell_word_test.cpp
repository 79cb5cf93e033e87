#include <gtest/gtest.h>

#include "src/plan/emit/shell_word.hpp"

namespace rackseed::plan {
namespace {

TEST(ShellWord, LeavesBareWhatTheShellDoesNotRead) {
  for (const char* text : {"osism", "http://10.1.8.2:80/api/v1/x_y", "a@b%c+d=e,f.g-h"})
    EXPECT_EQ(shell_word(text), text);
}

TEST(ShellWord, QuotesEverythingElse) {
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("$(reboot)"), "'$(reboot)'");
  EXPECT_EQ(shell_word("a'b"), R"('a'"'"'b')");
  EXPECT_EQ(shell_word("~"), "'~'");
  EXPECT_EQ(shell_word("a\nb;c"), "'a\nb;c'");
  EXPECT_EQ(shell_word("Z\u00fcrich"), "'Z\u00fcrich'");
}

}  // namespace
}  // namespace rackseed::plan
