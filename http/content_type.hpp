#pragma once

#include <string_view>

namespace rackseed::http {

/// The media type for a file name. UEFI HTTP Boot knows what it loads by this alone (UEFI 2.10
/// section 24.7.2): application/efi and application/vnd.efi-iso.
[[nodiscard]] std::string_view content_type(std::string_view name);

}  // namespace rackseed::http
