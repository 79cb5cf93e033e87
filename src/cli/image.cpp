#include <fmt/chrono.h>
#include <fmt/ranges.h>

#include <rackseed/value.hpp>

#include <map>
#include <memory>
#include <system_error>

#include "images/io.hpp"
#include "images/links.hpp"
#include "images/names.hpp"
#include "inventory/sqlite/tables.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/image_store.hpp"
#include "src/plan/text_table.hpp"

namespace rackseed::cli {
namespace {

constexpr std::size_t kShortDigest = 12;

struct ListOptions {
  std::string state{};
  bool json = false;
};

/// An image, and where it is served.
struct ListedImage {
  inventory::Image image{};
  std::vector<std::string> paths{};
};

Result<std::vector<ListedImage>> list_images(const images::Layout& layout) {
  const auto database = open_inventory(layout);
  if (!database) return database.error();
  const auto rows = inventory::sqlite::read_images(*database);
  if (!rows) return rows.error();
  const auto served = images::served_files(layout);
  if (!served) return served.error();
  std::map<images::FileIdentity, std::vector<std::string>> paths;
  for (const images::ServedFile& file : *served) paths[file.identity].push_back(file.path);
  std::vector<ListedImage> listed;
  for (const inventory::Image& row : *rows) {
    listed.push_back({.image = row});
    if (const auto identity = images::identity_of(layout.content(row.sha256)))
      listed.back().paths = paths[*identity];
  }
  return listed;
}

Value value_of(const ListedImage& listed) {
  const inventory::Image& image = listed.image;
  Value value;
  value.set("sha256", image.sha256)
      .set("name", image.name)
      .set("kind", image.kind)
      .set("bytes", image.bytes)
      .set("compressed_bytes", image.compressed_bytes)
      .set("imported", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", image.imported))
      .set("paths", listed.paths.empty() ? Value(Value::List{}) : Value::list(listed.paths));
  return value;
}

std::vector<std::string> row_of(const ListedImage& listed) {
  const inventory::Image& image = listed.image;
  std::string paths;
  for (const std::string& path : listed.paths)
    paths += (paths.empty() ? "" : ", ") + images::printable(path);
  return {images::printable(image.name), image.kind, images::size_text(image.bytes),
          image.sha256.substr(0, kShortDigest), paths};
}

int run_list(const ListOptions& options) {
  const auto listed = list_images(images::Layout(options.state));
  if (!listed) return fail(listed.error());
  if (options.json) {
    Value::List list;
    for (const ListedImage& one : *listed) list.push_back(value_of(one));
    fmt::print("{}\n", to_json(list, 2));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"NAME", "KIND", "SIZE", "SHA-256", "SERVED AS"}};
  for (const ListedImage& one : *listed) rows.push_back(row_of(one));
  fmt::print("{}", plan::text_table(rows));
  return kDone;
}

}  // namespace

Result<inventory::sqlite::Database> open_inventory(const images::Layout& layout) {
  std::error_code unreadable;
  if (!std::filesystem::exists(layout.database(), unreadable))
    return Error{
        Errc::kUnavailable,
        fmt::format("{}: is no state folder: it has no {}; rackseed image import makes one",
                    layout.state().string(), layout.database().filename().string())};
  return inventory::sqlite::Database::open(layout.database());
}

void add_image(Commands& commands) {
  CommandGroup group = commands.group("image", "The image store: what the seed serves to nodes");
  add_image_import(group);
  const auto options = std::make_shared<ListOptions>();
  group.add("list", "Lists what the store holds", [options] { return run_list(*options); })
      .required_option("--state", options->state, kStateHelp)
      .flag("--json", options->json, "Print a JSON array of images")
      .footer("Example: rackseed image list --state /var/lib/rackseed");
  add_image_verify(group);
}

}  // namespace rackseed::cli
