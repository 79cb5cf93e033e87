#include <gmock/gmock.h>

#include "src/rehearsal/etag.hpp"
#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

using testing::HasSubstr;

class VirtualShape : public ServiceTest {
 protected:
  /// All members of a collection, page by page.
  std::vector<std::string> members_of(std::string path, int* pages = nullptr) {
    std::vector<std::string> ids;
    for (int page = 0; page < 100 && !path.empty(); ++page) {
      const auto document = get(path);
      for (const auto& member : document.at("Members").as_array())
        ids.emplace_back(member.at("@odata.id").as_string());
      const auto* next = document.if_contains("Members@odata.nextLink");
      path = next == nullptr ? "" : std::string(next->as_string());
      if (pages != nullptr) *pages = page + 1;
    }
    return ids;
  }
  std::string first_mac() {
    return json::serialize(get(system() + "/EthernetInterfaces/1").at("MACAddress"));
  }
};

void collect_links(const json::value& value, std::vector<std::string>& links) {
  if (const auto* array = value.if_array())
    for (const auto& item : *array) collect_links(item, links);
  const auto* object = value.if_object();
  if (object == nullptr) return;
  for (const auto& entry : *object) {
    if (entry.key() == "@odata.id" || entry.key() == "Members@odata.nextLink")
      links.emplace_back(entry.value().as_string());
    collect_links(entry.value(), links);
  }
}

TEST_F(VirtualShape, LeadsNowhereWrongInAnyProfile) {
  for (const Profile& profile : profiles()) {
    begin({}, profile.name);
    std::vector<std::string> links = {"/redfish/v1"};
    for (std::size_t i = 0; i < links.size(); ++i) {
      const auto document = get(links[i]);
      std::vector<std::string> found;
      collect_links(document, found);
      for (const auto& link : found)
        if (std::ranges::find(links, link) == links.end()) links.push_back(link);
    }
    EXPECT_GT(links.size(), 50U) << profile.name;
  }
}

TEST_F(VirtualShape, ComesInPages) {
  begin({"paging=3"});
  int pages = 0;
  EXPECT_EQ(members_of(system() + "/EthernetInterfaces", &pages).size(), 4U);
  EXPECT_EQ(pages, 2);
  begin();
  EXPECT_EQ(members_of(system() + "/LogServices/SEL/Entries", &pages).size(), 50U);
  EXPECT_EQ(pages, 3) << "log entries always do";
}

TEST_F(VirtualShape, HasOddMembersAndIds) {
  begin({"members-object"});
  EXPECT_TRUE(get("/redfish/v1/Systems").at("Members").is_object());
  EXPECT_TRUE(get(system() + "/EthernetInterfaces").at("Members").is_array()) << "there are four";
  begin({"ids-trailing-slash"});
  EXPECT_EQ(members_of("/redfish/v1/Systems").front(), system() + "/");
  get(system() + "/");
  begin({"ids-other-case"});
  EXPECT_EQ(get("/redfish/v1/Systems").at("@odata.id"), "/redfish/v1/systems");
}

TEST_F(VirtualShape, HasOddMacs) {
  EXPECT_EQ(first_mac(), "\"02:00:5e:00:07:01\"");
  begin({"mac-zero"});
  EXPECT_EQ(first_mac(), "\"00:00:00:00:00:00\"");
  begin({"mac-empty"});
  EXPECT_EQ(first_mac(), "\"\"");
  begin({"mac-null"});
  EXPECT_EQ(first_mac(), "null");
  begin({"mac-upper"});
  EXPECT_EQ(first_mac(), "\"02:00:5E:00:07:01\"");
  begin({"mac-permanent-only"});
  EXPECT_FALSE(get(system() + "/EthernetInterfaces/1").contains("MACAddress"));
}

TEST_F(VirtualShape, HidesItsNics) {
  begin({"nics-in-chassis-only"});
  EXPECT_TRUE(members_of(system() + "/EthernetInterfaces").empty());
  EXPECT_EQ(members_of("/redfish/v1/Chassis/1U/NetworkAdapters/NIC1/Ports").size(), 2U);
  begin({"no-ethernet-interfaces"});
  EXPECT_FALSE(get(system()).contains("EthernetInterfaces"));
  EXPECT_EQ(ask(Method::kGet, system() + "/EthernetInterfaces").status, 404);
}

