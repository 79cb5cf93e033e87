#include "src/plan/emit/ini.hpp"

#include <gtest/gtest.h>

namespace rackseed::plan {
namespace {

const std::vector<IniSection> kSections{
    {"control", {"ctrl1", "ctrl2"}}, {"compute", {}}, {"ceph-rgw:children", {"ceph-control"}}};

TEST(EmitIni, SeparatesSectionsByBlankLines) {
  EXPECT_EQ(emit_ini(kSections),
            "[control]\nctrl1\nctrl2\n\n[compute]\n\n[ceph-rgw:children]\nceph-control\n");
}

TEST(EmitIni, EndsInABlankLineWhenAsked) {
  EXPECT_EQ(emit_ini({{"rack_r11", {"cmp1"}}}, IniEnd::kBlankLine), "[rack_r11]\ncmp1\n\n");
  EXPECT_EQ(emit_ini({}, IniEnd::kBlankLine), "");
}

TEST(EmitIni, TakesOnlyWordsThatNeedNoQuotes) {
  for (const char* word : {"ctrl1", "ceph-rgw:children", "rack_r11", "a.b"})
    EXPECT_TRUE(is_ini_word(word)) << word;
  for (const char* text : {"", "a b", "a\nb", "[a]", "a=b", "#a", ";a", "a'b", "{{a}}", "\u00fc"})
    EXPECT_FALSE(is_ini_word(text)) << text;
}

#ifndef NDEBUG
TEST(EmitIniDeathTest, RefusesANameThatWouldBreakALine) {
  EXPECT_DEATH((void)emit_ini({{"a]\nb", {}}}), "is_ini_word");
  EXPECT_DEATH((void)emit_ini({{"a", {"b\n[c]"}}}), "is_ini_word");
}
#endif

}  // namespace
}  // namespace rackseed::plan
