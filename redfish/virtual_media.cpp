#include "redfish/virtual_media.hpp"

namespace rackseed::redfish {

VirtualMedia read_virtual_media(const Fields& fields) {
  const Fields actions = fields.at("Actions");
  return {.path = fields.own_link(),
          .id = fields.string_of("Id"),
          .types = fields.strings_of("MediaTypes"),
          .insert = clean_link(actions.at("#VirtualMedia.InsertMedia").string_of("target")),
          .eject = clean_link(actions.at("#VirtualMedia.EjectMedia").string_of("target")),
          .image = fields.string_of("Image"),
          .connected_via = fields.string_of("ConnectedVia"),
          .etag = fields.string_of("@odata.etag"),
          .is_inserted = fields.boolean_of("Inserted")};
}

}  // namespace rackseed::redfish
