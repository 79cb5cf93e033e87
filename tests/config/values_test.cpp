#include "src/config/values.hpp"

#include <gtest/gtest.h>

#include "src/config/document.hpp"
#include "src/config/section.hpp"
#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

/// Reads `key: text` into a target and gives what was noted.
template <class T, class... How>
Lines reading(std::string_view text, T& target, const How&... how) {
  const auto document = parse_document("key: " + std::string(text) + "\n");
  EXPECT_TRUE(document.root) << text;
  if (!document.root) return {};
  plan::SourceMap source;
  Notes notes(source);
  Section in(Cell(*document.root, "", {1, 1}, notes));
  in.read("key", target, how...);
  return lines_of(notes.take());
}

template <class T, class... How>
std::string refusal(std::string_view text, const How&... how) {
  T target{};
  const auto lines = reading(text, target, how...);
  if (lines.size() != 1) return fmt::format("{} findings", lines.size());
  EXPECT_TRUE(lines[0].starts_with("1:")) << lines[0];
  const auto at = lines[0].find("key: ");
  return at == std::string::npos ? lines[0] : lines[0].substr(at + 5);
}

TEST(Values, NumbersHaveARange) {
  int number = 0;
  EXPECT_EQ(reading("42", number, Range{1, 42}), Lines{});
  EXPECT_EQ(number, 42);
  EXPECT_EQ(refusal<int>("43", Range{1, 42}), "43 is outside 1..42");
  EXPECT_EQ(refusal<int>("0", Range{1, 42}), "0 is outside 1..42");
  EXPECT_EQ(refusal<int>("1000001", kAnyNumber), "1000001 is outside -1000000..1000000");
}

TEST(Values, NumbersAreNotTextsFlagsListsOrNothing) {
  EXPECT_EQ(refusal<int>("abc", kAnyNumber), "\"abc\" is not a whole number");
  EXPECT_EQ(refusal<int>("yes", kAnyNumber), "\"yes\" is not a whole number");
  EXPECT_EQ(refusal<int>("\"42\"", kAnyNumber),
            "\"42\" is a text because of its quotes: remove them");
  EXPECT_EQ(refusal<int>("[42]", kAnyNumber), "expected a whole number, found a list");
  EXPECT_EQ(refusal<int>("{a: 1}", kAnyNumber), "expected a whole number, found a map");
  for (const auto* nothing : {"", "~", "null", "NULL"})
    EXPECT_EQ(refusal<int>(nothing, kAnyNumber),
              "no value (nothing, ~ and null mean none): write one or remove the key");
}

TEST(Values, ARefusedValueLeavesTheDefault) {
  int number = 7;
  EXPECT_EQ(reading("abc", number, kAnyNumber).size(), 1U);
  EXPECT_EQ(number, 7);
  std::optional<int> maybe;
  EXPECT_EQ(reading("abc", maybe, kAnyNumber).size(), 1U);
  EXPECT_FALSE(maybe);
}

TEST(Values, FlagsAreTrueOrFalse) {
  bool flag = false;
  EXPECT_EQ(reading("true", flag), Lines{});
  EXPECT_TRUE(flag);
  EXPECT_EQ(reading("false", flag), Lines{});
  EXPECT_FALSE(flag);
  for (const auto* word : {"yes", "no", "on", "off", "True", "1", "y"})
    EXPECT_EQ(refusal<bool>(word),
              fmt::format("\"{}\" is not true or false: write true or false", word));
  EXPECT_EQ(refusal<bool>("\"true\""), "\"true\" is a text because of its quotes: remove them");
}

TEST(Values, WordsThatOtherReadersTakeForFlagsOrNumbersStayText) {
  for (const auto* word : {"no", "on", "yes", "12345", "010", "1e3", "1.10"}) {
    std::string text;
    EXPECT_EQ(reading(word, text, kName), Lines{}) << word;
    EXPECT_EQ(text, word);
  }
  std::string mac;
  EXPECT_EQ(reading("00:00:5e:00:53:01", mac, kFreeText), Lines{});
  EXPECT_EQ(mac, "00:00:5e:00:53:01") << "no base 60";
  EXPECT_EQ(reading("12:30:45", mac, kFreeText), Lines{});
  EXPECT_EQ(mac, "12:30:45");
}

TEST(Values, TextsHaveAShape) {
  EXPECT_EQ(refusal<std::string>("a b", kName), fmt::format("\"a b\" is not {}", kName.wants));
  EXPECT_EQ(refusal<std::string>("\"a\\nb\"", kFreeText),
            fmt::format("\"a\\u000ab\" is not {}", kFreeText.wants));
  EXPECT_EQ(refusal<std::string>("[a]", kName), "expected a text, found a list");
  EXPECT_EQ(refusal<std::string>("~", kName),
            "no value (nothing, ~ and null mean none): write one or remove the key");
}

