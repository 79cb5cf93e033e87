#pragma once

#include <string>
#include <vector>

namespace rackseed::plan {

/// A rendered file.
struct Artefact {
  std::string path{};  ///< relative, "/" between folders; parts are plain names, never ".."
  std::string content{};
  bool executable = false;
  bool operator==(const Artefact&) const = default;
};

using Artefacts = std::vector<Artefact>;

}  // namespace rackseed::plan
