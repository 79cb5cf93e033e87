#pragma once

#include "redfish/system.hpp"

namespace rackseed::redfish {

struct SystemChoice {
  std::size_t index = 0;
  std::string remark{};  ///< why this one, where there are others; ""
};

/// The host among the Systems of one BMC: some count their GPU board, DPU or HMC as one, and list
/// it first (row 47). wanted_id: an Id or a link from the plan, or "".
/// Errors: kNotFound: none at all, or none of that id; kRefused: several alike, and no id to choose
/// by.
[[nodiscard]] BmcResult<SystemChoice> choose_system(const std::vector<System>& systems,
                                                    std::string_view wanted_id);

}  // namespace rackseed::redfish
