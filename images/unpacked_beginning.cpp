#include <archive.h>
#include <archive_entry.h>

#include "images/archive.hpp"
#include "images/kind.hpp"

namespace rackseed::images {

std::vector<std::uint8_t> unpacked_beginning(Bytes packed, std::size_t most) {
  const auto reader = new_archive_reader();
  // One by one: "all" would start programs for what libarchive cannot do itself.
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_zstd(reader.get());
  archive_read_support_filter_lz4(reader.get());
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader.get(), packed.data(), packed.size()) != ARCHIVE_OK ||
      archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK ||
      archive_filter_code(reader.get(), 0) == ARCHIVE_FILTER_NONE)
    return {};
  std::vector<std::uint8_t> beginning(most);
  const auto size = archive_read_data(reader.get(), beginning.data(), beginning.size());
  beginning.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return beginning;
}

}  // namespace rackseed::images
