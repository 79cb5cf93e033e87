#include "redfish/manager.hpp"

namespace rackseed::redfish {

Manager read_manager(const Fields& fields) {
  return {.path = fields.own_link(),
          .id = fields.string_of("Id"),
          .type = fields.string_of("ManagerType"),
          .model = fields.string_of("Model"),
          .firmware = fields.string_of("FirmwareVersion"),
          .reset = read_reset(fields, "Manager.Reset"),
          .ethernet = fields.link_of("EthernetInterfaces"),
          .virtual_media = fields.link_of("VirtualMedia"),
          .log_services = fields.link_of("LogServices")};
}

}  // namespace rackseed::redfish
