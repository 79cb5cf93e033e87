#include "src/rehearsal/tree.hpp"

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

namespace rackseed::rehearsal {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return {};
  return text;
}

/// The folder that stands for "/redfish".
std::optional<fs::path> find_top(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / "redfish/v1/index.json", ignored)) return folder / "redfish";
  if (fs::exists(folder / "v1/index.json", ignored)) return folder;
  const bool is_root = folder.filename() == "v1" && fs::exists(folder / "index.json", ignored);
  if (is_root) return folder.parent_path();
  return {};
}

bool is_object(const std::string& text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  return !error && value.is_object();
}

}  // namespace

Result<Tree> Tree::load(const fs::path& folder) {
  const auto top = find_top(fs::absolute(folder).lexically_normal());
  if (!top)
    return Error{Errc::kUnavailable,
                 fmt::format("{}: there is no redfish/v1/index.json", folder.string())};
  Tree tree;
  std::error_code error;
  for (fs::recursive_directory_iterator at(*top, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename() != "index.json") continue;
    auto text = read_text(at->path());
    if (!text) return Error{Errc::kUnavailable, at->path().string() + ": cannot be read"};
    if (!is_object(*text)) return Error{Errc::kMalformed, at->path().string() + ": no JSON object"};
    const auto relative = at->path().parent_path().lexically_relative(*top);
    tree.documents_.emplace("/redfish/" + relative.generic_string(), *std::move(text));
  }
  if (error) return Error{Errc::kUnavailable, folder.string() + ": " + error.message()};
  return tree;
}

std::optional<json::object> Tree::find(std::string_view path) const {
  const auto found = documents_.find(path);
  if (found == documents_.end()) return {};
  return json::parse(found->second).as_object();
}

}  // namespace rackseed::rehearsal
