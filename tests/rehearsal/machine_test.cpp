#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "src/rehearsal/simulated_machine.hpp"

namespace rackseed::rehearsal {
namespace {

class SimulatedMachineTest : public testing::Test {
 public:
  SimulatedMachineTest() {
    machine.set_chooser([this] {
      ++starts;
      return BootChoice{.target = "Pxe"};
    });
  }
  /// Until nothing more happens by itself.
  void settle() {
    io.restart();
    io.run();
  }

  boost::asio::io_context io{1};
  std::vector<BootChoice> boots{};
  int starts = 0;
  SimulatedMachine machine{io.get_executor(), MachineTimes{.speed = 1000},
                           [this](const BootChoice& choice) { boots.push_back(choice); }};
};

TEST_F(SimulatedMachineTest, BootsWhatItIsToldTo) {
  machine.insert("http://192.0.2.1/a.iso");
  machine.perform(MachineOrder::kPowerOn);
  EXPECT_EQ(machine.power(), Power::kPoweringOn);
  EXPECT_EQ(starts, 0);
  settle();
  EXPECT_EQ(machine.power(), Power::kOn);
  EXPECT_FALSE(machine.is_in_post());
  ASSERT_EQ(boots.size(), 1U);
  EXPECT_EQ(boots.front().target, "Pxe");
  EXPECT_EQ(boots.front().image, "http://192.0.2.1/a.iso");
}

TEST_F(SimulatedMachineTest, IsInPostAfterAReset) {
  machine.perform(MachineOrder::kPowerOn);
  settle();
  machine.perform(MachineOrder::kReset);
  EXPECT_TRUE(machine.is_in_post());
  EXPECT_EQ(machine.power(), Power::kOn);
  EXPECT_EQ(starts, 2);
  settle();
  EXPECT_FALSE(machine.is_in_post());
  EXPECT_EQ(boots.size(), 2U);
}

TEST_F(SimulatedMachineTest, StartsAnewAfterAJobOfItsFirmware) {
  machine.set_chooser([this] { return BootChoice{.restarts = ++starts == 1}; });
  machine.perform(MachineOrder::kPowerOn);
  settle();
  EXPECT_EQ(starts, 2);
  ASSERT_EQ(boots.size(), 1U);
  EXPECT_FALSE(boots.front().restarts);
  EXPECT_FALSE(machine.is_in_post());
}

TEST_F(SimulatedMachineTest, RestartsAndCycles) {
  machine.perform(MachineOrder::kPowerOn);
  settle();
  machine.perform(MachineOrder::kRestart);
  EXPECT_EQ(starts, 1) << "the operating system ends first";
  settle();
  EXPECT_EQ(starts, 2);
  machine.perform(MachineOrder::kCycle);
  EXPECT_EQ(machine.power(), Power::kPoweringOff);
  settle();
  EXPECT_EQ(machine.power(), Power::kOn);
  EXPECT_EQ(starts, 3);
}

TEST_F(SimulatedMachineTest, IsOffAtOnceWhileItShutsDown) {
  machine.perform(MachineOrder::kPowerOn);
  settle();
  machine.perform(MachineOrder::kShutDown);
  machine.perform(MachineOrder::kPowerOff);
  EXPECT_EQ(machine.power(), Power::kPoweringOff);
  settle();
  EXPECT_EQ(machine.power(), Power::kOff);
}

TEST_F(SimulatedMachineTest, IgnoresWhatMeansNothingNow) {
  for (const auto order : {MachineOrder::kReset, MachineOrder::kPowerOff, MachineOrder::kShutDown,
                           MachineOrder::kRestart, MachineOrder::kCycle})
    machine.perform(order);
  settle();
  EXPECT_EQ(machine.power(), Power::kOff);
  machine.perform(MachineOrder::kPowerOn);
  machine.perform(MachineOrder::kPowerOff);
  settle();
  EXPECT_EQ(machine.power(), Power::kOff);
  EXPECT_TRUE(boots.empty());
  EXPECT_EQ(starts, 0);
}

TEST(SimulatedMachines, MayGoWhileTheyWait) {
  boost::asio::io_context io(1);
  {
    SimulatedMachine machine(io.get_executor(), {.speed = 1000});
    machine.perform(MachineOrder::kPowerOn);
  }
  io.run();
}

}  // namespace
}  // namespace rackseed::rehearsal
