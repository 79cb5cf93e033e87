#include "src/rehearsal/label.hpp"

namespace rackseed::rehearsal {

Label label_of(const State& state) {
  const Hardware& hardware = state.hardware;
  Label label{.serial = hardware.serial,
              .sku = hardware.sku,
              .machine_serial = hardware.serial,
              .board_serial = "CN" + hardware.serial + "BOARD",
              .part = hardware.sku};
  if (state.faults.has(Fault::kSerialInSku)) {
    label.serial = label.board_serial;
    label.sku = hardware.serial;
  }
  if (state.faults.has(Fault::kSerialFiller))
    label.serial = label.machine_serial = "To be filled by O.E.M.";
  return label;
}

}  // namespace rackseed::rehearsal
