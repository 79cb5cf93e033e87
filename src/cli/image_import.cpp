#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <set>
#include <system_error>

#include "images/links.hpp"
#include "images/loaders.hpp"
#include "images/names.hpp"
#include "images/store.hpp"
#include "images/tree.hpp"
#include "inventory/sqlite/tables.hpp"
#include "src/cli/command.hpp"
#include "src/cli/fail.hpp"
#include "src/cli/image_store.hpp"
#include "src/cli/progress.hpp"

namespace rackseed::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBootProfile = "boot";

struct ImportOptions {
  std::string path{};
  std::string state{};
  std::string profile{};
  std::string sha256{};
  std::string loaders_from{};
  bool unpack = false;
  bool loaders = false;
};

/// Puts contents into the store, rows into the inventory and names below os/, in that order.
class Importer {
 public:
  static Result<Importer> open(const fs::path& state) {
    auto store = images::Store::open(state);
    if (!store) return store.error();
    auto database = inventory::sqlite::Database::open(store->layout().database());
    if (!database) return database.error();
    const auto rows = inventory::sqlite::read_images(*database);
    if (!rows) return rows.error();
    Importer importer(std::move(*store), std::move(*database));
    for (const inventory::Image& row : *rows) importer.known_.insert(row.sha256);
    return importer;
  }

  images::Store& store() { return store_; }

  /// served: where, below os/, or "".
  Result<images::Content> import(const images::SourceFile& source, const std::string& served,
                                 const std::string& expected) {
    const std::string name = source.path().filename().string();
    ProgressLine line(images::printable(name));
    return keep(
        name, served,
        store_.import_file(source, expected, [&line](std::int64_t done, std::int64_t total) {
          line.show(done, total);
        }));
  }

  Result<images::Content> import_member(const std::string& iso_sha256,
                                        const images::IsoMember& member,
                                        const std::string& served) {
    return keep(fs::path(member.target).filename().string(), served,
                store_.import_member(iso_sha256, member));
  }

 private:
  Importer(images::Store store, inventory::sqlite::Database database)
      : store_(std::move(store)), database_(std::move(database)) {}

  Result<images::Content> keep(const std::string& name, const std::string& served,
                               Result<images::Content> content) {
    if (!content) return content;
    if (const auto saved = save_row(name, *content); !saved) {
      if (content->is_new) store_.remove(content->sha256);
      return saved.error();
    }
    if (const auto linked = link(*content, served); !linked) return linked.error();
    print(name, served, *content);
    return content;
  }

  Result<void> save_row(const std::string& name, const images::Content& content) {
    if (known_.contains(content.sha256)) return {};
    auto saved = inventory::sqlite::save_image(
        database_,
        {.sha256 = content.sha256,
         .name = name,
         .kind = std::string(images::to_string(content.kind)),
         .bytes = content.bytes,
         .imported = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())});
    if (saved) known_.insert(content.sha256);
    return saved;
  }

  Result<void> link(const images::Content& content, const std::string& served) {
    if (served.empty()) return {};
    const auto change = images::link_content(store_.layout(), content.sha256, served);
    if (!change) return change.error();
    if (*change == images::LinkChange::kReplaced)
      fmt::print(stderr, "os/{}: was another content, which is replaced\n",
                 images::printable(served));
    return {};
  }

  static void print(const std::string& name, const std::string& served,
                    const images::Content& content) {
    const std::string resumed =
        content.resumed_bytes > 0
            ? fmt::format(", of which {} were there", images::size_text(content.resumed_bytes))
            : "";
    fmt::print("{}: {}, {}{}, SHA-256 {}{}{}\n", images::printable(name),
               content.is_new ? images::to_string(content.kind) : "already stored",
               images::size_text(content.bytes), resumed, content.sha256,
               served.empty() ? "" : ", served as os/", images::printable(served));
  }

  images::Store store_;
  inventory::sqlite::Database database_;
  std::set<std::string> known_;  ///< have a row
};

/// The name of a file below os/ when it is to be served; refused when it cannot be.
Result<std::string> served_name(const ImportOptions& options, const std::string& name) {
  if (!images::is_safe_name(name))
    return Error{Errc::kDenied, fmt::format("{}: is no name that can be served; rename it first",
                                            images::printable(name))};
  return options.profile.empty() ? std::string() : options.profile + "/" + name;
}

Result<void> import_file(const ImportOptions& options) {
  const fs::path path(options.path);
  const auto source = images::SourceFile::open(path);
  if (!source) return source.error();
  const auto served = served_name(options, path.filename().string());
  if (!served) return served.error();
  std::vector<images::IsoMember> members;
  if (options.unpack) {
    auto found = images::find_boot_files(*source);
    if (!found) return found.error();
    members = std::move(*found);
  }
  auto importer = Importer::open(options.state);
  if (!importer) return importer.error();
  const auto content = importer->import(*source, *served, options.sha256);
  if (!content) return content.error();
  for (const images::IsoMember& member : members) {
    const auto unpacked =
        importer->import_member(content->sha256, member, options.profile + "/" + member.target);
    if (!unpacked) return unpacked.error();
  }
  return {};
}

