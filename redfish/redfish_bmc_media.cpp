#include <algorithm>

#include "redfish/limited.hpp"
#include "redfish/redfish_bmc.hpp"

namespace rackseed::redfish {
namespace {

bool is_empty(const VirtualMedia& slot) { return slot.image.empty() && slot.is_inserted != true; }

/// (row 80)
BmcError in_use() {
  return {BmcErrc::kUnsafe, "the machine is on, and may run from the medium: switch it off first"};
}

}  // namespace

Bmc::Answer<RedfishBmc::Slots> RedfishBmc::find_slots() {
  const auto found = co_await find_host();
  if (!found) co_return found.error();
  Walk walk(resources_, settings_.walk);
  const Slots slots = co_await find_media(walk, *host_);
  co_return order_slots(slots);
}

/// What still shows an image after it was ejected is a remark: it may just read so (row 55).
Bmc::Answer<void> RedfishBmc::empty(VirtualMedia slot) {
  const auto attempt = eject_attempt(slot, known());
  if (!attempt) co_return BmcResult<void>();
  const auto taken = co_await send(*attempt);
  if (!taken) co_return taken.error();
  const auto slots = co_await find_slots();
  if (!slots) co_return slots.error();
  const auto now = std::ranges::find(*slots, slot.path, &VirtualMedia::path);
  if (now == slots->end() || is_empty(*now)) co_return BmcResult<void>();
  if (*taken) co_return error_of(**taken, "ejecting from " + place_of(slot.path));
  remark("after an eject " + place_of(slot.path) + " reads as if it still held a medium");
  co_return BmcResult<void>();
}

Bmc::Answer<void> RedfishBmc::empty_all(WhileOn eject) {
  const auto slots = co_await find_slots();
  if (!slots) co_return slots.error();
  const bool has_any = std::ranges::any_of(
      *slots, [&](const VirtualMedia& slot) { return eject_attempt(slot, known()).has_value(); });
  if (has_any && eject == WhileOn::kRefuse) {
    const auto state = co_await steady_power();
    if (!state) co_return state.error();
    if (*state != PowerState::kOff) co_return in_use();
  }
  for (const VirtualMedia& slot : *slots) {
    const auto emptied = co_await empty(slot);
    if (!emptied) co_return emptied.error();
  }
  co_return BmcResult<void>();
}

Bmc::Answer<std::string> RedfishBmc::look_for_medium(std::string url) {
  const auto slots = co_await find_slots();
  if (!slots) co_return slots.error();
  const bool is_there =
      std::ranges::any_of(*slots, [&](const VirtualMedia& slot) { return has_image(slot, url); });
  co_return is_there ? "" : "no slot shows the medium";
}

/// Never left out, even where a slot shows that image already: it may be stale (row 55).
Bmc::Answer<void> RedfishBmc::insert(std::string url, WhileOn eject) {
  const auto ejected = co_await empty_all(eject);
  if (!ejected) co_return ejected.error();
  const auto slots = co_await find_slots();
  if (!slots) co_return slots.error();
  const MediaQuestion question{
      .slots = *slots, .url = url, .vendor = host_->vendor, .known = known()};
  const Next next = [&](const std::vector<Tried>& tried) {
    return next_insert_attempt(question, tried);
  };
  const Look look = [&] { return look_for_medium(url); };
  co_return co_await persuade(next, look, AfterRefusal::kGoOn);
}

Bmc::Answer<void> RedfishBmc::insert_media(std::string url, WhileOn eject) {
  co_return co_await limited(settings_.call_limit, insert(std::move(url), eject),
                             "inserting a virtual medium");
}

Bmc::Answer<void> RedfishBmc::eject_media(WhileOn eject) {
  co_return co_await limited(settings_.call_limit, empty_all(eject), "ejecting the virtual media");
}

}  // namespace rackseed::redfish
