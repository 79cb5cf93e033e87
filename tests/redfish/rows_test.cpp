// Which tests show what becomes of each known deviation. Those whose name ends in OnVirtualBmc
// drive RedfishBmc over HTTP against a virtual BMC that departs so; the others test a codec or a
// decision alone. The table is rows.md.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

namespace rackseed::redfish::tests {
namespace {

constexpr int kRows = 80;
constexpr const char* kVirtual = "OnVirtualBmc";

/// The names of the tests of each row: those of the suites Row1 to Row80.
std::map<int, std::set<std::string>> tests_of_rows() {
  std::map<int, std::set<std::string>> rows;
  const auto& all = *testing::UnitTest::GetInstance();
  for (int at = 0; at < all.total_test_suite_count(); ++at) {
    const testing::TestSuite& suite = *all.GetTestSuite(at);
    const std::string name = suite.name();
    if (!name.starts_with("Row") || name == "Rows") continue;
    for (int test = 0; test < suite.total_test_count(); ++test)
      rows[std::stoi(name.substr(3))].insert(suite.GetTestInfo(test)->name());
  }
  return rows;
}

std::string table() {
  std::string text =
      "| row | on the virtual BMC | codec or decision |\n"
      "|---|---|---|\n";
  for (const auto& [row, tests] : tests_of_rows()) {
    std::string on_bmc;
    std::string alone;
    for (const std::string& test : tests) {
      std::string& cell = test.ends_with(kVirtual) ? on_bmc : alone;
      cell += (cell.empty() ? "" : "<br>") + test;
    }
    text += fmt::format("| {} | {} | {} |\n", row, on_bmc, alone);
  }
  return text;
}

TEST(Rows, EachIsSeenOnTheVirtualBmc) {
  const auto rows = tests_of_rows();
  for (int row = 1; row <= kRows; ++row) {
    const auto found = rows.find(row);
    ASSERT_NE(found, rows.end()) << "row " << row << " has no test";
    EXPECT_TRUE(std::ranges::any_of(
        found->second, [](const std::string& test) { return test.ends_with(kVirtual); }))
        << "row " << row;
  }
}

/// UPDATE_GOLDEN=1 writes it anew.
TEST(Rows, TheTableIsTrue) {
  const auto file = std::filesystem::path(__FILE__).parent_path() / "rows.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(file) << table();
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(text, table()) << "UPDATE_GOLDEN=1 writes " << file;
}

}  // namespace
}  // namespace rackseed::redfish::tests
