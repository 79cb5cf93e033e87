#pragma once

#include "images/catalogue.hpp"
#include "images/layout.hpp"

#include <rackseed/error.hpp>

namespace rackseed::images {

/// What stands in the store now. Blocks. Errors: kUnavailable (no store there).
[[nodiscard]] Result<Catalogue> open_catalogue(const Layout& layout);

}  // namespace rackseed::images
