#include "redfish/json.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// One field of each kind of oddity.
struct Odd {
  explicit Odd(std::string_view text)
      : document(json(text)), fields(document, "Systems/1", notes) {}
  Notes notes{};
  Json document;
  Fields fields;
};

TEST(RedfishJson, RefusesWhatIsNoJson) {
  for (const std::string_view body : {"", "{", "<html>", "{\"a\": }", "{} {}", "nul"})
    EXPECT_EQ(parse_json(body).error().code, BmcErrc::kMalformed) << body;
}

TEST(RedfishJson, RefusesWhatIsTooDeepOrTooLong) {
  const std::string inner(kMostJsonLevels, '[');
  const std::string outer(kMostJsonLevels, ']');
  EXPECT_TRUE(parse_json(inner + outer));
  EXPECT_FALSE(parse_json("[" + inner + outer + "]"));
  const BmcResult<Json> large = parse_json("\"" + std::string(kMostJsonBytes, 'x') + "\"");
  EXPECT_THAT(large.error().detail, HasSubstr("bytes"));
}

TEST(RedfishJson, SaysThatTheTextIsNoUtf8) {
  const BmcResult<Json> read = parse_json("{\"a\": \"\xff\"}");
  EXPECT_THAT(read.error().detail, HasSubstr("no UTF-8 at byte 7"));
}

TEST(RedfishJson, TakesAByteOrderMark) { EXPECT_TRUE(parse_json("\xef\xbb\xbf{}")); }

TEST(RedfishJson, CleansTextsForOneLine) {
  EXPECT_EQ(clean_text("  a\tb\r\nc  "), "a b  c");
  EXPECT_EQ(clean_text("gr\xc3\xbc\xc3\x9f", 4), "gr\xc3\xbc");
  EXPECT_EQ(clean_text("a\xff"), "a?");
  EXPECT_EQ(clean_text(std::string(5000, 'x')).size(), kMostTextBytes);
}

TEST(RedfishJson, TakesLinksOfAnyHostButNoOthers) {
  EXPECT_EQ(clean_link("/redfish/v1/Systems/1"), "/redfish/v1/Systems/1");
  EXPECT_EQ(clean_link("https://192.0.2.1:8080/redfish/v1"), "/redfish/v1");
  EXPECT_EQ(clean_link("/redfish/v1/Chassis/1/Power#/Fans/0"), "/redfish/v1/Chassis/1/Power");
  for (const std::string_view link :
       {"", "Systems/1", "//evil/x", "/a b", "/a\r\nHost: x", "https://192.0.2.1"})
    EXPECT_EQ(clean_link(link), "") << link;
}

TEST(RedfishJson, KeepsTheFirstNotes) {
  Notes notes;
  for (int i = 0; i < 1000; ++i) notes.add("x", std::to_string(i / 2));
  EXPECT_EQ(notes.all().size(), kMostNotes);
  EXPECT_THAT(notes.all().back(), HasSubstr("and more"));
}

TEST(Row44, ComparesLinksWithoutSlashAndCase) {
  EXPECT_TRUE(is_same_link("/redfish/v1/Systems/1/bios", "/redfish/v1/Systems/1/Bios/"));
  EXPECT_FALSE(is_same_link("/redfish/v1/Systems/1", "/redfish/v1/Systems/11"));
  EXPECT_EQ(place_of("/redfish/v1/Systems/1/"), "Systems/1");
  EXPECT_EQ(place_of("/redfish/v1/"), "the service root");
}

TEST(Row45, TakesAnObjectInPlaceOfAList) {
  const Odd odd(
      R"({"one": {"@odata.id": "/a"}, "many": {"0": {"@odata.id": "/a"}, "1": {"@odata.id": "/b"}},
                    "empty": {}, "list": [{"@odata.id": "/a"}, null, 3]})");
  EXPECT_EQ(odd.fields.members_of("one").size(), 1U);
  EXPECT_EQ(odd.fields.members_of("many").size(), 2U);
  EXPECT_THAT(odd.fields.members_of("empty"), IsEmpty());
  EXPECT_THAT(odd.fields.links_of("many"), ElementsAre("/a", "/b"));
  EXPECT_THAT(odd.notes.all(), IsEmpty());
  EXPECT_EQ(odd.fields.members_of("list").size(), 1U);
  EXPECT_THAT(odd.notes.all(), ElementsAre("Systems/1: list: 3 is no object"));
}