TEST_F(VirtualShape, HasOddIdentities) {
  begin({"serial-in-sku"});
  EXPECT_EQ(get(system()).at("SKU"), "VM000007");
  begin({"serial-filler"});
  EXPECT_EQ(get(system()).at("SerialNumber"), "To be filled by O.E.M.");
  begin({"vendor-mismatch"});
  EXPECT_EQ(get("/redfish/v1").at("Vendor"), "AMI");
  begin({"several-systems", "managed-by-missing"});
  EXPECT_NE(members_of("/redfish/v1/Systems").front(), system());
  EXPECT_FALSE(get(members_of("/redfish/v1/Systems").front()).contains("Boot"));
  EXPECT_FALSE(get(system()).at("Links").as_object().contains("ManagedBy"));
}

TEST_F(VirtualShape, HasOddNumbers) {
  begin({"numbers-as-text"});
  EXPECT_EQ(get(system()).at("ProcessorSummary").at("Count"), "2");
  EXPECT_EQ(get(system() + "/EthernetInterfaces/1").at("SpeedMbps"), "N/A");
  EXPECT_TRUE(get(system() + "/Storage/NVMe/Drives/0").at("CapacityBytes").is_null());
  begin({"inventory-off-404"});
  EXPECT_EQ(ask(Method::kGet, system() + "/Processors").status, 404);
  reset("On");
  EXPECT_EQ(ask(Method::kGet, system() + "/Processors").status, 200);
}

TEST_F(VirtualShape, HasOddErrors) {
  begin({"html-errors"});
  const Answer answer = ask(Method::kGet, "/redfish/v1/nowhere");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.type, "text/html");
  EXPECT_THAT(answer.text, HasSubstr("<html>"));
  begin({"extended-info-object"});
  const auto document = document_of(ask(Method::kGet, "/redfish/v1/nowhere"));
  EXPECT_TRUE(document.at("error").at("@Message.ExtendedInfo").is_object());
  begin({"escaped-slashes"});
  EXPECT_THAT(ask(Method::kGet, "/redfish/v1").text, HasSubstr(R"("\/redfish\/v1\/Systems")"));
}

TEST_F(VirtualShape, FailsNowAndThen) {
  begin({"flaky-503=2"});
  const Answer odd = ask(Method::kGet, "/redfish/v1");
  const Answer even = ask(Method::kGet, "/redfish/v1");
  EXPECT_EQ(odd.status, 200);
  EXPECT_EQ(even.status, 503);
  EXPECT_EQ(field_of(even, "Retry-After"), "1");
  begin({"plain-root-only"});
  Request request{.path = system(), .is_encrypted = false};
  EXPECT_EQ(ask(request).status, 403);
  begin({"redirect-slash"});
  EXPECT_EQ(field_of(ask(Method::kGet, system()), "Location"), system() + "/");
  begin({"redirect-other-host=7"});
  EXPECT_EQ(field_of(ask(Method::kGet, system()), "Location"), "https://127.0.0.1:7" + system());
}

TEST_F(VirtualShape, StopsForAWhileWhenItIsCrowded) {
  begin({"stall-when-crowded=5"});
  const Request request{.path = "/redfish/v1"};
  auto& in_flight = service->state().counters.in_flight;
  in_flight = 2;
  EXPECT_EQ(ask(request).delay_ms, 0);
  in_flight = 3;
  EXPECT_EQ(ask(request).delay_ms, 5000);
  in_flight = 1;
  now += std::chrono::seconds(4);
  EXPECT_EQ(ask(request).delay_ms, 1000);
  now += std::chrono::seconds(1);
  EXPECT_EQ(ask(request).delay_ms, 0);
}

TEST_F(VirtualShape, IsHostile) {
  begin({"hostile-redirects"});
  const std::string next = field_of(ask(Method::kGet, "/redfish/v1"), "Location");
  EXPECT_EQ(next, "/redfish/v1/x");
  EXPECT_EQ(ask(Method::kGet, next).status, 301);
  begin({"hostile-nesting=3"});
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").text, R"({"Members":[[[]]]})");
  begin({"hostile-utf8"});
  EXPECT_THAT(ask(Method::kGet, "/redfish/v1").text, HasSubstr("\xff"));
  begin({"slow=7"});
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").delay_ms, 7);
}

TEST_F(VirtualShape, DropsConnectionsWhileItsMachineBoots) {
  begin({"reset-while-booting"});
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").delivery, Delivery::kOrdinary);
  machine->in_post = true;
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1").delivery, Delivery::kReset);
}

