#pragma once

#include "images/io.hpp"
#include "images/layout.hpp"

#include <string>
#include <vector>

namespace rackseed::images {

/// What the inventory says of a content.
struct Expected {
  std::string sha256{};
  std::string name{};
  std::int64_t bytes = 0;
};

enum class Fault : std::uint8_t {
  kMissing,  ///< a row without its content
  kChanged,  ///< a content that is not, or no longer, what its name says
  kOrphaned  ///< a file that no row knows
};

struct Problem {
  Fault fault = Fault::kMissing;
  std::string path{};  ///< relative to the state folder
  std::string text{};  ///< what is wrong, and what to do
};

struct Verification {
  std::vector<Problem> problems{};
  std::size_t contents = 0;       ///< that were read
  std::int64_t bytes = 0;         ///< of them
  std::size_t removed_parts = 0;  ///< that killed imports had left
};

[[nodiscard]] std::string_view to_string(Fault fault);

/// The names in the folder of contents. Errors: kUnavailable.
[[nodiscard]] Result<std::vector<std::string>> list_contents(const Layout& layout);

/// Reads every content, and looks at every name below os/. Removes what killed imports have left.
/// names: list_contents(), asked for before the rows, as an import saves the row last.
/// Errors: kUnavailable (a folder that cannot be read; a content that cannot is a problem).
[[nodiscard]] Result<Verification> verify(const Layout& layout,
                                          const std::vector<std::string>& names,
                                          const std::vector<Expected>& rows,
                                          const Progress& progress);

}  // namespace rackseed::images
