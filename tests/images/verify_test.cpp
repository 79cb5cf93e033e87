#include "images/verify.hpp"

#include <gmock/gmock.h>

#include "images/links.hpp"
#include "images/open_catalogue.hpp"
#include "tests/images/store_fixture.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

class VerifyTest : public StoreTest {
 protected:
  VerifyTest() { open(); }

  void add(const std::string& text, const std::string& served = "") {
    write(path("x"), text);
    const auto content = import("x");
    ASSERT_TRUE(content) << content.error().detail;
    rows_.push_back({.sha256 = content->sha256, .name = "x.img", .bytes = content->bytes});
    if (served.empty()) return;
    ASSERT_TRUE(link_content(layout(), content->sha256, served));
  }

  Verification check() const {
    const auto names = list_contents(layout());
    EXPECT_TRUE(names);
    auto found = verify(layout(), *names, rows_, kQuiet);
    EXPECT_TRUE(found);
    return *found;
  }

  Problem only_problem() const {
    const auto found = check();
    EXPECT_EQ(found.problems.size(), 1U);
    return found.problems.empty() ? Problem{} : found.problems.front();
  }

  fs::path content(std::size_t row) const { return layout().content(rows_[row].sha256); }

  std::vector<Expected> rows_;
};

TEST_F(VerifyTest, PassesAStoreAsItShouldBe) {
  add("abc", "noble/a");
  add("", "noble/empty");
  add(noise(2 * kChunkBytes + 1));
  const auto found = check();
  EXPECT_TRUE(found.problems.empty());
  EXPECT_EQ(found.contents, 3U);
  EXPECT_EQ(found.bytes, static_cast<std::int64_t>(2 * kChunkBytes + 4));
}

TEST_F(VerifyTest, FindsEveryChangedOctet) {
  const std::string text = noise(kChunkBytes + 10);
  add(text);
  for (const std::size_t place : {std::size_t{0}, kChunkBytes, kChunkBytes + 9}) {
    std::string changed = text;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    write(content(0), changed);
    const Problem problem = only_problem();
    EXPECT_EQ(problem.fault, Fault::kChanged);
    EXPECT_EQ(problem.path, "images/" + rows_[0].sha256);
    EXPECT_THAT(problem.text, testing::HasSubstr("x.img: its SHA-256 is " + digest_of(changed)));
  }
}

TEST_F(VerifyTest, FindsAnotherSize) {
  add("abc");
  write(content(0), "abcd");
  const Problem problem = only_problem();
  EXPECT_EQ(problem.fault, Fault::kChanged);
  EXPECT_THAT(problem.text, testing::HasSubstr("has 4 octets instead of 3"));
}

TEST_F(VerifyTest, FindsWhatIsNoFile) {
  add("abc");
  fs::remove(content(0));
  fs::create_symlink(path("x"), content(0));
  EXPECT_EQ(only_problem().fault, Fault::kChanged);
}

TEST_F(VerifyTest, FindsWhatIsMissing) {
  add("abc");
  fs::remove(content(0));
  const Problem problem = only_problem();
  EXPECT_EQ(problem.fault, Fault::kMissing);
  EXPECT_EQ(problem.text, "x.img: import the file again");
}

TEST_F(VerifyTest, FindsWhatNoRowKnows) {
  add("abc");
  rows_.clear();
  const Problem problem = only_problem();
  EXPECT_EQ(problem.fault, Fault::kOrphaned);
  EXPECT_EQ(problem.path, "images/" + digest_of("abc"));
  EXPECT_TRUE(fs::exists(layout().content(digest_of("abc")))) << "never removed by itself";
}

TEST_F(VerifyTest, FindsServedFilesThatAreNoContents) {
  add("abc", "noble/a");
  write(layout().os() / "noble/b", "abc");
  const Problem problem = only_problem();
  EXPECT_EQ(problem.fault, Fault::kOrphaned);
  EXPECT_EQ(problem.path, "os/noble/b");
}

TEST_F(VerifyTest, FindsALinkToAContentThatWasReplaced) {
  add("abc", "noble/a");
  fs::remove(content(0));
  write(path("x"), "abc");
  ASSERT_TRUE(import("x"));
  EXPECT_EQ(only_problem().path, "os/noble/a");
}

TEST_F(VerifyTest, RemovesWhatKilledImportsLeft) {
  write(layout().part("0123"), "abc");
  const auto found = check();
  EXPECT_EQ(found.removed_parts, 1U);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_TRUE(stored().empty());
}

TEST_F(VerifyTest, LeavesTheImportThatIsRunning) {
  const auto part = Part::open(layout(), "0123");
  ASSERT_TRUE(part);
  const auto found = check();
  EXPECT_EQ(found.removed_parts, 0U);
  EXPECT_TRUE(found.problems.empty());
  EXPECT_EQ(stored().size(), 1U);
}

TEST_F(VerifyTest, TellsEachFault) {
  EXPECT_EQ(to_string(Fault::kMissing), "missing");
  EXPECT_EQ(to_string(Fault::kChanged), "changed");
  EXPECT_EQ(to_string(Fault::kOrphaned), "orphaned");
}

TEST_F(VerifyTest, NeedsAStore) {
  EXPECT_EQ(list_contents(Layout(path("missing"))).error().code, Errc::kUnavailable);
}

TEST_F(VerifyTest, CatalogueKnowsContentsAndLoaders) {
  add("abc", "noble/a");
  add("loader", "boot/snponly.efi");
  add("other", "boot/grub/grub.cfg");
  write(layout().part("0123"), "abc");
  const auto catalogue = open_catalogue(layout());
  ASSERT_TRUE(catalogue) << catalogue.error().detail;
  EXPECT_EQ(catalogue->find(digest_of("abc")), layout().content(digest_of("abc")));
  EXPECT_EQ(catalogue->find(digest_of("x")), std::nullopt);
  EXPECT_EQ(catalogue->find(".part-0123"), std::nullopt);
  EXPECT_THAT(catalogue->loaders(), testing::ElementsAre("grub/grub.cfg", "snponly.efi"));
  EXPECT_EQ(open_catalogue(Layout(path("missing"))).error().code, Errc::kUnavailable);
  EXPECT_EQ(Catalogue().find(digest_of("abc")), std::nullopt);
}

}  // namespace
}  // namespace rackseed::images
