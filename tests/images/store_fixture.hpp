#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "images/digest.hpp"
#include "images/store.hpp"
#include "tests/cli/temporary_folder.hpp"

namespace rackseed::images {

using cli::read;
using cli::TemporaryFolder;
using cli::WithoutRoot;
using cli::write;

inline const Progress kQuiet = [](std::int64_t, std::int64_t) {};

/// Octets in which every position differs from those near it.
inline std::string noise(std::size_t size, std::uint32_t seed = 1) {
  std::string text(size, '\0');
  for (char& c : text) {
    seed = seed * 1664525 + 1013904223;
    c = static_cast<char>(seed >> 24U);
  }
  return text;
}

class StoreTest : public testing::Test {
 protected:
  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  Layout layout() const { return Layout(folder_ / "state"); }

  Store open() const {
    auto store = Store::open(folder_ / "state");
    EXPECT_TRUE(store) << store.error().detail;
    return std::move(*store);
  }

  SourceFile source(const std::string& name) const {
    auto file = SourceFile::open(folder_ / name);
    EXPECT_TRUE(file) << file.error().detail;
    return std::move(*file);
  }

  Result<Content> import(const std::string& name, const std::string& expected = "") const {
    auto store = open();
    return store.import_file(source(name), expected, kQuiet);
  }

  /// What stands in the folder of contents, unfinished ones too.
  std::vector<std::string> stored() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(layout().contents()))
      names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }

  TemporaryFolder folder_;
};

}  // namespace rackseed::images