TEST_F(VirtualShape, TellsWhatMayBeDone) {
  EXPECT_EQ(field_of(ask(Method::kGet, system()), "Allow"), "GET, HEAD, PATCH");
  EXPECT_EQ(field_of(ask(Method::kGet, "/redfish/v1/Chassis/1U"), "Allow"), "GET, HEAD");
  EXPECT_EQ(field_of(ask(Method::kGet, system() + "/Processors"), "Allow"), "GET, HEAD");
  const Answer refused = ask(Method::kDelete, "/redfish/v1/SessionService/Sessions");
  EXPECT_EQ(field_of(refused, "Allow"), "GET, HEAD, POST");
}

TEST_F(VirtualShape, HasNoMethodForWhatCannotBeDone) {
  EXPECT_EQ(ask(Method::kDelete, system()).status, 405);
  EXPECT_EQ(ask(Method::kDelete, "/redfish/v1/nowhere").status, 404);
  EXPECT_EQ(patch("/redfish/v1/nowhere", "{}").status, 404);
  EXPECT_EQ(ask(Method::kGet, "/elsewhere").status, 404);
}

class VirtualEtags : public ServiceTest {
 protected:
  std::string etag() { return field_of(ask(Method::kGet, system()), "ETag"); }
  int patch_with(std::string tag, std::string encoding = "") {
    Request request{.method = Method::kPatch, .path = system(), .body = R"({"AssetTag":"x"})"};
    request.fields.emplace("if-match", std::move(tag));
    if (!encoding.empty()) request.fields.emplace("accept-encoding", std::move(encoding));
    return ask(std::move(request)).status;
  }
};

TEST_F(VirtualEtags, HoldUntilSomethingChanges) {
  const std::string before = etag();
  EXPECT_EQ(before, etag());
  EXPECT_EQ(patch_with(before), 204);
  EXPECT_NE(before, etag());
  EXPECT_EQ(patch_with(before), 412);
  EXPECT_EQ(patch_with("*"), 204);
  Request again{.path = system()};
  again.fields.emplace("if-none-match", etag());
  EXPECT_EQ(ask(again).status, 304);
}

TEST_F(VirtualEtags, AreMissingInMembers) {
  const std::string entries = system() + "/LogServices/SEL/Entries";
  const auto first = [&] { return get(entries).at("Members").at(0).as_object(); };
  EXPECT_EQ(first().at("@odata.etag"), get(entries + "/1").at("@odata.etag"));
  begin({"member-etags-missing"});
  EXPECT_FALSE(first().contains("@odata.etag"));
  EXPECT_TRUE(get(entries + "/1").contains("@odata.etag"));
}

TEST_F(VirtualEtags, AreOddInSomeBmcs) {
  begin({"etag-weak-refused"});
  EXPECT_EQ(etag().substr(0, 2), "W/");
  EXPECT_EQ(patch_with(etag()), 412);
  EXPECT_EQ(patch_with(etag().substr(2)), 204);
  begin({"etag-refused"});
  EXPECT_EQ(patch_with(etag()), 412);
  begin({"etag-unquoted"});
  EXPECT_EQ(patch_with("\"" + etag() + "\""), 412);
  EXPECT_EQ(patch_with(etag()), 204);
  begin({"etag-double-quoted"});
  EXPECT_EQ(etag().substr(0, 2), "\"\"");
  EXPECT_EQ(patch_with(etag()), 204);
  begin({"etag-empty"});
  EXPECT_EQ(patch_with(""), 412);
  begin({"etag-only-in-body"});
  EXPECT_EQ(etag(), "");
  EXPECT_EQ(patch_with(std::string(get(system()).at("@odata.etag").as_string())), 204);
}

TEST_F(VirtualEtags, TurnWeakWhenCompressed) {
  begin({"etag-weak-when-compressed"});
  EXPECT_EQ(patch_with(etag(), "identity"), 204);
  Request request{.path = system()};
  request.fields.emplace("accept-encoding", "gzip, deflate");
  const std::string weak = field_of(ask(request), "ETag");
  EXPECT_EQ(weak.substr(0, 2), "W/");
  EXPECT_EQ(patch_with(weak, "gzip"), 412);
  begin({"identity-refused"});
  request.fields["accept-encoding"] = "identity";
  EXPECT_EQ(ask(request).status, 406);
}

}  // namespace
}  // namespace rackseed::rehearsal
