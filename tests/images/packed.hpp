#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <stdexcept>
#include <string>

namespace rackseed::images {

/// A text as a compressor of libarchive writes it: "gzip", "xz", "zstd", "lz4", "bzip2".
inline std::string packed(const std::string& text, const std::string& filter) {
  constexpr std::size_t kMost = std::size_t{4} << 20U;
  std::string made(kMost, '\0');
  std::size_t size = 0;
  archive* writer = archive_write_new();
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_pathname(entry, "x");
  const bool written =
      archive_write_add_filter_by_name(writer, filter.c_str()) == ARCHIVE_OK &&
      archive_write_set_format_raw(writer) == ARCHIVE_OK &&
      archive_write_set_bytes_in_last_block(writer, 1) == ARCHIVE_OK &&
      archive_write_open_memory(writer, made.data(), made.size(), &size) == ARCHIVE_OK &&
      archive_write_header(writer, entry) == ARCHIVE_OK &&
      archive_write_data(writer, text.data(), text.size()) >= 0 &&
      archive_write_close(writer) == ARCHIVE_OK;
  archive_entry_free(entry);
  archive_write_free(writer);
  if (!written) throw std::runtime_error("cannot write " + filter);
  made.resize(size);
  return made;
}

}  // namespace rackseed::images
