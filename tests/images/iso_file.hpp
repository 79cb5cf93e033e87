#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace rackseed::images {

struct IsoFile {
  std::string path{};
  std::string content{};
  std::string same_as{};  ///< a hard link to this path
};

/// Writes an ISO 9660 image with Joliet and Rock Ridge names.
inline void write_iso(const std::filesystem::path& path, const std::vector<IsoFile>& files) {
  archive* writer = archive_write_new();
  const auto require = [writer](int code) {
    if (code < ARCHIVE_WARN) throw std::runtime_error(archive_error_string(writer));
  };
  require(archive_write_set_format_iso9660(writer));
  require(archive_write_open_filename(writer, path.c_str()));
  for (const IsoFile& file : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.path.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_nlink(entry, 2);  // with 1 it would not look for links
    if (!file.same_as.empty()) archive_entry_set_hardlink(entry, file.same_as.c_str());
    archive_entry_set_size(entry, static_cast<std::int64_t>(file.content.size()));
    require(archive_write_header(writer, entry));
    if (archive_write_data(writer, file.content.data(), file.content.size()) < 0)
      throw std::runtime_error(archive_error_string(writer));
    archive_entry_free(entry);
  }
  require(archive_write_close(writer));
  archive_write_free(writer);
}

}  // namespace rackseed::images
