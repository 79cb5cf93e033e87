#pragma once

#include "redfish/bmc.hpp"

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

using Json = boost::json::value;

inline constexpr std::size_t kMostJsonBytes = std::size_t{8} << 20U;
inline constexpr std::size_t kMostJsonLevels = 32;
inline constexpr std::size_t kMostTextBytes = 1024;
inline constexpr std::size_t kMostNotes = 200;

/// Reads a body by what it is, whatever its Content-Type says (BMC.md row 67).
/// Errors: kMalformed: too long, too deep, invalid UTF-8, no JSON.
[[nodiscard]] BmcResult<Json> parse_json(std::string_view body);

/// One line that is safe to log and to show: no control characters, no blanks at its ends, at most
/// `most` bytes of valid UTF-8.
[[nodiscard]] std::string clean_text(std::string_view text, std::size_t most = kMostTextBytes);

/// "Systems/1" of "/redfish/v1/Systems/1/".
[[nodiscard]] std::string place_of(std::string_view path);

/// The path of a link; "" when it is none. What a link says of a host is left out.
[[nodiscard]] std::string clean_link(std::string_view link);

/// What two links to one resource have in common: BMCs differ from themselves in a trailing slash
/// and in case (row 44).
[[nodiscard]] std::string link_key(std::string_view path);
[[nodiscard]] bool is_same_link(std::string_view one, std::string_view other);

/// What was odd or not there, for a person, each thing once. Keeps the first kMostNotes.
class Notes {
 public:
  void add(std::string_view place, std::string_view what);
  [[nodiscard]] const std::vector<std::string>& all() const { return notes_; }

 private:
  std::vector<std::string> notes_;
};

/// The fields of one object. What is not there, or null, is simply not known; what is odd is not
/// known and noted: "Systems/1: ProcessorSummary.Count: "N/A" is no number". Nothing ever fails.
/// Points into the value and to the notes; both must outlive it.
class Fields {
 public:
  /// place: for the notes.
  Fields(const Json& value, std::string place, Notes& notes);

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// has(), or null.
  [[nodiscard]] bool has_name(std::string_view name) const;
  [[nodiscard]] bool is_empty() const { return object_ == nullptr || object_->empty(); }
  [[nodiscard]] std::vector<std::string> names() const;

  /// clean_text(); numbers become text.
  [[nodiscard]] std::string string_of(std::string_view name) const;
  /// 12, 12.0 or "12"; always finite.
  [[nodiscard]] std::optional<double> number_of(std::string_view name) const;
  /// A number of 0..2^53, rounded.
  [[nodiscard]] std::optional<std::uint64_t> count_of(std::string_view name) const;
  [[nodiscard]] std::optional<bool> boolean_of(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> strings_of(std::string_view name) const;

  /// The path in the `@odata.id` of an object, or of the first of a list; a bare text will do.
  [[nodiscard]] std::string link_of(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> links_of(std::string_view name) const;
  /// The path in the object's own `@odata.id`.
  [[nodiscard]] std::string own_link() const;

  /// An inner object; an empty one when it is not there.
  [[nodiscard]] Fields at(std::string_view name) const;
  /// The objects of an array, or of the object that stands in its place (row 45).
  [[nodiscard]] std::vector<Fields> members_of(std::string_view name) const;
  /// The value itself, or null.
  [[nodiscard]] Json copy() const;

  void note(std::string_view name, std::string_view what) const;

 private:
  Fields(const Json* value, const Fields& outer, std::string_view name);

  /// Nothing when it is not there or null.
  [[nodiscard]] const Json* find(std::string_view name) const;
  [[nodiscard]] std::vector<const Json*> items_of(std::string_view name) const;

  const boost::json::object* object_ = nullptr;
  std::string place_;
  std::string prefix_;  ///< "ProcessorSummary."
  Notes* notes_;
};

}  // namespace rackseed::redfish