TEST(Values, AddressesAreDecimal) {
  Ipv4 address;
  EXPECT_EQ(reading("172.30.2.10", address), Lines{});
  EXPECT_EQ(address.text(), "172.30.2.10");
  for (const auto* text : {"172.30.02.10", "172.30.2", "172.30.2.256", "seed", "172.30.2.10/24"})
    EXPECT_EQ(refusal<Ipv4>(text),
              fmt::format("\"{}\" is not an IPv4 address such as 172.30.2.10 (decimal, without "
                          "leading zeros)",
                          text));
}

TEST(Values, PrefixesKeepTheirHostBits) {
  Prefix prefix;
  EXPECT_EQ(reading("10.1.20.1/24", prefix), Lines{});
  EXPECT_TRUE(prefix.has_host_bits()) << "a rule has more to say about that";
  for (const auto* text : {"10.1.20.0", "10.1.20.0/33", "10.1.20.0/255.255.255.0"})
    EXPECT_EQ(refusal<Prefix>(text),
              fmt::format("\"{}\" is not an IPv4 prefix such as 10.1.20.0/24", text));
}

TEST(Values, EnumerationsNameTheirWords) {
  auto side = plan::Side::kNone;
  EXPECT_EQ(reading("B", side), Lines{});
  EXPECT_EQ(side, plan::Side::kB);
  EXPECT_EQ(refusal<plan::Side>("C"), "\"C\" is not known here; use one of A, B");
  EXPECT_EQ(refusal<plan::DhcpMode>("relay"),
            "\"relay\" is not known here; use one of authoritative, proxy");
  EXPECT_EQ(
      refusal<plan::DhcpMode>("porxy"),
      "\"porxy\" is not known here; use one of authoritative, proxy (did you mean \"proxy\"?)");
  EXPECT_EQ(refusal<plan::DhcpMode>("[proxy]"), "expected a word, found a list");
}

TEST(Values, ChoicesKeepTheirText) {
  constexpr auto kWords = std::to_array<std::string_view>({"udp", "tcp"});
  std::string text = "udp";
  EXPECT_EQ(reading("tcp", text, OneOf{kWords}), Lines{});
  EXPECT_EQ(text, "tcp");
  EXPECT_EQ(refusal<std::string>("tpc", OneOf{kWords}),
            "\"tpc\" is not known here; use one of udp, tcp (did you mean \"tcp\"?)");
  constexpr auto kOne = std::to_array<std::string_view>({"bmc"});
  EXPECT_EQ(refusal<std::string>("x", OneOf{kOne}), "\"x\" is not known here; use bmc");
}

TEST(Values, ListsNameTheItemThatIsWrong) {
  std::vector<Ipv4> addresses;
  EXPECT_EQ(reading("[10.0.0.1, x, 10.0.0.3]", addresses),
            Lines{"1:17 E-111 key[1]: \"x\" is not an IPv4 address such as 172.30.2.10 (decimal, "
                  "without leading zeros)"});
  EXPECT_EQ(addresses.size(), 2U);
  std::vector<std::string> names;
  EXPECT_EQ(reading("[a, ~]", names, kName).size(), 1U);
  EXPECT_EQ(refusal<std::vector<std::string>>("a", kName), "expected a list, found \"a\"");
}

TEST(Values, AnEmptyListReplacesTheDefault) {
  std::vector<std::string> names{"a"};
  EXPECT_EQ(reading("[]", names, kName), Lines{});
  EXPECT_TRUE(names.empty());
  names = {"a"};
  EXPECT_EQ(reading("", names, kName), Lines{});
  EXPECT_TRUE(names.empty());
  std::optional<std::vector<std::string>> maybe;
  EXPECT_EQ(reading("[]", maybe, kName), Lines{});
  EXPECT_TRUE(maybe && maybe->empty()) << "no networks is not the same as not said";
}

TEST(Values, ListsAreShort) {
  std::string list = "[a";
  for (int i = 1; i < 256; ++i) list += ", a";
  std::vector<std::string> names;
  EXPECT_EQ(reading(list + "]", names, kName), Lines{});
  EXPECT_EQ(refusal<std::vector<std::string>>(list + ", a]", kName), "257 items; at most 256");
}

TEST(Values, SecretsAreNames) {
  std::optional<plan::Secret> secret;
  EXPECT_EQ(reading("{secret: bmc_admin}", secret), Lines{});
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->name, "bmc_admin");
}

TEST(Values, ASecretInPlainTextIsNotRepeated) {
  std::optional<plan::Secret> secret;
  EXPECT_EQ(reading("hunter2", secret),
            Lines{"1:6 E-113 key: plain text secret; write {secret: NAME} and put the value in the "
                  "secret store"});
  EXPECT_FALSE(secret);
}

TEST(Values, ASecretHasNothingButAName) {
  std::optional<plan::Secret> secret;
  EXPECT_EQ(reading("{sercet: a}", secret),
            (Lines{"1:1 E-115 key.secret: missing",
                   "1:7 E-101 key.sercet: unknown key; did you mean \"secret\"?"}));
  EXPECT_EQ(refusal<std::optional<plan::Secret>>("[a]"), "expected {secret: NAME}, found a list");
  EXPECT_EQ(reading("{secret: a b}", secret).size(), 1U);
}

}  // namespace
}  // namespace rackseed::config
