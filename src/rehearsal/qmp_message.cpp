#include "src/rehearsal/qmp_message.hpp"

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace rackseed::rehearsal {
namespace {

Error bad_qmp(std::string_view why) { return {Errc::kMalformed, fmt::format("QMP: {}", why)}; }

/// The parts of "qemu": {"major": 7, "minor": 2, "micro": 22}.
std::optional<std::string> qemu_version(const json::object& greeting) {
  const json::object* version = object_in(greeting, "version");
  const json::object* qemu = version == nullptr ? nullptr : object_in(*version, "qemu");
  if (qemu == nullptr) return {};
  std::string text;
  for (const std::string_view part : {"major", "minor", "micro"}) {
    const json::value* number = qemu->if_contains(part);
    if (number == nullptr || !number->is_int64()) return {};
    text += fmt::format("{}{}", text.empty() ? "" : ".", number->get_int64());
  }
  return text;
}

std::optional<std::uint64_t> id_in(const json::object& message) {
  const json::value* id = message.if_contains("id");
  if (id == nullptr) return {};
  boost::system::error_code error;
  const auto number = id->to_number<std::uint64_t>(error);
  return error ? std::nullopt : std::optional(number);
}

Result<QmpMessage> decode_refusal(const json::object& message) {
  const json::object* error = object_in(message, "error");
  const auto kind = error == nullptr ? std::nullopt : text_in(*error, "class");
  const auto text = error == nullptr ? std::nullopt : text_in(*error, "desc");
  if (!kind || !text) return bad_qmp("an error without class and desc");
  QmpReply reply{.id = id_in(message), .refusal = fmt::format("{}: {}", *kind, *text)};
  return QmpMessage(std::move(reply));
}

Result<QmpMessage> decode_event(const json::object& message) {
  const auto name = text_in(message, "event");
  if (!name) return bad_qmp("an event without a name");
  QmpEvent event{.name = *name};
  if (const json::object* data = object_in(message, "data")) event.data = *data;
  return QmpMessage(std::move(event));
}

Result<QmpMessage> decode_greeting(const json::object& message) {
  const json::object* greeting = object_in(message, "QMP");
  const auto version = greeting == nullptr ? std::nullopt : qemu_version(*greeting);
  if (!version) return bad_qmp("a greeting without QEMU's version");
  return QmpMessage(QmpGreeting{.version = *version});
}

}  // namespace

std::string encode_qmp(const QmpCommand& command, std::uint64_t id) {
  json::object message;
  message["execute"] = command.name;
  if (!command.arguments.empty()) message["arguments"] = command.arguments;
  message["id"] = id;
  return json::serialize(message) + "\r\n";
}

Result<QmpMessage> decode_qmp(std::string_view line) {
  if (line.size() > kMostQmpLine) return bad_qmp("a line that is too long");
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  const json::object* message = error ? nullptr : value.if_object();
  if (message == nullptr) return bad_qmp("a line that is no JSON object");
  if (message->contains("QMP")) return decode_greeting(*message);
  if (message->contains("event")) return decode_event(*message);
  if (message->contains("error")) return decode_refusal(*message);
  const json::value* returned = message->if_contains("return");
  if (returned == nullptr) return bad_qmp("neither a greeting nor a reply nor an event");
  QmpReply reply{.id = id_in(*message), .value = *returned};
  return QmpMessage(std::move(reply));
}

}  // namespace rackseed::rehearsal
