#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace rackseed::tests {

/// The root of the source tree.
inline std::filesystem::path source_root() {
#ifdef RACKSEED_SOURCE_DIR
  return RACKSEED_SOURCE_DIR;
#else
  const std::filesystem::path here(__FILE__);  // relative where ccache has a base directory
  if (here.is_relative()) return std::filesystem::current_path();  // CTest starts tests there
  return here.parent_path().parent_path().parent_path();
#endif
}

/// The content of a file of the source tree; a missing file fails the test.
inline std::string read_source(const std::filesystem::path& path) {
  std::ifstream file(source_root() / path, std::ios::binary);
  EXPECT_TRUE(file) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Compares with tests/golden/PATH; UPDATE_GOLDEN=1 rewrites the file instead.
inline void expect_golden(const std::filesystem::path& path, std::string_view content) {
  const auto file = source_root() / "tests" / "golden" / path;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return;
  }
  EXPECT_EQ(read_source(file), content) << path;
}

/// The folder that tests/system/rendered_yaml_test.py reads afterwards; empty when nobody will.
inline std::filesystem::path output_folder() {
  const char* folder = std::getenv("RACKSEED_TEST_OUTPUT");
  return folder == nullptr ? "" : folder;
}

/// Hands a file over to the Python test; does nothing when nobody asked.
inline void write_output(const std::filesystem::path& path, std::string_view content) {
  if (output_folder().empty()) return;
  std::ofstream file(output_folder() / path, std::ios::binary);
  file << content;
  EXPECT_TRUE(file.flush()) << path << " cannot be written";
}

}  // namespace rackseed::tests
