#pragma once

#include "src/rehearsal/json.hpp"

#include <rackseed/error.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace rackseed::rehearsal {

/// Documents of a real BMC: folders of index.json, as DMTF lays its mock-ups out.
class Tree {
 public:
  /// folder: holds "redfish", or is what the service root is in ("v1" beside its index.json).
  /// Errors: kUnavailable (unreadable, no service root), kMalformed (names the file).
  static Result<Tree> load(const std::filesystem::path& folder);

  /// path: without a slash at its end.
  [[nodiscard]] std::optional<json::object> find(std::string_view path) const;
  [[nodiscard]] std::size_t size() const { return documents_.size(); }

 private:
  std::map<std::string, std::string, std::less<>> documents_;  ///< their text: a tenth of a value
};

}  // namespace rackseed::rehearsal
