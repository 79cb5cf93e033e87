#include "src/rehearsal/message.hpp"

namespace rackseed::rehearsal {

std::string_view to_string(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kPatch:
      return "PATCH";
    case Method::kPut:
      return "PUT";
    case Method::kDelete:
      return "DELETE";
    case Method::kOther:
      break;
  }
  return "?";
}

std::string_view Request::field(std::string_view name) const {
  const auto found = fields.find(std::string(name));
  return found == fields.end() ? std::string_view() : found->second;
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  for (std::string_view rest = query; !rest.empty();) {
    const auto part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (part.substr(0, part.find('=')) == name && part.size() > name.size())
      return part.substr(name.size() + 1);
  }
  return {};
}

Answer done(int status) {
  Answer answer;
  answer.status = status;
  return answer;
}

Answer with(json::object document, int status) {
  Answer answer;
  answer.status = status;
  answer.document = std::move(document);
  return answer;
}

Answer refusal(int status, std::string_view id, std::string_view text) {
  json::object info;
  info["@odata.type"] = "#Message.v1_1_1.Message";
  info["MessageId"] = id;
  info["Message"] = text;
  info["MessageArgs"] = json::array();
  info["Severity"] = "Critical";
  info["Resolution"] = "None";
  json::object error;
  error["code"] = id;
  error["message"] = text;
  error["@Message.ExtendedInfo"] = json::array{std::move(info)};
  json::object document;
  document["error"] = std::move(error);
  return with(std::move(document), status);
}

std::string_view without_slash(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

}  // namespace rackseed::rehearsal
