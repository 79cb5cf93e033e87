#pragma once

#include "images/iso_plan.hpp"
#include "images/source_file.hpp"

namespace rackseed::images {

/// Kernel and initrd of an ISO 9660 file system (ECMA-119, with Joliet or Rock Ridge names).
/// Errors: as plan_iso(), kUnsupported (no ISO), kMalformed (damaged, or too many entries). All
/// texts begin with the path of the file.
[[nodiscard]] Result<std::vector<IsoMember>> find_boot_files(const SourceFile& iso);

using Sink = std::function<Result<void>(Bytes)>;

/// Gives the data of one file, piece by piece.
/// Errors: kMalformed (damaged, larger than kMostMemberBytes), kUnavailable, those of sink.
[[nodiscard]] Result<void> extract_member(const SourceFile& iso, const IsoMember& member,
                                          const Sink& sink);

}  // namespace rackseed::images
