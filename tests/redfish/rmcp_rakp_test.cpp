#include "redfish/ipmi/rmcp_rakp.hpp"

#include <gtest/gtest.h>

namespace rackseed::redfish {
namespace {

using namespace std::string_literals;

const OpenRequest kOpenRequest{.tag = 7,
                               .privilege = 4,
                               .console_session = 0xa4a3a2a1,
                               .authentication = 3,
                               .integrity = 4,
                               .confidentiality = 1};
const OpenResponse kOpenResponse{.tag = 7,
                                 .privilege = 4,
                                 .console_session = 0xa4a3a2a1,
                                 .bmc_session = 0x02001b00,
                                 .authentication = 3,
                                 .integrity = 4,
                                 .confidentiality = 1};
const Rakp1 kRakp1{
    .tag = 8, .bmc_session = 0x02001b00, .console_random = {1, 2}, .role = 0x14, .user = "admin"};
const Rakp2 kRakp2{.tag = 8,
                   .console_session = 0xa4a3a2a1,
                   .bmc_random = {3, 4},
                   .bmc_guid = {5, 6},
                   .code = Octets(32, 9)};
const RakpCode kRakp3{.tag = 9, .session = 0x02001b00, .code = Octets(20, 7)};

TEST(Rakp, OpensASessionAsTheStandardWritesIt) {  // section 13.17
  EXPECT_EQ(text_of(encode(kOpenRequest)),
            "\x07\x04\x00\x00\xa1\xa2\xa3\xa4"
            "\x00\x00\x00\x08\x03\x00\x00\x00"
            "\x01\x00\x00\x08\x04\x00\x00\x00"
            "\x02\x00\x00\x08\x01\x00\x00\x00"s);
}

TEST(Rakp, NamesTheUserAsTheStandardWritesIt) {  // section 13.20
  EXPECT_EQ(text_of(encode(kRakp1)),
            "\x08\x00\x00\x00\x00\x1b\x00\x02"
            "\1\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
            "\x14\x00\x00\x05"
            "admin"s);
}

TEST(Rakp, ReadsWhatItWrites) {
  EXPECT_EQ(*decode_open_request(encode(kOpenRequest)), kOpenRequest);
  EXPECT_EQ(*decode_open_response(encode(kOpenResponse)), kOpenResponse);
  EXPECT_EQ(*decode_rakp1(encode(kRakp1)), kRakp1);
  EXPECT_EQ(*decode_rakp2(encode(kRakp2)), kRakp2);
  EXPECT_EQ(*decode_rakp_code(encode(kRakp3)), kRakp3);
}

template <class Decode>
void rejects_every_truncation(const Octets& whole, std::size_t least, Decode decode) {
  for (std::size_t n = 0; n < least; ++n) {
    const auto message = decode(Bytes(whole).first(n));
    ASSERT_FALSE(message) << n << " octets";
    EXPECT_EQ(message.error().code, Errc::kMalformed);
  }
}

TEST(Rakp, RejectsEveryTruncation) {  // a code may have any length: it will not match
  rejects_every_truncation(encode(kOpenRequest), 32, decode_open_request);
  rejects_every_truncation(encode(kOpenResponse), 36, decode_open_response);
  rejects_every_truncation(encode(kRakp1), encode(kRakp1).size(), decode_rakp1);
  rejects_every_truncation(encode(kRakp2), 40, decode_rakp2);
  rejects_every_truncation(encode(kRakp3), 8, decode_rakp_code);
}

TEST(Rakp, ReadsARefusalThatEndsEarly) {
  for (const auto& octets : {Octets{7, 0x0d}, Octets{7, 0x0d, 0, 0}, Octets{7, 0x0d, 0, 0, 1, 0, 0},
                             Octets{7, 0x0d, 0, 0, 1, 0, 0, 0}}) {
    EXPECT_EQ(decode_open_response(octets)->status, RakpStatus::kUnauthorizedName);
    EXPECT_EQ(decode_rakp2(octets)->status, RakpStatus::kUnauthorizedName);
    EXPECT_EQ(decode_rakp_code(octets)->status, RakpStatus::kUnauthorizedName);
    EXPECT_EQ(decode_rakp2(octets)->tag, 7);
  }
}

TEST(Rakp, RefusesANameOrACodeThatIsTooLong) {
  auto long_name = encode(kRakp1);
  long_name[27] = 17;
  long_name.resize(long_name.size() + 40, 'x');
  EXPECT_FALSE(decode_rakp1(long_name));
  auto message = kRakp2;
  message.code.resize(33);
  EXPECT_FALSE(decode_rakp2(encode(message)));
}

TEST(Rakp, KnowsATextForEveryStatus) {
  for (unsigned status = 4; status <= 0x12; ++status)
    EXPECT_NE(to_string(static_cast<RakpStatus>(status)), "unknown status");
  EXPECT_EQ(to_string(static_cast<RakpStatus>(0x99)), "unknown status");
}

}  // namespace
}  // namespace rackseed::redfish
