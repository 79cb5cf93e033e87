#include "http/response.hpp"

#include <fmt/format.h>

#include <initializer_list>

namespace rackseed::http {
namespace {

class Head {
 public:
  Head(int status, bool keeps_alive) {
    add({"HTTP/1.1 ", fmt::format_int(status).str(), " ", reason(status), "\r\n"});
    if (!keeps_alive) field("Connection", "close");
  }

  Head& field(std::string_view name, std::string_view value) {
    add({name, ": ", value, "\r\n"});
    return *this;
  }
  Head& length(std::uint64_t octets) {
    return field("Content-Length", fmt::format_int(octets).str());
  }
  std::string end() {
    text_ += "\r\n";
    return std::move(text_);
  }

 private:
  void add(std::initializer_list<std::string_view> pieces) {
    for (const std::string_view piece : pieces) text_ += piece;
  }

  std::string text_;
};

Response respond_text(const Request& request, Text text, bool keeps_alive) {
  Head head(text.status, keeps_alive);
  for (const auto& [name, value] : text.fields) head.field(name, value);
  if (!text.body.empty()) head.field("Content-Type", text.type);
  if (text.status != 204 && text.status != 304) head.length(text.body.size());
  head.field("Cache-Control", "no-store");
  return {.status = text.status,
          .head = head.end(),
          .body = request.method == Method::kHead ? std::string() : std::move(text.body),
          .keeps_alive = keeps_alive};
}

/// What a file says of itself in every answer.
void describe(Head& head, const FileBody& body) {
  head.field("ETag", body.file->etag())
      .field("Last-Modified", date_text(body.file->modified()))
      .field("Accept-Ranges", "bytes");
}

Response respond_file(const Request& request, const FileBody& body, bool keeps_alive) {
  const std::string& etag = body.file->etag();
  const std::uint64_t size = body.file->bytes();
  if (request.if_none_match && names_etag(*request.if_none_match, etag)) {
    Head head(304, keeps_alive);
    describe(head, body);
    return {.status = 304, .head = head.end(), .keeps_alive = keeps_alive};
  }
  const Part part = decide_part(request.range, request.if_range, etag, size);
  if (std::holds_alternative<Unsatisfiable>(part)) {
    Text text = refusal(416, fmt::format("the file has {} octets", size));
    text.fields.emplace_back("Content-Range", fmt::format("bytes */{}", size));
    return respond_text(request, std::move(text), keeps_alive);
  }
  const Range* range = std::get_if<Range>(&part);
  const Range sent = range != nullptr ? *range : Range{.first = 0, .count = size};
  const int status = range != nullptr ? 206 : 200;
  Head head(status, keeps_alive);
  describe(head, body);
  if (range != nullptr)
    head.field("Content-Range",
               fmt::format("bytes {}-{}/{}", sent.first, sent.first + sent.count - 1, size));
  head.field("Content-Type", body.type).length(sent.count);
  const bool sends = request.method != Method::kHead && sent.count > 0;
  return {.status = status,
          .head = head.end(),
          .file = sends ? body.file : nullptr,
          .part = sends ? sent : Range{},
          .keeps_alive = keeps_alive};
}

}  // namespace

Response respond(const Request& request, Answer answer, bool keeps_alive) {
  if (auto* body = std::get_if<FileBody>(&answer)) {
    if (request.method == Method::kGet || request.method == Method::kHead)
      return respond_file(request, *body, keeps_alive);
    Text text = refusal(405, "a file is only read");
    text.fields.emplace_back("Allow", "GET, HEAD");
    return respond_text(request, std::move(text), keeps_alive);
  }
  return respond_text(request, std::get<Text>(std::move(answer)), keeps_alive);
}

}  // namespace rackseed::http
