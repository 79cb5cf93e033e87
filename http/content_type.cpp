#include "http/content_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rackseed::http {
namespace {

constexpr auto kTypes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".cfg", "text/plain; charset=utf-8"},
    {".deb", "application/vnd.debian.binary-package"},
    {".efi", "application/efi"},
    {".gz", "application/gzip"},
    {".img", "application/vnd.efi-img"},
    {".ipxe", "text/plain; charset=utf-8"},
    {".iso", "application/vnd.efi-iso"},
    {".json", "application/json"},
    {".sh", "text/plain; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".yaml", "text/yaml; charset=utf-8"},
    {".yml", "text/yaml; charset=utf-8"},
    {".zst", "application/zstd"},
});

}  // namespace

std::string_view content_type(std::string_view name) {
  const auto ends = [name](const auto& row) { return name.ends_with(row.first); };
  const auto* row = std::ranges::find_if(kTypes, ends);
  return row == kTypes.end() ? "application/octet-stream" : row->second;
}

}  // namespace rackseed::http
