#include "src/rehearsal/tree.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/cli/temporary_folder.hpp"
#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

namespace fs = std::filesystem;

class VirtualTree : public ServiceTest {
 public:
  void put(const std::string& path, std::string_view text) const {
    fs::create_directories(root / path);
    std::ofstream(root / path / "index.json") << text;
  }
  void SetUp() override {
    put("redfish/v1", R"({"Vendor":"Real","Systems":{"@odata.id":"/redfish/v1/Systems"}})");
    put("redfish/v1/Systems", R"({"Members":[{"@odata.id":"/redfish/v1/Systems/1"}]})");
    begin();
  }
  void serve() { service->state().tree = std::make_shared<Tree>(Tree::load(root).value()); }

  cli::TemporaryFolder folder{};
  fs::path root = folder.text();
};

TEST_F(VirtualTree, IsServedAsItStands) {
  serve();
  EXPECT_EQ(get("/redfish/v1").at("Vendor"), "Real");
  EXPECT_EQ(get("/redfish/v1/").at("Vendor"), "Real");
  EXPECT_EQ(get("/redfish/v1/Systems/").at("Members").as_array().size(), 1U);
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1/Systems/1").status, 404) << "a link to nowhere";
  EXPECT_EQ(ask(Method::kGet, "/redfish/v1/../v1").status, 404);
}

TEST_F(VirtualTree, TakesSessionsAndNothingElse) {
  serve();
  const Answer opened =
      post("/redfish/v1/SessionService/Sessions", R"({"UserName":"a","Password":"b"})");
  EXPECT_EQ(opened.status, 201);
  get(field_of(opened, "Location"));
  EXPECT_EQ(ask(Method::kDelete, field_of(opened, "Location")).status, 204);
  EXPECT_EQ(post("/redfish/v1/Systems").status, 405);
  EXPECT_EQ(patch("/redfish/v1/Systems", "{}").status, 405);
}

TEST_F(VirtualTree, IsFoundFromItsInsideToo) {
  EXPECT_EQ(Tree::load(root).value().size(), 2U);
  EXPECT_EQ(Tree::load(root / "redfish").value().size(), 2U);
  EXPECT_EQ(Tree::load(root / "redfish/v1").value().size(), 2U);
  EXPECT_EQ(Tree::load(root / "nowhere").error().code, Errc::kUnavailable);
  put("redfish/v1/Chassis", "[]");
  EXPECT_EQ(Tree::load(root).error().code, Errc::kMalformed);
}

}  // namespace
}  // namespace rackseed::rehearsal
