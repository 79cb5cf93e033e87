#include "src/rehearsal/qmp_machine.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "tests/cli/temporary_folder.hpp"
#include "tests/rehearsal/fake_qemu.hpp"

namespace rackseed::rehearsal {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kConnected = "QMP: connected to QEMU 7.2.22";

class QmpMachineTest : public testing::Test {
 public:
  QmpMachineTest() { start_qemu(); }
  ~QmpMachineTest() override {
    tasks.stop();
    io.restart();
    io.run_for(20s);
  }
  void start_qemu() {
    std::filesystem::remove(folder / "qmp");
    qemu.emplace(io.get_executor(), (folder / "qmp").string());
    qemu_task = tasks.spawn("qemu", qemu->run());
  }
  void begin(QmpTimes times = {.settle = 0ms, .first_pause = 1ms}) {
    machine.emplace(io.get_executor(), (folder / "qmp").string(), times,
                    [this](std::string_view what) { told.emplace_back(what); });
    machine->set_chooser([this] {
      ++asked;
      return choice;
    });
    tasks.spawn("machine", machine->run());
  }
  /// Goes on until it is so.
  template <class Condition>
  void until(Condition is_so) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!is_so()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << testing::PrintToString(told);
      io.restart();
      io.run_one_for(100ms);
    }
  }
  void until_connected() {
    until([this] { return qemu->is_agreed; });
  }
  void until_power(Power power) {
    until([&] { return machine->power() == power; });
  }
  void power_on() {
    until_connected();
    machine->perform(MachineOrder::kPowerOn);
    EXPECT_EQ(machine->power(), Power::kPoweringOn);
    until_power(Power::kOn);
  }
  void until_told(const std::string& text) {
    until([&] { return testing::Matches(Contains(HasSubstr(text)))(told); });
  }

  boost::asio::io_context io{1};
  cli::TemporaryFolder folder{};
  std::vector<std::string> told{};
  BootChoice choice{};
  int asked = 0;
  std::optional<FakeQemu> qemu{};
  std::optional<QmpMachine> machine{};
  TaskGroup::Id qemu_task = 0;
  TaskGroup tasks{io.get_executor(), [](std::string_view task, std::string_view why) {
                    ADD_FAILURE() << task << ": " << why;
                  }};
};

TEST_F(QmpMachineTest, IsSwitchedOnAndOff) {
  begin();
  EXPECT_EQ(machine->power(), Power::kOff);
  power_on();
  EXPECT_TRUE(machine->is_in_post());
  machine->perform(MachineOrder::kPowerOff);
  EXPECT_EQ(machine->power(), Power::kPoweringOff);
  until_power(Power::kOff);
  EXPECT_FALSE(machine->is_in_post());
  until([this] { return qemu->status == "prelaunch"; });
  power_on();
  EXPECT_EQ(asked, 2);
  EXPECT_THAT(told, ElementsAre(kConnected));
}

TEST_F(QmpMachineTest, BootsWhatIsChosen) {
  begin();
  choice.target = "Pxe";
  power_on();
  choice.target = "Cd";
  machine->perform(MachineOrder::kReset);
  until([this] { return qemu->firsts.size() == 2; });
  choice.target = "Hdd";
  machine->perform(MachineOrder::kCycle);
  until([this] { return qemu->firsts.size() == 3; });
  EXPECT_THAT(qemu->firsts, ElementsAre("nic0", "cd0", "disk0"));
  EXPECT_EQ(asked, 3);
  EXPECT_EQ(machine->power(), Power::kOn);
}

TEST_F(QmpMachineTest, AJobOfTheFirmwareTakesOneChoice) {
  begin();
  machine->set_chooser([this] {
    return ++asked == 1 ? BootChoice{.target = "Utilities", .restarts = true}
                        : BootChoice{.target = "Pxe"};
  });
  power_on();
  EXPECT_THAT(qemu->firsts, ElementsAre("nic0"));
}

TEST_F(QmpMachineTest, IsOffWhenTheGuestHasShutDown) {
  begin();
  power_on();
  machine->perform(MachineOrder::kShutDown);
  until_power(Power::kOff);
  power_on();
  qemu->shut_down();
  until_power(Power::kOff);
  until([this] { return qemu->status == "prelaunch"; });
}

TEST_F(QmpMachineTest, StaysOnWhenTheGuestDoesNotCare) {
  begin();
  power_on();
  qemu->obeys_the_button = false;
  machine->perform(MachineOrder::kShutDown);
  choice.target = "Pxe";
  machine->perform(MachineOrder::kReset);  // comes after it
  until([this] { return qemu->firsts.size() == 2; });
  EXPECT_EQ(machine->power(), Power::kOn);
}

