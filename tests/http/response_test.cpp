#include "http/response.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

namespace rackseed::http {
namespace {

using testing::HasSubstr;
using testing::Not;

FileBody body(std::uint64_t bytes = 1000) {
  constexpr std::time_t kModified = 784111777;  // the example of RFC 9110 section 5.6.7
  return {.file = std::make_shared<File>(::open("/dev/null", O_RDONLY | O_CLOEXEC), bytes,
                                         kModified, "\"e\""),
          .type = "application/efi"};
}

Response answer(const Request& request, Answer answer, bool keeps_alive = true) {
  Response response = respond(request, std::move(answer), keeps_alive);
  EXPECT_TRUE(response.head.starts_with("HTTP/1.1 " + std::to_string(response.status) + " "));
  EXPECT_TRUE(response.head.ends_with("\r\n\r\n"));
  EXPECT_THAT(response.head, Not(HasSubstr("chunked")));
  return response;
}

TEST(Response, SaysAllOfAFile) {
  const Response response = answer({}, body());
  EXPECT_EQ(response.head,
            "HTTP/1.1 200 OK\r\n"
            "ETag: \"e\"\r\n"
            "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Accept-Ranges: bytes\r\n"
            "Content-Type: application/efi\r\n"
            "Content-Length: 1000\r\n\r\n");
  EXPECT_EQ(response.part, (Range{.first = 0, .count = 1000}));
  EXPECT_TRUE(response.file);
}

TEST(Response, ToHeadSaysTheLengthAndSendsNothing) {  // UEFI HTTP boot begins with it
  const Response response = answer({.method = Method::kHead}, body());
  EXPECT_THAT(response.head, HasSubstr("Content-Length: 1000\r\n"));
  EXPECT_FALSE(response.file);
  const Response text = answer({.method = Method::kHead}, Text{.body = "abc"});
  EXPECT_THAT(text.head, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_EQ(text.body, "");
}

TEST(Response, SendsAPart) {
  const Response response = answer({.range = "bytes=10-19"}, body());
  EXPECT_EQ(response.status, 206);
  EXPECT_THAT(response.head, HasSubstr("Content-Range: bytes 10-19/1000\r\n"));
  EXPECT_THAT(response.head, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_EQ(response.part, (Range{.first = 10, .count = 10}));
}

TEST(Response, RefusesAPartThatIsNotThere) {
  const Response response = answer({.range = "bytes=1000-"}, body());
  EXPECT_EQ(response.status, 416);
  EXPECT_THAT(response.head, HasSubstr("Content-Range: bytes */1000\r\n"));
  EXPECT_FALSE(response.file);
}

TEST(Response, SendsNothingThatTheClientHas) {
  const Response response = answer({.if_none_match = "\"e\""}, body());
  EXPECT_EQ(response.status, 304);
  EXPECT_THAT(response.head, Not(HasSubstr("Content-Length")));
  EXPECT_FALSE(response.file);
}

TEST(Response, OfAnEmptyFileHasNoBody) {
  const Response response = answer({}, body(0));
  EXPECT_THAT(response.head, HasSubstr("Content-Length: 0\r\n"));
  EXPECT_FALSE(response.file);
}

TEST(Response, RefusesToWriteAFile) {
  for (const Method method : {Method::kPost, Method::kPut, Method::kOther}) {
    const Response response = answer({.method = method}, body());
    EXPECT_EQ(response.status, 405);
    EXPECT_THAT(response.head, HasSubstr("Allow: GET, HEAD\r\n"));
  }
}

TEST(Response, SaysWhenItIsTheLast) {
  EXPECT_THAT(answer({}, Text{}, false).head, HasSubstr("Connection: close\r\n"));
  EXPECT_FALSE(answer({}, Text{}, false).keeps_alive);
  EXPECT_THAT(answer({}, Text{}).head, Not(HasSubstr("Connection")));
}

TEST(Response, MayBeEmptyAndFound) {  // NoCloud's vendor-data
  const Response response = answer({}, Text{});
  EXPECT_THAT(response.head, HasSubstr("200 OK\r\nContent-Length: 0\r\n"));
  EXPECT_THAT(answer({}, Text{.status = 204}).head, Not(HasSubstr("Content-Length")));
}

TEST(Response, NamesWhatIsWrong) {
  const Response response = answer({}, refusal(404, "no node has this MAC"));
  EXPECT_EQ(response.body, "404 Not Found: no node has this MAC\n");
}

}  // namespace
}  // namespace rackseed::http