TEST(Row64, TakesNumbersInAnyForm) {
  const Odd odd(R"({"whole": 12, "real": 12.0, "text": " 12 ", "null": null})");
  for (const char* name : {"whole", "real", "text"}) EXPECT_EQ(odd.fields.number_of(name), 12);
  EXPECT_EQ(odd.fields.number_of("null"), std::nullopt);
  EXPECT_EQ(odd.fields.number_of("absent"), std::nullopt);
  EXPECT_THAT(odd.notes.all(), IsEmpty());
}

TEST(Row64, NotesWhatIsNoNumber) {
  const Odd odd(
      R"({"ProcessorSummary": {"Count": "N/A", "b": "", "c": [], "d": true, "e": "1e999"}})");
  const Fields summary = odd.fields.at("ProcessorSummary");
  for (const char* name : {"Count", "b", "c", "d", "e"})
    EXPECT_EQ(summary.number_of(name), std::nullopt) << name;
  EXPECT_EQ(odd.notes.all().size(), 5U);
  EXPECT_EQ(odd.notes.all().front(), "Systems/1: ProcessorSummary.Count: \"N/A\" is no number");
}

TEST(Row64, RefusesCountsOutOfRange) {
  const Odd odd(R"({"a": -1, "b": 1e300, "c": 7681501126656})");
  EXPECT_EQ(odd.fields.count_of("a"), std::nullopt);
  EXPECT_EQ(odd.fields.count_of("b"), std::nullopt);
  EXPECT_EQ(odd.fields.count_of("c"), 7681501126656U);
  EXPECT_EQ(odd.notes.all().size(), 2U);
}

TEST(Row64, TakesFlagsAndTextsInAnyForm) {
  const Odd odd(
      R"({"a": true, "b": "true", "c": 1, "d": "perhaps", "e": 12, "f": ["x"], "g": null})");
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(odd.fields.boolean_of(name), true) << name;
  EXPECT_EQ(odd.fields.boolean_of("d"), std::nullopt);
  EXPECT_EQ(odd.fields.string_of("e"), "12");
  EXPECT_EQ(odd.fields.string_of("f"), "");
  EXPECT_EQ(odd.fields.string_of("g"), "");
  EXPECT_THAT(odd.notes.all(), ElementsAre("Systems/1: d: \"perhaps\" is neither true nor false",
                                           "Systems/1: f: a list is no text"));
}

TEST(RedfishJson, FindsLinksInAnyForm) {
  const Odd odd(
      R"({"a": {"@odata.id": "/a"}, "b": "/b", "c": [{"@odata.id": "/c"}], "d": {}, "e": []})");
  EXPECT_EQ(odd.fields.link_of("a"), "/a");
  EXPECT_EQ(odd.fields.link_of("b"), "/b");
  EXPECT_EQ(odd.fields.link_of("c"), "/c");
  EXPECT_EQ(odd.fields.link_of("e"), "");
  EXPECT_THAT(odd.notes.all(), IsEmpty());
  EXPECT_EQ(odd.fields.link_of("d"), "");
  EXPECT_EQ(odd.notes.all().size(), 1U);
}

TEST(RedfishJson, ReadsNothingFromWhatIsNoObject) {
  const Odd odd("[1]");
  EXPECT_TRUE(odd.fields.is_empty());
  EXPECT_EQ(odd.fields.string_of("a"), "");
  EXPECT_TRUE(odd.fields.at("a").at("b").members_of("c").empty());
  EXPECT_THAT(odd.notes.all(), ElementsAre("Systems/1: a list is no object"));
}

TEST(Row77, TakesEscapedSlashes) {
  const Odd odd(R"({"@odata.id": "\/redfish\/v1\/Systems\/1"})");
  EXPECT_EQ(odd.fields.own_link(), "/redfish/v1/Systems/1");
}

}  // namespace
}  // namespace rackseed::redfish::tests
