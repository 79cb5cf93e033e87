#include "src/rehearsal/wire.hpp"

#include <fmt/core.h>

#include <rackseed/ascii.hpp>

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>

namespace rackseed::rehearsal {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kChunk = 100;

Method method_of(http::verb verb) {
  if (verb == http::verb::get) return Method::kGet;
  if (verb == http::verb::head) return Method::kHead;
  if (verb == http::verb::post) return Method::kPost;
  if (verb == http::verb::patch) return Method::kPatch;
  if (verb == http::verb::put) return Method::kPut;
  if (verb == http::verb::delete_) return Method::kDelete;
  return Method::kOther;
}

std::string text_from(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Request to_request(const WireRequest& request, bool is_encrypted) {
  Request ours{.method = method_of(request.method()), .is_encrypted = is_encrypted};
  const std::string target = text_from(request.target());
  const auto question = target.find('?');
  ours.path = target.substr(0, question);
  if (question != std::string::npos) ours.query = target.substr(question + 1);
  for (const auto& field : request) {
    std::string name = text_from(field.name_string());
    std::ranges::transform(name, name.begin(), &to_lower);
    ours.fields.insert_or_assign(std::move(name), text_from(field.value()));
  }
  ours.body = request.body();
  return ours;
}

WireResponse to_response(const Answer& answer, bool is_head) {
  WireResponse response;
  response.version(11);
  response.result(static_cast<unsigned>(answer.status));
  for (const auto& [name, value] : answer.fields) response.insert(name, value);
  if (!answer.text.empty()) response.set(http::field::content_type, answer.type);
  if (is_head) {
    response.content_length(answer.text.size());
    return response;
  }
  response.body() = answer.text;
  response.prepare_payload();
  return response;
}

std::string length_field(std::size_t octets) {
  return fmt::format("Content-Length: {}\r\n", octets);
}

std::string head_text(const Answer& answer, std::string_view version, std::string_view field) {
  const auto reason =
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(answer.status)));
  std::string head = fmt::format("{} {} {}\r\n", version, answer.status, text_from(reason));
  for (const auto& [name, value] : answer.fields) head += fmt::format("{}: {}\r\n", name, value);
  head += fmt::format("Content-Type: {}\r\n", answer.type);
  head += field;
  head += "\r\n";
  return head;
}

std::string chunked(std::string_view body) {
  std::string text;
  while (!body.empty()) {
    const auto part = body.substr(0, kChunk);
    body.remove_prefix(part.size());
    text += fmt::format("{:x}\r\n{}\r\n", part.size(), part);
  }
  return text + "0\r\n\r\n";
}

}  // namespace rackseed::rehearsal
