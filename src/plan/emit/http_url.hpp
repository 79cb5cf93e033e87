#pragma once

#include <string>
#include <string_view>

namespace rackseed::plan {

inline constexpr int kHttpPort = 80;  ///< meant by a URL without a port (RFC 9110 section 4.2.1)

/// "http://10.1.8.2", with the port unless it is 80; no path.
[[nodiscard]] std::string http_url(std::string_view host, int port);

}  // namespace rackseed::plan
