#include "redfish/discovery/discovery_listener.hpp"

#include <net/if.h>

#include "redfish/discovery/discovery_search.hpp"
#include "redfish/discovery/ssdp.hpp"
#include "tests/redfish/dns_text.hpp"
#include "tests/redfish/oob_network.hpp"

namespace rackseed::redfish::tests {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

std::string ssdp(std::string_view begins, std::string_view address) {
  std::string text(begins);
  text += "\r\nST: urn:dmtf-org:service:redfish-rest:1:6\r\nAL: https://";
  text += address;
  return text + "/redfish/v1/\r\n\r\n";
}

/// Multicast on the loopback, at ports of its own.
class DiscoveryTest : public OobNetwork {
 public:
  DiscoveryTest() {
    groups.ssdp.port = 0;
    groups.mdns.port = 0;
  }
  static DiscoveryInterface loopback() {
    return {.index = static_cast<int>(::if_nametoindex("lo")),
            .address = Prefix(Ipv4(INADDR_LOOPBACK), 8)};
  }
  void start_listener() {
    listener.emplace(
        rig.io.get_executor(), std::vector{loopback()},
        [this](Candidate candidate) { heard.push_back(std::move(candidate)); }, groups);
    const auto opened = listener->open();
    ASSERT_TRUE(opened) << opened.error().detail;
    tasks.spawn("listener", listener->run());
  }
  /// To a group, as a BMC on this network does.
  void announce(MulticastGroup group, std::uint16_t port, Bytes payload) {
    group.port = port;
    MulticastSocket socket(rig.io.get_executor(), group);
    ASSERT_TRUE(socket.open());
    EXPECT_FALSE(socket.send(payload, loopback()));
  }
  void announce(std::string_view text) {
    announce(kSsdpGroup, listener->ssdp_port(), bytes_of(text));
  }
  void wait_for(std::size_t count) {
    rig.run_until([&] { return heard.size() >= count; });
  }

  DiscoveryGroups groups{};
  std::optional<DiscoveryListener> listener{};
  std::vector<Candidate> heard{};
};

TEST_F(DiscoveryTest, HearsNotices) {
  start_listener();
  announce(
      "NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\nNT: urn:dmtf-org:service:redfish-rest:1\r\n\r\n");
  wait_for(1);
  EXPECT_EQ(heard.at(0).address, Ipv4(INADDR_LOOPBACK)) << "the sender's";
  EXPECT_THAT(heard.at(0).found_by, ElementsAre(FoundBy::kSsdp));
  EXPECT_TRUE(heard.at(0).has_redfish);
}

TEST_F(DiscoveryTest, HearsMulticastDns) {
  start_listener();
  announce(kMdnsGroup, listener->mdns_port(), some_mdns_answer(120, "idrac-F54P1G3"));
  const auto text = some_mdns_answer();
  auto near = text;
  near.at(near.size() - 4) = 127;
  announce(kMdnsGroup, listener->mdns_port(), near);
  wait_for(1);
  EXPECT_EQ(heard.at(0).address, Ipv4::parse("127.1.40.11")) << "10.1.40.11 is not on this network";
  EXPECT_EQ(heard.at(0).vendor, "Dell");
  EXPECT_EQ(heard.at(0).serial, "F54P1G3");
  EXPECT_EQ(heard.at(0).uuid, "92384634-2938-2342-8820-489239905423");
}

TEST_F(DiscoveryTest, IsNotMovedByOthers) {
  start_listener();
  announce("");
  announce(std::string(9000, 'x'));
  announce(encode_ssdp_search(1));
  announce(ssdp("NOTIFY * HTTP/1.1\r\nNTS: ssdp:byebye", "127.0.9.3"));
  announce(ssdp("NOTIFY * HTTP/1.1", "10.1.40.3"));
  announce(ssdp("NOTIFY * HTTP/1.1", "127.0.9.7"));
  wait_for(1);
  EXPECT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard.at(0).address, host(7));
}

TEST_F(DiscoveryTest, TwoListenToOneGroup) {
  start_listener();
  groups.ssdp.port = listener->ssdp_port();
  DiscoveryListener second(
      rig.io.get_executor(), {loopback()}, [](const Candidate&) {}, groups);
  EXPECT_TRUE(second.open());
}

TEST_F(DiscoveryTest, AnInterfaceThatIsNotThereIsAnError) {
  const DiscoveryInterface gone{.index = 1 << 20, .address = Prefix(Ipv4(0x0a010001), 24)};
  DiscoveryListener broken(
      rig.io.get_executor(), {gone}, [](const Candidate&) {}, groups);
  const auto opened = broken.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
  EXPECT_THAT(opened.error().detail, testing::HasSubstr("10.1.0.1"));
}

/// BMCs that answer a search; each answers twice, as it is asked twice.
class AnswererTest : public DiscoveryTest {
 public:
  void start_answerer(std::vector<std::string> answers) {
    groups.ssdp.hops = 1;
    answerer.emplace(rig.io.get_executor(), groups.ssdp);
    ASSERT_TRUE(answerer->join({loopback()}));
    groups.ssdp.port = answerer->port();
    tasks.spawn("answerer", answerer->hear([this, answers](const Datagram& question) {
      if (rackseed::text_of(question.payload) != encode_ssdp_search(1)) return;
      for (const std::string& answer : answers) {
        MulticastSocket reply(rig.io.get_executor(),
                              {.address = question.source, .port = question.source_port});
        EXPECT_TRUE(reply.open());
        EXPECT_FALSE(reply.send(bytes_of(answer), loopback()));
      }
    }));
  }
  std::optional<MulticastSocket> answerer{};
};

TEST_F(AnswererTest, AScanAddsWhatAnnouncesItself) {
  start_answerer({ssdp("HTTP/1.1 200 OK", "127.0.9.3"), ssdp("HTTP/1.1 200 OK", "127.0.8.1:8443"),
                  ssdp("HTTP/1.1 200 OK", "10.9.9.9")});
  add_bmc(3, "idrac");
  settings.interfaces = {loopback()};
  settings.groups = groups;
  settings.search_limit = 400ms;
  const auto found = scan_all();
  ASSERT_TRUE(found) << found.error().detail;
  ASSERT_EQ(found->size(), 2U);
  const Candidate& near = found->at(0);
  EXPECT_EQ(near.address, Ipv4::parse("127.0.8.1"));
  EXPECT_THAT(near.found_by, ElementsAre(FoundBy::kSsdp));
  EXPECT_THAT(near.notes, ElementsAre("announces Redfish at port 8443"));
  const Candidate& scanned = found->at(1);
  EXPECT_EQ(scanned.address, host(3));
  EXPECT_THAT(scanned.found_by, ElementsAre(FoundBy::kScan, FoundBy::kSsdp));
  EXPECT_EQ(scanned.redfish_version, "1.15.0") << "its own answer counts more";
}

}  // namespace
}  // namespace rackseed::redfish::tests
