#include "redfish/transport/transport.hpp"

#include <algorithm>

namespace rackseed::redfish {

std::string_view HttpResponse::field(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &HttpFields::value_type::first);
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace rackseed::redfish