TEST_F(QmpMachineTest, AResetByTheGuestIsAStart) {
  begin();
  power_on();
  qemu->reset_by_guest();
  until([this] { return asked == 2; });
  choice.target = "Pxe";
  qemu->reset_by_guest();
  until([this] { return qemu->firsts.size() == 2; });  // for another order, it starts once more
  EXPECT_THAT(qemu->firsts, ElementsAre("disk0", "nic0"));
  EXPECT_EQ(asked, 3);
}

TEST_F(QmpMachineTest, AResetByTheFirmwareIsNone) {
  begin({.settle = 1h, .look = 1ms, .first_pause = 1ms});
  choice.target = "Pxe";
  power_on();
  choice.target = "Hdd";
  qemu->reset_by_guest();
  qemu->shut_down();
  until_power(Power::kOff);
  EXPECT_EQ(asked, 1);
}

TEST_F(QmpMachineTest, LoadsAndEjects) {
  begin();
  machine->insert("http://192.0.2.1/a.iso");  // before there is a connection
  until([this] { return qemu->images.size() == 2; });
  EXPECT_THAT(qemu->images, ElementsAre("", "http://192.0.2.1/a.iso"));
  machine->eject();
  until([this] { return qemu->images.size() == 3; });
  qemu->speaks_http = false;
  machine->insert("http://192.0.2.1/b.iso");
  until_told("blockdev-change-medium: GenericError: Unknown protocol 'http'");
  machine->insert("/etc/shadow");
  until_told("/etc/shadow: no file://");
  power_on();
}

TEST_F(QmpMachineTest, FollowsWhatOthersDo) {
  qemu->status = "running";
  begin({.look = 5ms, .first_pause = 1ms});
  until_power(Power::kOn);
  EXPECT_FALSE(machine->is_in_post());
  qemu->status = "prelaunch";  // and no event
  until_power(Power::kOff);
}

TEST_F(QmpMachineTest, OnlyTheFirstDeviceIsMissed) {
  qemu->indices.erase("cd0");
  begin();
  power_on();
  EXPECT_THAT(told, ElementsAre(kConnected));
  choice.target = "Cd";
  machine->perform(MachineOrder::kReset);
  until_told("qom-set: GenericError: Device '/machine/peripheral/cd0' not found");
}

TEST_F(QmpMachineTest, IsOffWithoutAConnectionAndComesBack) {
  begin();
  power_on();
  machine->insert("file:///srv/a.iso");
  qemu->hang_up();
  until_power(Power::kOff);
  EXPECT_THAT(told, ElementsAre(kConnected, HasSubstr("/qmp: ")));
  until([this] { return qemu->connections == 2; });
  until_power(Power::kOn);  // it ran all the time
  until([this] { return qemu->images.size() >= 2 && qemu->images.back() == "file:///srv/a.iso"; });
}

TEST_F(QmpMachineTest, TellsOnceThatNobodyListens) {
  tasks.cancel(qemu_task);
  std::filesystem::remove(folder / "qmp");
  begin({.first_pause = 1ms, .longest_pause = 2ms});
  machine->perform(MachineOrder::kPowerOn);
  EXPECT_THAT(told, ElementsAre(HasSubstr("not connected")));
  EXPECT_EQ(machine->power(), Power::kOff);
  until_told("No such file or directory");
  for (int i = 0; i < 50; ++i) io.run_one_for(10ms);
  EXPECT_EQ(told.size(), 2U);
  start_qemu();
  power_on();
}

TEST_F(QmpMachineTest, NeverWaitsForEver) {
  begin({.reply = 30ms, .first_pause = 1ms});
  power_on();
  qemu->silent.insert("stop");
  machine->perform(MachineOrder::kPowerOff);
  until_told("stop: no reply within 30 ms");
  EXPECT_EQ(machine->power(), Power::kOff);
  until([this] { return qemu->connections == 2; });
}

TEST_F(QmpMachineTest, LeavesAPeerThatTalksNonsense) {
  qemu->greeting = R"({"event": "RESUME"})";
  begin();
  until_told("no greeting");
  qemu->greeting = std::string(2 * kMostQmpLine, ' ');
  until_told("a line that is too long");
  qemu->greeting = FakeQemu(io.get_executor(), (folder / "other").string()).greeting;
  until([this] { return qemu->negotiated > 0; });
  qemu->say("sings");
  until_told("no JSON object");
  const int negotiated = qemu->negotiated;
  until([&] { return qemu->negotiated > negotiated; });
  power_on();
}

TEST_F(QmpMachineTest, IgnoresRepliesToNothing) {
  qemu->silent.insert("query-status");
  begin({.reply = 50ms, .first_pause = 1ms});
  until([this] { return qemu->last == "query-status"; });
  qemu->say(R"({"return": {"status": "running"}, "id": 4711})");
  qemu->say(R"({"return": {"status": "running"}})");
  until([this] { return told.size() > 1 || machine->power() != Power::kOff; });
  EXPECT_THAT(told, Contains(HasSubstr("query-status: no reply")));
  EXPECT_EQ(machine->power(), Power::kOff);
}

}  // namespace
}  // namespace rackseed::rehearsal
