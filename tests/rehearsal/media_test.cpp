#include <gmock/gmock.h>

#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::string_view kImage = R"({"Image":"http://192.0.2.1/a.iso"})";

class VirtualMedium : public ServiceTest {
 protected:
  std::string slot() { return manager() + "/VirtualMedia/CD1"; }
  Answer insert(std::string_view body = kImage) {
    return post(slot() + "/Actions/VirtualMedia.InsertMedia", std::string(body));
  }
  Answer eject(std::string body = "{}") {
    return post(slot() + "/Actions/VirtualMedia.EjectMedia", std::move(body));
  }
};

TEST_F(VirtualMedium, IsInsertedAndEjected) {
  EXPECT_EQ(insert().status, 204);
  EXPECT_EQ(machine->image, "http://192.0.2.1/a.iso");
  const auto document = get(slot());
  EXPECT_EQ(document.at("Image"), "http://192.0.2.1/a.iso");
  EXPECT_EQ(document.at("ImageName"), "a.iso");
  EXPECT_EQ(document.at("Inserted"), true);
  EXPECT_EQ(insert().status, 409) << "one at a time";
  EXPECT_EQ(eject("").status, 204);
  EXPECT_EQ(machine->image, "");
  EXPECT_EQ(get(slot()).at("Inserted"), false);
  EXPECT_EQ(insert("{}").status, 400);
}

TEST_F(VirtualMedium, IsWhereItsFaultsSay) {
  EXPECT_FALSE(get(system()).contains("VirtualMedia"));
  begin({"media-under-system"});
  EXPECT_FALSE(get(manager()).contains("VirtualMedia"));
  EXPECT_EQ(insert().status, 404);
  EXPECT_EQ(
      post(system() + "/VirtualMedia/CD1/Actions/VirtualMedia.InsertMedia", std::string(kImage))
          .status,
      204);
  begin({"media-under-both"});
  get(system() + "/VirtualMedia/CD1");
  EXPECT_EQ(insert().status, 204);
}

TEST_F(VirtualMedium, RefusesAsItsFaultsSay) {
  begin({"media-image-only"});
  EXPECT_EQ(insert(R"({"Image":"http://192.0.2.1/a.iso","Inserted":true})").status, 400);
  EXPECT_EQ(insert().status, 204);
  begin({"media-needs-protocol"});
  EXPECT_EQ(insert().status, 400);
  begin({"media-needs-credentials"});
  EXPECT_EQ(insert().status, 400);
  EXPECT_EQ(insert(R"({"Image":"http://192.0.2.1/a","UserName":"none","Password":"none"})").status,
            204);
  begin({"media-plain-url"});
  EXPECT_EQ(insert(R"({"Image":"http://192.0.2.1/a.iso?b=c"})").status, 400);
  EXPECT_EQ(insert().status, 204);
  begin({"eject-needs-body"});
  EXPECT_EQ(eject("").status, 415);
  EXPECT_EQ(eject("{}").status, 204);
  begin({"media-slot-local-only"});
  EXPECT_EQ(insert().status, 405);
  EXPECT_FALSE(get(slot()).contains("Actions"));
}

TEST_F(VirtualMedium, MayHaveNoActions) {
  begin({"media-patch-only"});
  EXPECT_FALSE(get(slot()).contains("Actions"));
  EXPECT_EQ(insert().status, 404);
  EXPECT_EQ(patch(slot(), R"({"Image":"http://192.0.2.1/a.iso","Inserted":true})").status, 204);
  EXPECT_EQ(get(slot()).at("Inserted"), true);
  EXPECT_EQ(patch(slot(), R"({"Image":null,"Inserted":false})").status, 204);
  EXPECT_EQ(get(slot()).at("Inserted"), false);
}

TEST_F(VirtualMedium, IsStaleAfterAnEject) {
  begin({"insert-after-eject-fails"});
  insert();
  eject();
  EXPECT_EQ(insert().status, 500);
  EXPECT_EQ(insert().status, 204);
  begin({"inserted-stays-true"});
  insert();
  eject();
  EXPECT_EQ(get(slot()).at("Inserted"), true);
  EXPECT_TRUE(get(slot()).at("Image").is_null());
  EXPECT_EQ(insert().status, 204);
}

TEST_F(VirtualMedium, TellsItsTypesOrNot) {
  EXPECT_EQ(json::serialize(get(slot()).at("MediaTypes")), R"(["CD","DVD"])");
  begin({"media-dvd-only"});
  EXPECT_EQ(json::serialize(get(slot()).at("MediaTypes")), R"(["DVD"])");
  begin({"media-types-missing"});
  EXPECT_FALSE(get(slot()).contains("MediaTypes"));
}

TEST_F(VirtualMedium, IsMissedByARunningMachine) {
  const std::string eject = slot() + "/Actions/VirtualMedia.EjectMedia";
  const auto insert = [this] {
    EXPECT_EQ(
        post(slot() + "/Actions/VirtualMedia.InsertMedia", R"({"Image":"http://192.0.2.1/a.iso"})")
            .status,
        204);
  };
  insert();
  EXPECT_EQ(post(eject).status, 204);
  EXPECT_EQ(get("/rackseed/counters").at("ejected_while_on"), 0) << "it is off";
  insert();
  reset("On");
  EXPECT_EQ(post(eject).status, 204);
  EXPECT_EQ(post(eject).status, 204) << "there is none";
  EXPECT_EQ(get("/rackseed/counters").at("ejected_while_on"), 1);
}

class VirtualServices : public ServiceTest {};

TEST_F(VirtualServices, TakeSubscriptions) {
  const std::string path = "/redfish/v1/EventService/Subscriptions";
  const std::string body = R"({"Destination":"http://192.0.2.1/","Context":"x"})";
  const Answer answer = post(path, body);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(get(field_of(answer, "Location")).at("Context"), "x");
  EXPECT_EQ(ask(Method::kDelete, field_of(answer, "Location")).status, 204);
  EXPECT_EQ(ask(Method::kDelete, field_of(answer, "Location")).status, 404);
  begin({"context-required"});
  EXPECT_EQ(post(path, R"({"Destination":"http://192.0.2.1/"})").status, 400);
  EXPECT_EQ(post(path, body).status, 201);
}

TEST_F(VirtualServices, LightTheIndicator) {
  EXPECT_EQ(patch(system(), R"({"LocationIndicatorActive":true})").status, 204);
  EXPECT_EQ(get(system()).at("IndicatorLED"), "Blinking");
  EXPECT_EQ(patch(system(), R"({"IndicatorLED":"Off"})").status, 204);
  EXPECT_EQ(get(system()).at("LocationIndicatorActive"), false);
}

TEST_F(VirtualServices, CountWhatIsAsked) {
  get(system());
  get(system());
  const auto counters = get("/rackseed/counters");
  EXPECT_EQ(counters.at("paths").at("GET " + system()), 2);
  EXPECT_EQ(counters.at("machine").at("power"), "Off");
}

}  // namespace
}  // namespace rackseed::rehearsal
