#include "src/rehearsal/media_rules.hpp"

#include <fmt/core.h>

namespace rackseed::rehearsal {
namespace {

Answer missing_parameter(std::string_view parameter) {
  return refusal(400, "Base.1.12.ActionParameterMissing",
                 fmt::format("The parameter {} is required.", parameter));
}

bool is_plain(std::string_view url) {
  return url.ends_with(".iso") && url.find_first_of("?=") == std::string_view::npos;
}

std::optional<Answer> refuse_body(const State& state, const json::object& body) {
  const Faults& faults = state.faults;
  if (faults.has(Fault::kMediaImageOnly))
    for (const std::string_view name : {"Inserted", "WriteProtected"})
      if (body.contains(name))
        return refusal(400, "Base.1.12.ActionParameterUnknown",
                       fmt::format("The parameter {} is not known.", name));
  if (faults.has(Fault::kMediaNeedsProtocol))
    for (const std::string_view name : {"TransferProtocolType", "TransferMethod"})
      if (!text_in(body, name)) return missing_parameter(name);
  const bool has_credentials = text_in(body, "UserName") && text_in(body, "Password");
  if (faults.has(Fault::kMediaNeedsCredentials) && !has_credentials) {
    Answer answer;  // unstructured on purpose
    answer.status = 400;
    answer.text = R"({"error":"Missing or invalid credentials"})";
    return answer;
  }
  return {};
}

std::optional<Answer> refuse_insert(State& state, std::size_t number, const json::object& body) {
  MediaSlot& slot = state.media[number];
  if (number == 0 && state.faults.has(Fault::kMediaSlotLocalOnly))
    return refusal(405, "Base.1.12.OperationNotAllowed", "This slot serves the local console.");
  const auto image = text_in(body, "Image");
  if (!image || image->empty()) return missing_parameter("Image");
  if (auto refused = refuse_body(state, body)) return refused;
  if (state.faults.has(Fault::kMediaPlainUrl) && !is_plain(*image))
    return refusal(400, "Base.1.12.ActionParameterValueFormatError",
                   "The URL of the image is not valid.");
  if (slot.failures_left > 0) {
    --slot.failures_left;
    return refusal(500, "Base.1.12.InternalError", "The medium is busy.");
  }
  if (!slot.image.empty())
    return refusal(409, "Base.1.12.ResourceInUse", "An image is already inserted.");
  return {};
}

}  // namespace

Answer insert_into(State& state, std::size_t slot, const json::object& body) {
  if (auto refused = refuse_insert(state, slot, body)) return *std::move(refused);
  MediaSlot& medium = state.media[slot];
  medium.image = *text_in(body, "Image");
  medium.is_inserted = true;
  medium.is_write_protected = flag_in(body, "WriteProtected").value_or(true);
  return done();
}

Answer eject_from(State& state, std::size_t slot) {
  MediaSlot& medium = state.media[slot];
  if (!medium.image.empty() && state.power != Power::kOff) ++state.counters.ejected_while_on;
  if (!medium.image.empty() && state.faults.has(Fault::kInsertAfterEjectFails))
    medium.failures_left = state.faults.value(Fault::kInsertAfterEjectFails);
  medium.image.clear();
  medium.is_inserted = medium.is_inserted && state.faults.has(Fault::kInsertedStaysTrue);
  return done();
}

}  // namespace rackseed::rehearsal
