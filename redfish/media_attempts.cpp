#include "redfish/media_attempts.hpp"

#include <rackseed/ascii.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace rackseed::redfish {
namespace {

constexpr std::chrono::seconds kMediaPause{10};
constexpr std::string_view kAnyone = "none";  // for BMCs that ask for a user of a public server

/// What the body of an insertion is made of.
struct MediaForm {
  std::size_t slot = 0;
  bool is_patch = false;
  bool has_inserted = false;
  bool has_protected = false;
  bool has_transfer = false;
  bool has_user = false;
  std::string because{};
};

bool holds_discs(const VirtualMedia& slot) {
  return slot.types.empty() || std::ranges::any_of(slot.types, [](const std::string& type) {
           return type == "CD" || type == "DVD";
         });
}

bool serves_console(const VirtualMedia& slot) { return slot.connected_via == "Applet"; }

std::string transfer_protocol(std::string_view url) {
  std::string scheme(url.substr(0, url.find(':')));
  for (char& c : scheme) c = to_upper(c);
  return scheme;
}

bool is_plain(std::string_view url) {
  return url.ends_with(".iso") && url.find_first_of("?=&") == std::string_view::npos;
}

MediaForm first_form(const MediaQuestion& question, std::size_t slot) {
  const bool is_patch = question.known.media_by_patch || question.slots[slot].insert.empty();
  return {.slot = slot,
          .is_patch = is_patch,
          .has_inserted = is_patch || question.known.media_wants_inserted,
          .has_protected = question.known.media_wants_inserted,
          .has_transfer = question.known.media_wants_transfer,
          .has_user = question.known.media_wants_user};
}

Attempt attempt_of(const MediaQuestion& question, const MediaForm& form) {
  const VirtualMedia& slot = question.slots[form.slot];
  boost::json::object body;
  body["Image"] = question.url;
  if (form.has_inserted) body["Inserted"] = true;
  if (form.has_protected) body["WriteProtected"] = true;
  if (form.has_transfer) {
    body["TransferProtocolType"] = transfer_protocol(question.url);
    body["TransferMethod"] = "Stream";
  }
  if (form.has_user) {
    body["UserName"] = kAnyone;
    body["Password"] = kAnyone;
  }
  const MediaForm first = first_form(question, form.slot);
  return {.method = form.is_patch ? "PATCH" : "POST",
          .path = form.is_patch ? slot.path : slot.insert,
          .body = std::move(body),
          .taught = {.media_by_patch = form.is_patch && !first.is_patch,
                     .media_wants_inserted = form.has_protected && !first.has_protected,
                     .media_wants_transfer = form.has_transfer && !first.has_transfer,
                     .media_wants_user = form.has_user && !first.has_user},
          .because = form.because};
}

/// The form of an attempt that was made.
std::optional<MediaForm> form_of(const MediaQuestion& question, const Attempt& attempt) {
  for (std::size_t slot = 0; slot < question.slots.size(); ++slot)
    for (unsigned bits = 0; bits < 32; ++bits) {
      const MediaForm form{.slot = slot,
                           .is_patch = (bits & 1U) != 0,
                           .has_inserted = (bits & 2U) != 0,
                           .has_protected = (bits & 4U) != 0,
                           .has_transfer = (bits & 8U) != 0,
                           .has_user = (bits & 16U) != 0};
      if (attempt_of(question, form).is_same(attempt)) return form;
    }
  return std::nullopt;
}

bool is_missing(const Refusal& refusal) {
  return refusal.says("ActionParameterMissing") || refusal.says("PropertyMissing");
}

/// Only another slot may help (row 56).
bool is_dead_slot(const Refusal& refusal) {
  const BmcErrc code = error_of(refusal, "").code;
  return code == BmcErrc::kUnsupported || code == BmcErrc::kNotFound ||
         refusal.says("ActionNotSupported");
}

/// What the refusal itself calls for; the same form where it calls for nothing.
MediaForm amended(const MediaQuestion& question, MediaForm form, const Refusal& refusal) {
  const bool is_user = refusal.names("UserName") || refusal.names("Password") ||
                       refusal.mentions("username") || refusal.mentions("password");
  const bool is_blunt = question.vendor == Vendor::kNvidia && refusal.complaints.empty();
  if (refusal.names("TransferProtocolType") || refusal.names("TransferMethod")) {
    form.has_transfer = is_missing(refusal) || !form.has_transfer;
    form.because = "it wants to be told the protocol";
  } else if (is_user || is_blunt) {
    form.has_user = true;
    form.because = "it wants a user, of anything";
  } else if (refusal.names("Inserted") || refusal.names("WriteProtected")) {
    form.has_inserted = form.has_protected = is_missing(refusal);
    form.because = form.has_inserted ? "it wants Inserted, too" : "it takes the image alone";
  }
  return form;
}

std::vector<MediaForm> other_forms(const MediaQuestion& question, const MediaForm& form) {
  std::vector<MediaForm> forms;
  const auto add = [&](MediaForm other, std::string_view because) {
    other.because = because;
    forms.push_back(std::move(other));
  };
  MediaForm more = form;
  more.has_inserted = more.has_protected = true;
  add(more, "with Inserted and WriteProtected");
  more.has_transfer = true;
  add(more, "with the protocol");
  more.has_user = true;
  add(more, "with a user");
  if (!question.slots[form.slot].path.empty() && !form.is_patch) {
    MediaForm patch = form;
    patch.is_patch = patch.has_inserted = true;
    add(patch, "by PATCH");
  }
  return forms;
}

std::vector<MediaForm> candidates(const MediaQuestion& question, const MediaForm& form,
                                  const Refusal& refusal) {
  std::vector<MediaForm> forms;
  if (!is_dead_slot(refusal)) {
    forms = other_forms(question, form);
    forms.insert(forms.begin(), amended(question, form, refusal));
  }
  for (std::size_t slot = form.slot + 1; slot < question.slots.size(); ++slot) {
    forms.push_back(first_form(question, slot));
    forms.back().because = "in the next slot";
  }
  return forms;
}

}  // namespace

