// Our own client before the virtual BMC, over UDP.

#include "src/rehearsal/virtual_ipmi.hpp"

#include "redfish/ipmi/ipmi_bmc.hpp"

#include <rackseed/task_group.hpp>

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "src/rehearsal/ipmi_handshake.hpp"
#include "src/rehearsal/simulated_machine.hpp"

namespace rackseed::rehearsal {
namespace {

using boost::asio::ip::udp;
using redfish::BmcErrc;
using redfish::BootMode;
using redfish::BootTarget;
using redfish::PowerAction;
using redfish::PowerState;
using std::chrono::milliseconds;

class IpmiWire : public testing::Test {
 public:
  void begin(std::initializer_list<std::string_view> faults = {},
             std::string_view profile = "generic") {
    Faults wanted;
    for (const auto fault : faults) EXPECT_TRUE(wanted.add(fault)) << fault;
    service.emplace(new_state(profile_of(profile).value(), some_hardware(7), wanted), machine);
    service->state().account = {.name = "admin", .password = "secret"};
    udp::socket socket(io, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    const auto endpoint = socket.local_endpoint();
    bmc.emplace(std::move(socket), *service);
    tasks.spawn("bmc", bmc->run());
    redfish::IpmiSettings settings;
    settings.session.user = "admin";
    settings.session.password = redfish::SecretOctets(bytes_of("secret"));
    settings.session.probe_limit = milliseconds(20);
    settings.session.repeat_after = milliseconds(20);
    settings.session.busy_pause = milliseconds(2);
    settings.poll_every = milliseconds(2);
    client = std::make_unique<redfish::IpmiBmc>(io.get_executor(), endpoint, settings);
  }
  void TearDown() override {
    tasks.stop();
    io.restart();
    io.run_for(std::chrono::seconds(10));
    EXPECT_EQ(tasks.size(), 0U);
    client.reset();
    bmc.reset();
  }
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    std::optional<T> result;
    tasks.spawn("test", keep(std::move(work), &result));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!result && std::chrono::steady_clock::now() < end) io.run_one_for(milliseconds(100));
    EXPECT_TRUE(result) << "it does not end";
    return result ? *std::move(result) : T(redfish::BmcError{});
  }
  void close() { EXPECT_TRUE(run(closed())); }
  std::uint64_t times(const std::string& name) {
    return service->state().counters.by_path["IPMI " + name];
  }

  boost::asio::io_context io{1};
  SimulatedMachine machine{io.get_executor(), MachineTimes{.speed = 1000}};
  std::optional<Service> service{};
  std::optional<VirtualIpmi> bmc{};
  TaskGroup tasks{io.get_executor(), nullptr};
  std::unique_ptr<redfish::IpmiBmc> client{};

 private:
  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work,
                                           std::optional<T>* result) {
    result->emplace(co_await std::move(work));
  }
  boost::asio::awaitable<redfish::BmcResult<void>> closed() {
    co_await client->close();
    co_return redfish::BmcResult<void>();
  }
};

TEST_F(IpmiWire, TurnsTheMachineOnAndOff) {
  begin();
  EXPECT_EQ(*run(client->power_state()), PowerState::kOff);
  EXPECT_TRUE(run(client->power(PowerAction::kOn)));
  EXPECT_TRUE(run(client->power(PowerAction::kForceRestart)));
  EXPECT_TRUE(run(client->power(PowerAction::kCycle)));
  EXPECT_TRUE(run(client->power(PowerAction::kShutdown)));
  EXPECT_EQ(machine.power(), Power::kOff);
  EXPECT_EQ(service->state().counters.ipmi_sessions_opened, 1U);
  close();
  EXPECT_EQ(open_ipmi_sessions(service->state()), 0U);
}

TEST_F(IpmiWire, BootsWhatItWasTold) {
  begin();
  for (const auto target : {BootTarget::kPxe, BootTarget::kDisk, BootTarget::kSetup}) {
    const redfish::BootOverride wanted{.target = target, .mode = BootMode::kUefi};
    EXPECT_TRUE(run(client->set_boot_override(wanted)));
    EXPECT_EQ(*run(client->boot_override()), wanted);
  }
  EXPECT_TRUE(run(client->power(PowerAction::kOn)));
  EXPECT_EQ(service->state().last_boot.target, "BiosSetup");
}

