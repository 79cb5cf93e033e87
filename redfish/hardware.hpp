#pragma once

#include "redfish/json.hpp"

namespace rackseed::redfish {

/// Whether something sits in the slot that a resource stands for.
[[nodiscard]] bool is_present(const Fields& fields);

/// Nothing for an empty socket, a GPU, an FPGA.
[[nodiscard]] std::optional<Processor> read_processor(const Fields& fields);

/// MiB of one module; 0: an empty slot, or not known.
[[nodiscard]] std::uint64_t read_memory_mib(const Fields& fields);

/// Nothing for an empty bay.
[[nodiscard]] std::optional<BmcDisk> read_drive(const Fields& fields);
/// The disks of a SimpleStorage, for machines that have nothing better. No backplanes.
[[nodiscard]] std::vector<BmcDisk> read_simple_storage(const Fields& fields);

/// Nothing where there is no version.
[[nodiscard]] std::optional<Firmware> read_firmware(const Fields& fields);

[[nodiscard]] LogEntry read_log_entry(const Fields& fields);

}  // namespace rackseed::redfish
