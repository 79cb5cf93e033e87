#include "src/plan/emit/http_url.hpp"

#include <fmt/core.h>

namespace rackseed::plan {

std::string http_url(std::string_view host, int port) {
  return port == kHttpPort ? fmt::format("http://{}", host)
                           : fmt::format("http://{}:{}", host, port);
}

}  // namespace rackseed::plan
