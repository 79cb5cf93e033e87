#include "tftp/policy.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

ErrorPacket refused(const Request& request) {
  const auto verdict = judge(request);
  if (const auto* error = std::get_if<ErrorPacket>(&verdict)) return *error;
  ADD_FAILURE() << request.name << " is served";
  return {};
}

TEST(TftpPolicy, ServesAFileBelowTheRoot) {
  EXPECT_EQ(std::get<std::string>(judge(Request{.name = "/grub/grub.cfg"})), "grub/grub.cfg");
}

TEST(TftpPolicy, RefusesToBeWrittenTo) {
  const auto error = refused(Request{.wants_to_write = true, .name = "boot.efi"});
  EXPECT_EQ(error.code, ErrorCode::kAccessViolation);
  EXPECT_EQ(error.text, "this server is read-only");
}

TEST(TftpPolicy, ServesBinaryOnly) {
  for (const Mode mode : {Mode::kNetascii, Mode::kMail})
    EXPECT_EQ(refused(Request{.name = "boot.efi", .mode = mode}).code,
              ErrorCode::kIllegalOperation);
}

TEST(TftpPolicy, RefusesToLeaveTheRoot) {
  for (const char* const name : {"../etc/passwd", "..\\etc", "", "/"})
    EXPECT_EQ(refused(Request{.name = name}).code, ErrorCode::kAccessViolation) << name;
}

TEST(TftpPolicy, GivesEveryErrorItsCode) {
  const auto code_of = [](Errc code) { return refusal(Error{code, "why"}).code; };
  EXPECT_EQ(code_of(Errc::kDenied), ErrorCode::kAccessViolation);
  EXPECT_EQ(code_of(Errc::kMalformed), ErrorCode::kIllegalOperation);
  for (const Errc code : {Errc::kUnsupported, Errc::kConflict, Errc::kUnavailable, Errc::kTimedOut})
    EXPECT_EQ(code_of(code), ErrorCode::kNotDefined);
  EXPECT_EQ(refusal(Error{Errc::kDenied, "why"}).text, "why");
  EXPECT_EQ(file_not_found().code, ErrorCode::kFileNotFound);
}

}  // namespace
}  // namespace rackseed::tftp
