#include "src/rehearsal/qmp_message.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <array>
#include <map>
#include <string>

#include "src/rehearsal/qmp_commands.hpp"

namespace rackseed::rehearsal {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What QEMU 7.2.22 of Debian 12 sent.
constexpr std::string_view kGreeting =
    R"({"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": )"
    R"("Debian 1:7.2+dfsg-7+deb12u18+b3"}, "capabilities": ["oob"]}})"
    "\r\n";
constexpr std::string_view kReset =
    R"({"timestamp": {"seconds": 1795291980, "microseconds": 949211}, "event": "RESET", )"
    R"("data": {"guest": true, "reason": "guest-reset"}})"
    "\r\n";
constexpr std::string_view kRefusal =
    R"({"id": 7, "error": {"class": "DeviceNotFound", "desc": "Device 'cdX' not found"}})"
    "\r\n";

template <class Message>
Message decoded(std::string_view line) {
  const Result<QmpMessage> message = decode_qmp(line);
  if (!message || !std::holds_alternative<Message>(*message)) {
    ADD_FAILURE() << line;
    return {};
  }
  return std::get<Message>(*message);
}

TEST(QmpMessage, ReadsWhatQemuSays) {
  EXPECT_EQ(decoded<QmpGreeting>(kGreeting).version, "7.2.22");
  const auto event = decoded<QmpEvent>(kReset);
  EXPECT_EQ(event.name, "RESET");
  EXPECT_EQ(flag_in(event.data, "guest"), true);
  EXPECT_TRUE(decoded<QmpEvent>(R"({"event": "STOP"})").data.empty());
  const auto refusal = decoded<QmpReply>(kRefusal);
  EXPECT_EQ(refusal.id, 7U);
  EXPECT_EQ(refusal.refusal, "DeviceNotFound: Device 'cdX' not found");
  const auto reply = decoded<QmpReply>(R"({"return": {"status": "prelaunch"}, "id": 3})");
  EXPECT_EQ(reply.id, 3U);
  EXPECT_EQ(reply.refusal, "");
  EXPECT_EQ(text_in(reply.value.as_object(), "status"), "prelaunch");
}

TEST(QmpMessage, AnIdThatIsNotOursIsNone) {
  for (const char* id : {R"("3")", "-1", "3.5", "null", "{}"})
    EXPECT_FALSE(decoded<QmpReply>(fmt::format(R"({{"return": {{}}, "id": {}}})", id)).id) << id;
  EXPECT_FALSE(decoded<QmpReply>(R"({"return": {}})").id);
}

TEST(QmpMessage, RefusesWhatIsNone) {
  const auto deep = std::string(1000, '[') + std::string(1000, ']');
  const auto lines = std::to_array<std::string>(
      {"", "\r\n", "{", "[]", "7", "null", "{}", R"({"id": 1})", R"({"return": 1} {)",
       R"({"QMP": 1})", R"({"QMP": {"version": {"qemu": {"major": "7"}}}})", R"({"event": 1})",
       R"({"event": {}})", R"({"error": "no"})", R"({"error": {"class": "A"}})",
       R"({"error": {"desc": "a"}})", std::string("{\"event\": \"\0\"}", 14), "\xff\xfe",
       fmt::format(R"({{"return": {}}})", deep)});
  for (const auto& line : lines) {
    const auto message = decode_qmp(line);
    ASSERT_FALSE(message) << line;
    EXPECT_EQ(message.error().code, Errc::kMalformed) << line;
    EXPECT_THAT(message.error().detail, HasSubstr("QMP: "));
  }
}

TEST(QmpMessage, RefusesEveryTruncation) {
  for (const std::string_view whole : {kGreeting, kReset, kRefusal})
    for (std::size_t n = 0; n < whole.size() - 2; ++n)
      EXPECT_FALSE(decode_qmp(whole.substr(0, n))) << n << " of " << whole;
}

TEST(QmpMessage, BoundsALine) {
  const std::string line = R"({"return": {}})";
  EXPECT_TRUE(decode_qmp(line + std::string(kMostQmpLine - line.size(), ' ')));
  EXPECT_FALSE(decode_qmp(line + std::string(kMostQmpLine - line.size() + 1, ' ')));
}

TEST(QmpMessage, ACommandIsOneLine) {
  QmpCommand command{.name = "eject"};
  EXPECT_EQ(encode_qmp(command, 1), "{\"execute\":\"eject\",\"id\":1}\r\n");
  command.arguments["id"] = "a\nb\"";
  EXPECT_EQ(encode_qmp(command, 2),
            "{\"execute\":\"eject\",\"arguments\":{\"id\":\"a\\nb\\\"\"},\"id\":2}\r\n");
}

TEST(QmpCommands, TheFirstDeviceIsTheOneChosen) {
  EXPECT_THAT(boot_order({.target = "Hdd"}), ElementsAre("disk0", "nic0", "cd0"));
  EXPECT_THAT(boot_order({.target = "BiosSetup"}), ElementsAre("disk0", "nic0", "cd0"));
  for (const char* target : {"Pxe", "UefiHttp"})
    EXPECT_THAT(boot_order({.target = target}), ElementsAre("nic0", "disk0", "cd0")) << target;
  for (const char* target : {"Cd", "UsbCd"})
    EXPECT_THAT(boot_order({.target = target}), ElementsAre("cd0", "disk0", "nic0")) << target;
}

/// QEMU refuses an index that another device has.
TEST(QmpCommands, NoTwoDevicesEverHaveOneIndex) {
  std::map<std::string, std::int64_t> indices{{"disk0", 0}, {"nic0", 1}, {"cd0", 2}};
  for (const auto& command : start_commands({.target = "Pxe"})) {
    if (command.name != "qom-set") continue;
    const std::string path = text_in(command.arguments, "path").value();
    const std::int64_t value = command.arguments.at("value").as_int64();
    for (const auto& [device, index] : indices) EXPECT_TRUE(value < 0 || index != value) << device;
    indices.at(path.substr(path.rfind('/') + 1)) = value;
  }
  EXPECT_EQ(indices.at("nic0"), 0);
}

TEST(QmpCommands, OpensNothingButUrls) {
  for (const char* image : {"file:///srv/a.iso", "http://192.0.2.1/a", "https://192.0.2.1/a"})
    EXPECT_TRUE(insert_commands(image)) << image;
  for (const char* image : {"", "/etc/shadow", "json:{}", "nbd:unix:/run/x", "smb://192.0.2.1/a"})
    EXPECT_FALSE(insert_commands(image)) << image;
}

}  // namespace
}  // namespace rackseed::rehearsal
