#include "redfish/root.hpp"

namespace rackseed::redfish {

ServiceRoot read_root(const Fields& fields) {
  ServiceRoot root{.vendor = fields.string_of("Vendor"),
                   .product = fields.string_of("Product"),
                   .redfish_version = fields.string_of("RedfishVersion"),
                   .uuid = fields.string_of("UUID"),
                   .oem = fields.at("Oem").names(),
                   .systems = fields.link_of("Systems"),
                   .chassis = fields.link_of("Chassis"),
                   .managers = fields.link_of("Managers"),
                   .update_service = fields.link_of("UpdateService"),
                   .sessions = fields.at("Links").link_of("Sessions")};
  if (root.sessions.empty() && fields.has("SessionService"))
    root.sessions = "/redfish/v1/SessionService/Sessions";
  return root;
}

}  // namespace rackseed::redfish
