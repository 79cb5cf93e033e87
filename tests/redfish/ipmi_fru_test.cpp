#include "redfish/ipmi/ipmi_fru.hpp"

#include "tests/redfish/fru_image.hpp"

#include <gtest/gtest.h>

namespace rackseed::redfish {
namespace {

TEST(Fru, ReadsBoardAndProduct) {
  const auto fru = decode_fru(fru_image({"Dell Inc.", "BOARD", "CN1234", "0ABC"},
                                        {"DELL", "PowerEdge R650", "PN1", "01", "ABC1234"}));
  ASSERT_TRUE(fru);
  EXPECT_EQ(*fru, (Fru{.manufacturer = "DELL",
                       .model = "PowerEdge R650",
                       .serial = "ABC1234",
                       .part = "PN1",
                       .board_serial = "CN1234"}));
}

TEST(Fru, TakesTheBoardWhereThereIsNoProduct) {
  const auto fru = decode_fru(fru_image({"Supermicro", "X12", "VM1", "PN"}, {}));
  ASSERT_TRUE(fru);
  EXPECT_EQ(fru->manufacturer, "Supermicro");
  EXPECT_EQ(fru->model, "X12");
  EXPECT_EQ(fru->serial, "VM1");
}

TEST(Fru, KnowsWhatNobodyFilledIn) {
  const auto fru =
      decode_fru(fru_image({"ASRock", "Board", "000000", "x"},
                           {"To be filled by O.E.M.", "   ", "", "", "Default string"}));
  ASSERT_TRUE(fru);
  EXPECT_EQ(fru->manufacturer, "ASRock");
  EXPECT_EQ(fru->model, "Board");
  EXPECT_EQ(fru->serial, "");
}

TEST(Fru, LeavesOutAnAreaWhoseSumIsWrong) {
  auto image = fru_image({"Board", "B", "S", "P"}, {"Product", "M", "P", "V", "S"});
  image.back() ^= 1U;
  const auto fru = decode_fru(image);
  ASSERT_TRUE(fru);
  EXPECT_EQ(fru->manufacturer, "Board");
}

TEST(Fru, SurvivesEveryTruncation) {
  const auto image = fru_image({"Board", "B", "S", "P"}, {"Product", "M", "P", "V", "S"});
  for (std::size_t n = 0; n < image.size(); ++n) {
    const auto fru = decode_fru(Bytes(image).first(n));
    EXPECT_EQ(fru.has_value(), n >= 8) << n;
    EXPECT_TRUE(!fru || fru->manufacturer != "Product") << n;
  }
}

TEST(Fru, ReadsTheOtherAlphabets) {            // FRU section 13
  Octets product{1, 2, 25, 0x82, 0x29, 0xdc};  // six bits a letter: "IPMI" is 0x29 0xdc 0xa6
  product.push_back(0xa6);
  product.resize(15);
  product[3] = 0x83;
  product[4] = 0x29;
  product[5] = 0xdc;
  product[6] = 0xa6;
  product[7] = 0x42;  // BCD plus: "12-3"
  product[8] = 0x12;
  product[9] = 0xb3;
  product[10] = 0xc1;
  product.push_back(checksum_of(product));
  Octets image{1, 0, 0, 0, 1, 0, 0, 0xfe};
  image.insert(image.end(), product.begin(), product.end());
  const auto fru = decode_fru(image);
  ASSERT_TRUE(fru);
  EXPECT_EQ(fru->manufacturer, "IPMI");
  EXPECT_EQ(fru->model, "12-3");
}

TEST(Fru, ReadsPieces) {  // section 34.2
  const FruInfo info{.bytes = 64};
  EXPECT_EQ(decode_fru_piece({.data = {2, 7, 8}}, info)->size(), 2U);
  EXPECT_FALSE(decode_fru_piece({.data = {3, 7, 8}}, info));
  EXPECT_FALSE(decode_fru_piece({.data = {0, 7}}, info));
  EXPECT_FALSE(decode_fru_piece({.data = {1}}, info));
  EXPECT_EQ(decode_fru_piece({.data = {1, 7, 8}}, {.bytes = 64, .counts_words = true})->size(), 2U);
  EXPECT_EQ(ask_fru({.bytes = 999, .counts_words = true}, 0x0204, 16).data,
            (Octets{0, 0x02, 0x01, 8}));
}

}  // namespace
}  // namespace rackseed::redfish
