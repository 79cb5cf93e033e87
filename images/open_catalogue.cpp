#include "images/open_catalogue.hpp"

#include "images/links.hpp"
#include "images/names.hpp"
#include "images/verify.hpp"

namespace rackseed::images {

Result<Catalogue> open_catalogue(const Layout& layout) {
  const auto names = list_contents(layout);
  if (!names) return names.error();
  Catalogue::Contents contents;
  for (const std::string& name : *names)
    if (is_sha256(name)) contents.emplace(name, layout.content(name));
  const auto served = served_files(layout);
  if (!served) return served.error();
  std::vector<std::string> loaders;
  const std::string folder = layout.boot().lexically_relative(layout.state()).string() + "/";
  for (const ServedFile& file : *served)
    if (file.path.starts_with(folder)) loaders.push_back(file.path.substr(folder.size()));
  return Catalogue(std::move(contents), std::move(loaders));
}

}  // namespace rackseed::images
