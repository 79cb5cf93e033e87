#include "redfish/refusal.hpp"

#include "redfish/text.hpp"

namespace rackseed::redfish {
namespace {

constexpr std::size_t kMostComplaints = 20;
constexpr std::size_t kMostTextOfHtml = 200;

/// "PropertyNotWritable" of "Base.1.8.PropertyNotWritable", and of itself.
std::string after_last(const std::string& text, char separator) {
  const auto at = text.rfind(separator);
  return at == std::string::npos ? text : text.substr(at + 1);
}

Complaint read_complaint(const Fields& fields) {
  Complaint complaint{.id = after_last(fields.string_of("MessageId"), '.'),
                      .text = fields.string_of("Message"),
                      .resolution = fields.string_of("Resolution")};
  for (const std::string_view name : {"RelatedProperties", "MessageArgs"})
    for (const std::string& property : fields.strings_of(name))  // "#/Boot/HttpBootUri"
      complaint.properties.push_back(after_last(property, '/'));
  return complaint;
}

void read_complaints(const Fields& fields, std::vector<Complaint>& complaints) {
  for (const std::string& name : fields.names()) {
    if (!name.ends_with("@Message.ExtendedInfo")) continue;
    for (const Fields& member : fields.members_of(name))
      if (complaints.size() < kMostComplaints) complaints.push_back(read_complaint(member));
  }
}

/// What closes the tag that begins here, with all that is not for readers.
std::string_view end_of_tag(std::string_view rest) {
  const std::string tag = lower(rest.substr(0, 7));
  if (tag.starts_with("<style")) return "</style>";
  if (tag.starts_with("<script")) return "</script>";
  return ">";
}

/// Removes one character, or one tag, from the front; gives what a reader sees of it.
char take_visible(std::string_view& page) {
  const char first = page.front();
  const std::string_view end = first == '<' ? end_of_tag(page) : page.substr(0, 1);
  const auto at = page.find(end);
  page.remove_prefix(at == std::string_view::npos ? page.size() : at + end.size());
  return first == '<' || first == '\n' || first == '\r' ? ' ' : first;
}

std::string words_of_html(std::string_view page) {
  std::string words;
  while (!page.empty() && words.size() < 4 * kMostTextOfHtml) {
    const char seen = take_visible(page);
    if (seen != ' ' || !words.ends_with(' ')) words += seen;
  }
  return clean_text(words, kMostTextOfHtml);
}

bool is_general(const Complaint& complaint) {
  return complaint.id == "GeneralError" || complaint.id == "Success" || complaint.id.empty();
}

std::string text_of(const std::vector<Complaint>& complaints) {
  std::string text;
  for (const Complaint& complaint : complaints) {
    const std::string& said = complaint.text.empty() ? complaint.id : complaint.text;
    if (text.find(said) != std::string::npos) continue;
    if (!text.empty()) text += ' ';
    text += said;
  }
  return clean_text(text);
}

}  // namespace

bool Refusal::says(std::string_view id) const {
  return std::ranges::any_of(
      complaints, [&](const Complaint& complaint) { return lower(complaint.id) == lower(id); });
}

bool Refusal::names(std::string_view property) const {
  return std::ranges::any_of(complaints, [&](const Complaint& complaint) {
    return lists(complaint.properties, property) ||
           complaint.text.find(property) != std::string::npos;
  });
}

bool Refusal::mentions(std::string_view words) const {
  const std::string key = lower(words);
  const auto holds = [&](const std::string& said) {
    return lower(said).find(key) != std::string::npos;
  };
  return holds(text) || std::ranges::any_of(complaints, [&](const Complaint& complaint) {
           return holds(complaint.id) || holds(complaint.text) || holds(complaint.resolution);
         });
}

Refusal read_refusal(int status, std::string_view body) {
  Refusal refusal{.status = status};
  const auto json = parse_json(body);
  if (!json || !json->is_object()) {
    refusal.text = words_of_html(body);
    return refusal;
  }
  Notes notes;  // an odd error is an error all the same
  const Fields fields(*json, "the answer", notes);
  const Fields error = fields.at("error");
  read_complaints(error, refusal.complaints);
  read_complaints(fields, refusal.complaints);
  if (refusal.complaints.empty() && (error.has("code") || error.has("message")))
    refusal.complaints.push_back(
        {.id = after_last(error.string_of("code"), '.'), .text = error.string_of("message")});
  std::stable_partition(refusal.complaints.begin(), refusal.complaints.end(),
                        [](const Complaint& complaint) { return !is_general(complaint); });
  refusal.text = text_of(refusal.complaints);
  return refusal;
}

}  // namespace rackseed::redfish