std::vector<VirtualMedia> order_slots(const std::vector<VirtualMedia>& slots) {
  std::vector<VirtualMedia> ordered;
  for (const VirtualMedia& slot : slots) {
    const bool is_known = std::ranges::any_of(
        ordered, [&](const VirtualMedia& other) { return is_same_link(other.path, slot.path); });
    if (!is_known && !slot.path.empty() && holds_discs(slot)) ordered.push_back(slot);
  }
  std::stable_partition(ordered.begin(), ordered.end(), [](const VirtualMedia& slot) {
    return !slot.insert.empty() && !serves_console(slot);
  });
  return ordered;
}

NextAttempt next_insert_attempt(const MediaQuestion& question, const std::vector<Tried>& tried) {
  if (question.slots.empty())
    return BmcError{BmcErrc::kUnsupported, "the BMC has no slot for a virtual CD"};
  if (question.known.media_wants_plain_url && !is_plain(question.url))
    return BmcError{BmcErrc::kRefused,
                    "this BMC takes only addresses that end in .iso, without ? and ="};
  if (tried.empty()) return attempt_of(question, first_form(question, 0));
  const Tried& last = tried.back();
  const std::string asked = fmt::format("{} {}", last.attempt.method, place_of(last.attempt.path));
  const BmcError error = error_of(last.refusal, asked);
  if (tried.size() >= kMostMediaAttempts || error.code == BmcErrc::kDenied ||
      error.code == BmcErrc::kPasswordExpired)
    return error;
  const bool is_server_fault = last.refusal.status >= 500 && !is_dead_slot(last.refusal);
  if ((is_server_fault || is_passing(last.refusal)) && times_tried(last.attempt, tried) < 3)
    return Pause{kMediaPause, last.refusal.text};
  const MediaForm form = form_of(question, last.attempt).value_or(first_form(question, 0));
  for (const MediaForm& candidate : candidates(question, form, last.refusal)) {
    Attempt attempt = attempt_of(question, candidate);
    if (times_tried(attempt, tried) == 0) return attempt;
  }
  return error;
}

std::optional<Attempt> eject_attempt(const VirtualMedia& slot, const Learnt& known) {
  if (slot.is_inserted == false && slot.image.empty()) return std::nullopt;
  if (!slot.eject.empty() && !known.media_by_patch)
    return Attempt{.method = "POST", .path = slot.eject, .body = boost::json::object()};
  boost::json::object body;
  body["Image"] = nullptr;
  body["Inserted"] = false;
  return Attempt{.path = slot.path, .body = std::move(body)};
}

bool has_image(const VirtualMedia& slot, std::string_view url) {
  return slot.is_inserted.value_or(true) && slot.image == url;
}

}  // namespace rackseed::redfish
