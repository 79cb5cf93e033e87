#include "src/secrets/seal.hpp"

#include <gtest/gtest.h>

namespace rackseed::secrets {
namespace {

constexpr Key kKey{1, 2, 3};
constexpr Key kOtherKey{1, 2, 4};

SecretText text(std::string plain) { return SecretText(std::move(plain)); }

TEST(Seal, IsOpenedByItsKeyAndName) {
  for (const std::string plain : {"p", "a password", "\0\xff\n"})
    EXPECT_EQ(unseal(kKey, "bmc", seal(kKey, "bmc", text(plain)))->reveal(), plain);
}

TEST(Seal, IsNeverTheSameTwice) {
  EXPECT_NE(seal(kKey, "bmc", text("p")), seal(kKey, "bmc", text("p")));
}

TEST(Seal, DoesNotShowTheText) {
  EXPECT_EQ(seal(kKey, "bmc", text("aaaaaaaa")).find("61616161"), std::string::npos);
}

TEST(Seal, IsNotOpenedByAnotherKey) {
  const auto opened = unseal(kOtherKey, "bmc", seal(kKey, "bmc", text("p")));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kDenied);
  EXPECT_NE(opened.error().detail.find("secrets.key"), std::string::npos);
}

TEST(Seal, IsNotOpenedUnderAnotherName) {
  EXPECT_EQ(unseal(kKey, "root", seal(kKey, "bmc", text("p"))).error().code, Errc::kDenied);
}

TEST(Seal, IsNotOpenedWhenAnyOctetChanged) {
  const std::string sealed = seal(kKey, "bmc", text("password"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(unseal(kKey, "bmc", changed)) << i;
  }
}

TEST(Seal, IsNotOpenedWhenItIsCut) {
  const std::string sealed = seal(kKey, "bmc", text("password"));
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(unseal(kKey, "bmc", sealed.substr(0, size))) << size;
}

TEST(Seal, RefusesWhatIsNoDigits) {
  EXPECT_EQ(unseal(kKey, "bmc", std::string(200, 'x')).error().code, Errc::kMalformed);
}

TEST(SecretText, LeavesNothingInWhatItWasMadeOf) {
  std::string plain = "a password that is longer than a small string";
  const char* memory = plain.data();
  const std::size_t size = plain.size();
  const SecretText secret(std::move(plain));
  EXPECT_EQ(std::string(memory, size), std::string(size, '\0'));
  EXPECT_TRUE(plain.empty());  // NOLINT(bugprone-use-after-move): that is the question
}

TEST(SecretText, IsMovedWithoutATrace) {
  SecretText first(std::string("password"));
  const SecretText second = std::move(first);
  EXPECT_EQ(second.reveal(), "password");
  EXPECT_EQ(first.reveal(), "");  // NOLINT(bugprone-use-after-move): that is the question
}

}  // namespace
}  // namespace rackseed::secrets