TEST_F(IpmiWire, BootsTheDiskOfSupermicro) {
  begin({}, "supermicro");
  const redfish::BootOverride wanted{.target = BootTarget::kDisk, .mode = BootMode::kUefi};
  EXPECT_TRUE(run(client->set_boot_override(wanted)));
  EXPECT_EQ(service->state().boot.target, "Hdd");
}

TEST_F(IpmiWire, SaysWhoItIs) {
  begin({}, "idrac");
  const auto found = run(client->inventory());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->identity.manufacturer, "Dell Inc.");
  EXPECT_EQ(found->identity.model, "PowerEdge R750");
  EXPECT_EQ(found->identity.serial, "VM000007");
  EXPECT_EQ(found->identity.uuid, "5e5eed00-0000-4000-8000-000000000007");
  EXPECT_EQ(found->identity.bmc_vendor, "Dell");
  EXPECT_EQ(found->identity.bmc_firmware, "1.40");
  EXPECT_EQ(found->bmc_macs, std::vector<Mac>{*Mac::parse("02:00:5e:00:07:00")});
  EXPECT_EQ(found->notes.size(), 1U) << "nothing but what IPMI cannot know";
}

TEST_F(IpmiWire, ShowsItsLog) {
  begin();
  const auto log = run(client->log(3));
  ASSERT_TRUE(log);
  ASSERT_EQ(log->size(), 3U);
  EXPECT_EQ(log->back().time, "2026-01-01T00:50:00Z");
  EXPECT_THAT(log->back().text, testing::StartsWith("memory, sensor 0x01"));
}

TEST_F(IpmiWire, LosesPackets) {
  begin({"ipmi-drop=2"});
  EXPECT_TRUE(run(client->power(PowerAction::kOn)));
  EXPECT_GT(times("Open Session"), 2U);
  EXPECT_EQ(times("Chassis Control"), 3U);
  close();
}

TEST_F(IpmiWire, IsBusyForAWhile) {
  begin({"ipmi-busy=4"});
  EXPECT_TRUE(run(client->power(PowerAction::kOn)));
  EXPECT_EQ(times("Chassis Control"), 5U);
}

TEST_F(IpmiWire, IgnoresTheFirstQuestionOfASocket) {
  begin({"ipmi-first-ignored"});
  EXPECT_EQ(*run(client->power_state()), PowerState::kOff);
  EXPECT_EQ(times("Get Channel Authentication Capabilities"), 0U) << "that was asked first";
  EXPECT_EQ(times("Open Session"), 1U);
}

TEST_F(IpmiWire, IsSilent) {
  begin({"ipmi-silent"});
  const auto state = run(client->power_state());
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, BmcErrc::kUnreachable);
  EXPECT_GT(service->state().counters.ipmi_packets, 3U);
}

TEST_F(IpmiWire, SpeaksTheOldSuiteOnly) {
  begin({"ipmi-no-suite-17"});
  EXPECT_TRUE(run(client->power_state()));
  EXPECT_EQ(times("Open Session"), 1U) << "the list of suites said so";
}

TEST_F(IpmiWire, RefusesWhatIsSoAlready) {
  begin({"ipmi-off-d5", "ipmi-parameter-3-refused"});
  EXPECT_TRUE(run(client->power(PowerAction::kForceOff)));
  const redfish::BootOverride wanted{.target = BootTarget::kPxe, .mode = BootMode::kUefi};
  EXPECT_TRUE(run(client->set_boot_override(wanted)));
}

TEST_F(IpmiWire, ReadsBackWrong) {
  begin({"ipmi-boot-reads-wrong"});
  const redfish::BootOverride wanted{.target = BootTarget::kPxe, .mode = BootMode::kUefi};
  const auto set = run(client->set_boot_override(wanted));
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, BmcErrc::kNotApplied);
}

TEST_F(IpmiWire, TakesNoNoticeOfWhatIsTooLong) {
  begin();
  udp::socket other(io, udp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const auto colon = bmc->address().rfind(':');
  const auto port = static_cast<std::uint16_t>(std::stoi(bmc->address().substr(colon + 1)));
  const udp::endpoint to(boost::asio::ip::address_v4::loopback(), port);
  other.send_to(boost::asio::buffer(Octets(60'000, 0x06)), to);
  other.send_to(boost::asio::buffer(Octets()), to);
  EXPECT_TRUE(run(client->power_state()));
}

}  // namespace
}  // namespace rackseed::rehearsal
