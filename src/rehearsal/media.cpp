// VirtualMedia, below the manager, the system, or both.

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "src/rehearsal/media_rules.hpp"
#include "src/rehearsal/routes.hpp"

namespace rackseed::rehearsal {
namespace {

enum class Owner : std::uint8_t { kManager, kSystem };

bool has_media(const State& state, Owner owner, std::string_view id) {
  const bool under_system = state.faults.has(Fault::kMediaUnderSystem);
  if (owner == Owner::kManager) return id == state.profile.manager && !under_system;
  return id == state.profile.system && (under_system || state.faults.has(Fault::kMediaUnderBoth));
}

std::string media_path(const State& state, Owner owner) {
  return (owner == Owner::kManager ? manager_path(state) : system_path(state)) + "/VirtualMedia";
}

template <Owner Place>
std::optional<json::object> media_list(const State& state, const Ids& ids) {
  if (!has_media(state, Place, ids.front())) return {};
  std::vector<std::string> members;
  for (const MediaSlot& slot : state.media)
    members.push_back(fmt::format("{}/{}", media_path(state, Place), slot.id));
  return collection(media_path(state, Place), "VirtualMedia", members);
}

std::size_t slot_number(const State& state, std::string_view id) {
  const auto found = std::ranges::find(state.media, id, &MediaSlot::id);
  return static_cast<std::size_t>(found - state.media.begin());
}

json::array media_types(const State& state, const MediaSlot& slot) {
  if (!slot.is_cd) return texts({"USBStick"});
  return state.faults.has(Fault::kMediaDvdOnly) ? texts({"DVD"}) : texts({"CD", "DVD"});
}

json::object media_actions(const std::string& path) {
  json::object actions;
  for (const std::string_view name : {"InsertMedia", "EjectMedia"}) {
    json::object action;
    action["target"] = fmt::format("{}/Actions/VirtualMedia.{}", path, name);
    actions[fmt::format("#VirtualMedia.{}", name)] = std::move(action);
  }
  return actions;
}

template <Owner Place>
std::optional<json::object> media_of(const State& state, const Ids& ids) {
  const std::size_t number = slot_number(state, ids.back());
  if (!has_media(state, Place, ids.front()) || number == state.media.size()) return {};
  const MediaSlot& slot = state.media[number];
  const std::string path = fmt::format("{}/{}", media_path(state, Place), slot.id);
  json::object media = resource(path, "VirtualMedia.v1_6_0.VirtualMedia", "Virtual Media");
  if (!state.faults.has(Fault::kMediaTypesMissing)) media["MediaTypes"] = media_types(state, slot);
  media["Image"] = nullptr;
  media["ImageName"] = nullptr;
  if (!slot.image.empty()) {
    media["Image"] = slot.image;
    media["ImageName"] = slot.image.substr(slot.image.rfind('/') + 1);
  }
  media["Inserted"] = slot.is_inserted;
  media["WriteProtected"] = slot.is_write_protected;
  media["ConnectedVia"] = slot.image.empty() ? "NotConnected" : "URI";
  const bool is_local = number == 0 && state.faults.has(Fault::kMediaSlotLocalOnly);
  if (!is_local && !state.faults.has(Fault::kMediaPatchOnly))
    media["Actions"] = media_actions(path);
  return media;
}

/// Of the slot that a request names; nothing when it is not there.
template <Owner Place>
std::optional<std::size_t> named_slot(const State& state, const Call& call) {
  const std::size_t number = slot_number(state, call.ids.back());
  if (!has_media(state, Place, call.ids.front()) || number == state.media.size()) return {};
  return number;
}

Answer no_slot() {
  return refusal(404, "Base.1.12.ResourceMissingAtURI", "There is no such virtual medium.");
}

template <Owner Place>
Answer insert_media(State& state, const Call& call) {
  const auto number = named_slot<Place>(state, call);
  if (!number || state.faults.has(Fault::kMediaPatchOnly)) return no_slot();
  return insert_into(state, *number, call.body);
}

template <Owner Place>
Answer eject_media(State& state, const Call& call) {
  const auto number = named_slot<Place>(state, call);
  if (!number || state.faults.has(Fault::kMediaPatchOnly)) return no_slot();
  if (state.faults.has(Fault::kEjectNeedsBody) && call.request.body.empty())
    return refusal(415, "Base.1.12.MalformedJSON", "The request has no JSON body.");
  return eject_from(state, *number);
}

template <Owner Place>
Answer patch_media(State& state, const Call& call) {
  const auto number = named_slot<Place>(state, call);
  if (!number) return no_slot();
  const json::value* image = call.body.if_contains("Image");
  const bool ejects =
      (image != nullptr && image->is_null()) || flag_in(call.body, "Inserted") == false;
  return ejects ? eject_from(state, *number) : insert_into(state, *number, call.body);
}

constexpr auto kMediaResources = std::to_array<Resource>({
    {"Managers/*/VirtualMedia", &media_list<Owner::kManager>},
    {"Managers/*/VirtualMedia/*", &media_of<Owner::kManager>},
    {"Systems/*/VirtualMedia", &media_list<Owner::kSystem>},
    {"Systems/*/VirtualMedia/*", &media_of<Owner::kSystem>},
});

constexpr std::string_view kInsert = "Managers/*/VirtualMedia/*/Actions/VirtualMedia.InsertMedia";
constexpr std::string_view kEject = "Managers/*/VirtualMedia/*/Actions/VirtualMedia.EjectMedia";
constexpr std::string_view kSystemInsert =
    "Systems/*/VirtualMedia/*/Actions/VirtualMedia.InsertMedia";
constexpr std::string_view kSystemEject =
    "Systems/*/VirtualMedia/*/Actions/VirtualMedia.EjectMedia";

constexpr auto kMediaOperations = std::to_array<Operation>({
    {Method::kPost, kInsert, &insert_media<Owner::kManager>},
    {Method::kPost, kEject, &eject_media<Owner::kManager>},
    {Method::kPatch, "Managers/*/VirtualMedia/*", &patch_media<Owner::kManager>},
    {Method::kPost, kSystemInsert, &insert_media<Owner::kSystem>},
    {Method::kPost, kSystemEject, &eject_media<Owner::kSystem>},
    {Method::kPatch, "Systems/*/VirtualMedia/*", &patch_media<Owner::kSystem>},
});

}  // namespace

std::span<const Resource> media_resources() { return kMediaResources; }
std::span<const Operation> media_operations() { return kMediaOperations; }

}  // namespace rackseed::rehearsal
