#include "tests/redfish/rig.hpp"

#include <gmock/gmock.h>
#include <openssl/ssl.h>

namespace rackseed::redfish::tests {
namespace {

using testing::HasSubstr;

Reply empty(const Asked&) { return {.body = "{}"}; }

TEST(Row74, TrustsTheFirstKeyAndReportsIt) {
  Rig rig;
  TlsIdentity first("bmc1");
  HttpPeer peer(rig.io, empty, &first);
  CurlTransport transport(rig.curl, settings_for(peer, true));
  EXPECT_EQ(transport.certificate().spki_sha256, "");
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(transport.certificate().spki_sha256, first.spki());
  EXPECT_EQ(transport.certificate().spki_sha256.size(), 64);
  EXPECT_EQ(transport.certificate().subject, "CN=bmc1");
  EXPECT_THAT(transport.certificate().expires, testing::MatchesRegex("20..-..-..T..:..:..Z"));
}

TEST(Row74, AnotherKeyThanThePinnedOneGetsNothing) {
  Rig rig;
  TlsIdentity real("bmc1");
  TlsIdentity other("bmc1");
  HttpPeer peer(rig.io, empty, &other);
  auto settings = settings_for(peer, true);
  settings.pinned_spki = real.spki();
  CurlTransport transport(rig.curl, settings);
  HttpRequest request = post("/redfish/v1/Sessions", R"({"Password":"secret"})");
  request.fields.emplace_back("X-Auth-Token", "secret");
  const auto answer = rig.run(transport.send(request));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kCertificateChanged);
  EXPECT_THAT(answer.error().detail, HasSubstr(real.spki()));
  EXPECT_THAT(answer.error().detail, HasSubstr(other.spki()));
  EXPECT_THAT(answer.error().detail, Not(HasSubstr("secret")));
  EXPECT_EQ(transport.certificate().spki_sha256, other.spki());
  EXPECT_TRUE(peer.asked().empty());
}

TEST(Row74, AKeyThatChangesLaterGetsNothing) {
  Rig rig;
  TlsIdentity first("bmc1");
  TlsIdentity second("bmc1");
  HttpPeer peer(rig.io, empty, &first);
  CurlTransport transport(rig.curl, settings_for(peer, true));
  EXPECT_TRUE(rig.run(transport.send(get("/a"))));
  peer.show(second);
  const auto answer = rig.run(transport.send(post("/b", "{}")));  // on a new connection
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kCertificateChanged);
  EXPECT_EQ(peer.asked().size(), 1);
}

TEST(Row74, AKeptConnectionIsNoWayAroundThePinnedKey) {
  Rig rig;
  TlsIdentity shown("bmc1");
  const TlsIdentity pinned("bmc1");
  HttpPeer peer(rig.io, empty, &shown);
  CurlTransport trusting(rig.curl, settings_for(peer, true));
  EXPECT_TRUE(rig.run(trusting.send(get("/a"))));
  auto settings = settings_for(peer, true);
  settings.pinned_spki = pinned.spki();
  CurlTransport strict(rig.curl, settings);
  const auto answer = rig.run(strict.send(get("/b")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, BmcErrc::kCertificateChanged);
  EXPECT_EQ(peer.asked().size(), 1);
}

TEST(Row74, ThePinnedKeyWillDoWhateverTheCertificateSays) {
  Rig rig;
  TlsIdentity real("somebody else");
  HttpPeer peer(rig.io, empty, &real);
  auto settings = settings_for(peer, true);
  settings.pinned_spki = real.spki();
  CurlTransport transport(rig.curl, settings);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(rig.run(transport.send(get("/a"))));
  EXPECT_EQ(peer.connections(), 1);
}

TEST(Row75, OldTlsIsSpokenOnlyWhereItIsSet) {
  Rig rig;
  TlsIdentity old("bmc1");
  old.be_old(TLS1_1_VERSION);
  HttpPeer peer(rig.io, empty, &old);
  auto settings = settings_for(peer, true);
  CurlTransport modern(rig.curl, settings);
  const auto refused = rig.run(modern.send(get("/a")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, BmcErrc::kTls);
  settings.has_legacy_tls = true;
  CurlTransport legacy(rig.curl, settings);
  const auto answer = rig.run(legacy.send(get("/a")));
  EXPECT_TRUE(answer) << answer.error().detail;
}

TEST(Row76, AServerWithoutTlsIsNoHttpsServer) {
  Rig rig;
  HttpPeer peer(rig.io, empty);
  auto settings = settings_for(peer, true);
  settings.connect_limit = std::chrono::milliseconds(100);  // it waits for the end of a head
  CurlTransport transport(rig.curl, settings);
  const auto answer = rig.run(transport.send(get("/a")));
  ASSERT_FALSE(answer);
  EXPECT_TRUE(peer.asked().empty());
}

TEST(Row76, NoRedirectLeadsOutOfTls) {
  Rig rig;
  TlsIdentity real("bmc1");
  HttpPeer plain(rig.io, empty);
  const auto to = "http://127.0.0.1:" + std::to_string(plain.port()) + "/a";
  HttpPeer peer(
      rig.io,
      [&](const Asked&) {
        return Reply{.status = 301, .fields = {{"Location", to}}};
      },
      &real);
  CurlTransport transport(rig.curl, settings_for(peer, true));
  EXPECT_FALSE(rig.run(transport.send(get("/a"))));
  EXPECT_EQ(plain.connections(), 0);
}

}  // namespace
}  // namespace rackseed::redfish::tests
