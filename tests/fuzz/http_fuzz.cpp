// What one connection sends: requests one after the other, read as Connection reads them.

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/routes.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstdlib>

#include "http/limits.hpp"

namespace rackseed::http {
namespace {

namespace beast = boost::beast::http;
using Parser = beast::request_parser<beast::string_body>;

constexpr std::uint64_t kFileOctets = 1000;

void require(bool holds) {
  if (!holds) std::abort();
}

/// Small enough for the fuzzer to reach them.
Limits limits() { return {.head_octets = 512, .body_octets = 64}; }

void check_segment(std::string_view segment) {
  require(!segment.empty() && segment != "." && segment != "..");
  require(std::ranges::none_of(segment, [](char c) {
    return c == '/' || c == '\\' || c == '\0' || c == '\r' || c == '\n';
  }));
}

/// What comes out of a path goes no further than the path: into files, tables and scripts.
void check_route(const Request& request) {
  for (const std::string& segment : request.target.path) check_segment(segment);
  require(fact_of(request).path.starts_with('/'));
  const Route found = route(request);
  if (const auto* file = std::get_if<StaticFile>(&found)) {
    require(!file->path.empty());
    for (const std::string& segment : file->path) check_segment(segment);
  }
  if (const auto* image = std::get_if<ImageFile>(&found))
    require(image->sha256.size() == 64 &&
            image->sha256.find_first_not_of("0123456789abcdef") == std::string::npos);
  if (const auto* refused = std::get_if<NoRoute>(&found))
    require(refused->status >= 400 && !reason(refused->status).empty());
  const bool reads = request.method == Method::kGet || request.method == Method::kHead;
  const bool writes = request.method == Method::kPost || request.method == Method::kPut;
  require(reads || writes || std::holds_alternative<NoRoute>(found));
}

/// A client has to find the end of an answer where we end it.
void check_response(const Response& response, const Request& request) {
  beast::response_parser<beast::string_body> client;
  client.skip(request.method == Method::kHead);
  client.body_limit(boost::none);
  boost::system::error_code error;
  const std::string file = response.file ? std::string(response.part.count, 'x') : "";
  const std::string text = response.head + response.body + file;
  client.eager(true);
  const std::size_t taken = client.put(boost::asio::buffer(text), error);
  require(!error && client.is_done() && taken == text.size());
  require(client.get().result_int() == static_cast<unsigned>(response.status));
  require(client.keep_alive() == response.keeps_alive);
}

void check_part(const Response& response, const Request& request) {
  const bool has_part = response.part.count > 0;
  require(has_part == (response.file != nullptr));
  require(response.part.count <= kFileOctets &&
          response.part.first <= kFileOctets - response.part.count);
  require(response.status != 206 || request.range.has_value());
  require(response.status != 304 || request.if_none_match.has_value());
  require(!has_part || request.method == Method::kGet);
}

void answer(const Request& request, bool keeps_alive) {
  check_route(request);
  check_response(respond(request, Text{.body = request.body}, keeps_alive), request);
  check_response(respond(request, refusal(404, "no"), keeps_alive), request);
  const auto file = std::make_shared<const File>(-1, kFileOctets, 1'800'000'000, "\"e7a9\"");
  const Response part = respond(request, FileBody{.file = file, .type = "a/b"}, keeps_alive);
  check_response(part, request);
  check_part(part, request);
}

/// As Connection::read_head() and read_body(): the buffer without what was read, or nothing.
std::optional<std::string_view> read(Parser& parser, std::string_view bytes) {
  const std::uint32_t most = limits().head_octets;
  parser.header_limit(most);
  parser.body_limit(limits().body_octets);
  boost::system::error_code error;
  const std::string_view whole = bytes;
  while (!parser.is_header_done()) {
    const std::size_t count = parser.put(boost::asio::buffer(bytes), error);
    bytes.remove_prefix(count);
    if (error || whole.size() - bytes.size() > most) return {};
  }
  parser.eager(true);
  while (!parser.is_done()) {
    bytes.remove_prefix(parser.put(boost::asio::buffer(bytes), error));
    if (!parser.is_done() && error) return {};
  }
  return bytes;
}

/// The bytes that are left after one request; nothing: the connection is closed.
std::optional<std::string_view> serve_one(std::string_view bytes) {
  Parser parser;
  const auto rest = read(parser, bytes);
  if (!rest) return {};
  require(parser.get().body().size() <= limits().body_octets);
  auto request = read_request(parser.release(), Ipv4(1), Ipv4(2));
  if (!request) {
    require(!request.error().detail.empty());
    check_response(respond(Request{}, refusal(400, request.error().detail), false), Request{});
    return {};
  }
  answer(request->request, request->keeps_alive);
  return request->keeps_alive ? rest : std::nullopt;
}

}  // namespace
}  // namespace rackseed::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  std::optional<std::string_view> rest = bytes;
  while (rest && !rest->empty()) rest = rackseed::http::serve_one(*rest);
  return 0;
}