Result<void> check_space_for(const images::Store& store, const images::Tree& tree) {
  std::int64_t needed = 0;
  for (const images::TreeFile& file : tree.files) {
    const auto bytes = store.space_for(file.bytes);
    if (!bytes) return bytes.error();
    needed += *bytes;
  }
  return images::check_space(needed, store.layout().contents());
}

Result<void> import_folder(const ImportOptions& options) {
  const auto tree = images::list_tree(options.path);
  if (!tree) return tree.error();
  for (const std::string& path : tree->skipped)
    fmt::print(stderr, "{}: skipped: is no file\n", images::printable(path));
  auto importer = Importer::open(options.state);
  if (!importer) return importer.error();
  if (auto room = check_space_for(importer->store(), *tree); !room) return room;
  for (const images::TreeFile& file : tree->files) {
    const auto source = images::SourceFile::open_below(options.path, file.path);
    if (!source) return source.error();
    const auto content = importer->import(*source, options.profile + "/" + file.path, "");
    if (!content) return content.error();
  }
  return {};
}

Result<void> import_loaders(const ImportOptions& options) {
  const auto loaders =
      images::find_loaders(options.loaders_from.empty() ? "/" : options.loaders_from);
  if (!loaders) return loaders.error();
  auto importer = Importer::open(options.state);
  if (!importer) return importer.error();
  for (const images::Loader& loader : *loaders) {
    const auto source = images::SourceFile::open(loader.file);
    if (!source) return source.error();
    const auto content =
        importer->import(*source, fmt::format("{}/{}", kBootProfile, loader.name), "");
    if (!content) return content.error();
  }
  return {};
}

std::string misuse_of_loaders(const ImportOptions& options) {
  const bool is_more = !options.path.empty() || options.unpack || !options.profile.empty() ||
                       !options.sha256.empty();
  return is_more ? "--loaders goes with --loaders-from and --state only" : "";
}

std::string misuse_of_folder(const ImportOptions& options) {
  if (options.profile.empty()) return "say by --as PROFILE where the folder is to be served";
  if (options.unpack || !options.sha256.empty()) return "--unpack and --sha256 are for one file";
  return "";
}

std::string misuse_of_file(const ImportOptions& options) {
  if (options.unpack && options.profile.empty())
    return "say by --as PROFILE where --unpack is to serve kernel and initrd";
  if (!options.sha256.empty() && !images::is_sha256(options.sha256))
    return "--sha256: HEX is 64 hexadecimal digits";
  return "";
}

/// What is wrong with the way the command was used, or "".
std::string misuse(const ImportOptions& options, bool is_folder) {
  if (options.loaders) return misuse_of_loaders(options);
  if (!options.loaders_from.empty()) return "--loaders-from needs --loaders";
  if (options.path.empty()) return "give a file, a folder or --loaders";
  if (!options.profile.empty() && !images::is_safe_name(options.profile))
    return "--as: PROFILE is a name, as of an OS profile of the plan";
  return is_folder ? misuse_of_folder(options) : misuse_of_file(options);
}

int run_import(ImportOptions options) {
  std::error_code unreadable;
  const bool is_folder = fs::is_directory(options.path, unreadable);
  std::ranges::transform(options.sha256, options.sha256.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (const std::string wrong = misuse(options, is_folder); !wrong.empty()) {
    fmt::print(stderr, "rackseed image import: {}\n", wrong);
    return kInvalid;
  }
  Result<void> done;
  if (options.loaders) {
    done = import_loaders(options);
  } else {
    done = is_folder ? import_folder(options) : import_file(options);
  }
  return done ? static_cast<int>(kDone) : fail(done.error());
}

}  // namespace

void add_image_import(CommandGroup& group) {
  const auto options = std::make_shared<ImportOptions>();
  group.add("import", "Stores files, each content once", [options] { return run_import(*options); })
      .optional_positional("FILE", options->path, "A file, or a folder with --as")
      .required_option("--state", options->state, kStateHelp)
      .option("--as", options->profile,
              "Serve it as /os/PROFILE/..., for an OS profile of the plan")
      .flag("--unpack", options->unpack,
            "Serve kernel and initrd of an ISO too, where the boot scripts ask for them")
      .option("--sha256", options->sha256, "Refuse the file when it has another SHA-256")
      .flag("--loaders", options->loaders,
            "Import the boot loaders of Debian's ipxe, shim-signed and grub-efi-amd64-signed")
      .option("--loaders-from", options->loaders_from,
              "Take them from this folder, in which the packages were unpacked")
      .footer(
          "An import that was interrupted goes on where it was when it is repeated.\n"
          "Exit code 3: a file or the disk is out of reach, or the disk full; 5: refused.\n"
          "Example: rackseed image import ubuntu-24.04.2-live-server-amd64.iso --as noble "
          "--unpack --state /var/lib/rackseed");
}

}  // namespace rackseed::cli
