#include "tftp/path.hpp"

#include <algorithm>

namespace rackseed::tftp {
namespace {

Error denied(std::string why) { return Error{Errc::kDenied, std::move(why)}; }

}  // namespace

Result<std::string> confine(std::string_view name) {
  if (name.size() > kMostNameBytes) return denied("the name is too long");
  if (name.find('\0') != std::string_view::npos) return denied("the name holds a NUL");
  std::string path;
  while (!name.empty()) {
    const auto end = std::min(name.find_first_of("/\\"), name.size());
    const auto component = name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
    if (component == "..") return denied("the name leaves the image root");
    if (component.size() > kMostComponentBytes) return denied("the name is too long");
    if (component.empty() || component == ".") continue;
    if (!path.empty()) path += '/';
    path += component;
  }
  if (path.empty()) return denied("the name is empty");
  return path;
}

}  // namespace rackseed::tftp
