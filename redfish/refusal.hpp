#pragma once

#include "redfish/json.hpp"

namespace rackseed::redfish {

/// One message of an answer's @Message.ExtendedInfo.
struct Complaint {
  std::string id{};  ///< its last part: "PropertyNotWritable" of "Base.1.8.PropertyNotWritable"
  std::string text{};
  std::string resolution{};
  std::vector<std::string> properties{};  ///< that it is about: "BootSourceOverrideMode"
};

/// What a BMC said when it did not do as it was told.
struct Refusal {
  int status = 0;
  std::vector<Complaint> complaints{};
  std::string text{};  ///< what it says, in one line; of HTML the words alone

  /// A complaint with that id, in either case: "PropertyMissing".
  [[nodiscard]] bool says(std::string_view id) const;
  /// A complaint is about that property, or names it.
  [[nodiscard]] bool names(std::string_view property) const;
  /// Anything that it says holds these words, in either case.
  [[nodiscard]] bool mentions(std::string_view words) const;
};

/// Reads an answer of status 400 and more: by its content, whatever type it claims to have; an
/// ExtendedInfo may be a list or an object, with ids of a registry or without (rows 66, 67).
[[nodiscard]] Refusal read_refusal(int status, std::string_view body);

/// What the operator is told. asked: "PATCH Systems/1".
[[nodiscard]] BmcError error_of(const Refusal& refusal, std::string_view asked);

/// The BMC has not made up its mind yet: the same request may do later (rows 17, 26, 27, 55, 71).
[[nodiscard]] bool is_passing(const Refusal& refusal);

}  // namespace rackseed::redfish
