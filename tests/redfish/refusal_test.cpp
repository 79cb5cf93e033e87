#include "redfish/refusal.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

BmcErrc meaning(std::string_view id, int status = 400) {
  return error_of(refusal(id, "", status), "PATCH Systems/1").code;
}

TEST(Row66, TakesAListAndAnObject) {
  const Refusal list = read_refusal(400, R"({"error": {"@Message.ExtendedInfo": [
      {"MessageId": "Base.1.8.GeneralError", "Message": "See the others."},
      {"MessageId": "Base.1.8.PropertyMissing", "Message": "Mode is missing.",
       "RelatedProperties": ["#/Boot/BootSourceOverrideMode"]}]}})");
  EXPECT_TRUE(list.says("propertymissing"));
  EXPECT_TRUE(list.names("BootSourceOverrideMode"));
  EXPECT_THAT(list.text, testing::StartsWith("Mode is missing."));
  const Refusal object = read_refusal(400, R"({"error": {"@Message.ExtendedInfo":
      {"MessageId": "IDRAC.2.8.SYS403", "Message": "Not there."}}})");
  EXPECT_TRUE(object.says("SYS403"));
}

TEST(Row66, TakesIdsWithoutRegistryAndErrorsWithoutInfo) {
  EXPECT_TRUE(
      read_refusal(400, R"({"@Message.ExtendedInfo": [{"MessageId": "PropertyNotWritable"}]})")
          .says("PropertyNotWritable"));
  const Refusal bare =
      read_refusal(400, R"({"error": {"code": "Base.1.0.AccessDenied", "message": "No."}})");
  EXPECT_TRUE(bare.says("AccessDenied"));
  EXPECT_EQ(bare.text, "No.");
}

TEST(Row67, ReadsTheWordsOfAPage) {
  const Refusal page = read_refusal(503, R"(<!DOCTYPE html><html><head><style>p {color: red}</style>
      <title>503</title></head><body><h1>Service   Unavailable</h1></body></html>)");
  EXPECT_EQ(page.text, "503 Service Unavailable");
  EXPECT_THAT(error_of(page, "GET Systems").detail,
              testing::AllOf(HasSubstr("GET Systems"), HasSubstr("503"), Not(HasSubstr("<"))));
}

TEST(Row67, BelievesTheStatusFirst) {
  EXPECT_EQ(error_of(read_refusal(401, ""), "x").code, BmcErrc::kDenied);
  EXPECT_EQ(error_of(read_refusal(404, "[]"), "x").code, BmcErrc::kNotFound);
  EXPECT_EQ(error_of(read_refusal(405, "{}"), "x").code, BmcErrc::kUnsupported);
  EXPECT_EQ(error_of(read_refusal(400, "\xff"), "x").code, BmcErrc::kRefused);
  EXPECT_EQ(error_of(read_refusal(503, "{"), "x").code, BmcErrc::kBusy);
}

TEST(Row68, SaysThatThePasswordMustBeChanged) {
  const BmcError error = error_of(refusal("PasswordChangeRequired", "", 403), "GET Systems");
  EXPECT_EQ(error.code, BmcErrc::kPasswordExpired);
  EXPECT_THAT(error.detail, HasSubstr("change the password"));
}

TEST(Row38, KnowsThatAllSessionsAreTaken) {
  const Refusal dell = read_refusal(503, R"({"error": {"@Message.ExtendedInfo": [
      {"MessageId": "IDRAC.2.1.RAC0218", "Message": "The maximum number of user sessions is reached."}]}})");
  EXPECT_EQ(error_of(dell, "POST Sessions").code, BmcErrc::kSessionLimit);
  const Refusal text = read_refusal(503, R"({"error": {"code": "RAC0218", "message": "x"}})");
  EXPECT_EQ(error_of(text, "POST Sessions").code, BmcErrc::kSessionLimit);
  EXPECT_EQ(meaning("SessionLimitExceeded", 503), BmcErrc::kSessionLimit);
}

TEST(Row17, KnowsRefusalsDuringPost) {
  EXPECT_EQ(meaning("UnableToModifyDuringSystemPOST"), BmcErrc::kDuringPost);
  EXPECT_TRUE(is_passing(refusal("UnableToModifyDuringSystemPOST")));
}

TEST(Row27, KnowsThatAStateWillPass) {
  EXPECT_EQ(meaning("InvalidOperationForSystemState"), BmcErrc::kRefused);
  EXPECT_TRUE(is_passing(refusal("InvalidOperationForSystemState")));
  EXPECT_FALSE(is_passing(refusal("PropertyNotWritable")));
}

TEST(Row65, KnowsResourcesThatAreNotReady) {
  EXPECT_EQ(meaning("ResourceNotReadyRetry"), BmcErrc::kRestarting);
  EXPECT_TRUE(is_passing(refusal("ResourceNotReadyRetry")));
}

TEST(Row71, KnowsBusyServers) {
  const Refusal dell = read_refusal(
      500, R"({"error": {"@Message.ExtendedInfo": [{"MessageId": "IDRAC.2.5.SYS518"}]}})");
  EXPECT_EQ(error_of(dell, "GET x").code, BmcErrc::kBusy);
  EXPECT_TRUE(is_passing(dell));
}

TEST(RedfishRefusal, CountsWrongValuesAsRefused) {
  for (const std::string_view id :
       {"PropertyNotWritable", "ActionParameterMissing", "PropertyValueNotInList"})
    EXPECT_EQ(meaning(id), BmcErrc::kRefused) << id;
}

}  // namespace
}  // namespace rackseed::redfish::tests
