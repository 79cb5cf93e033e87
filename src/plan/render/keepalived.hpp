#pragma once

#include <string_view>

namespace rackseed::plan {

/// /usr/local/sbin/rackseed-majority: the quorum that VRRP does not have.
[[nodiscard]] std::string_view majority_script();
/// /usr/local/sbin/rackseed-vrrp-notify: the evidence of every change of owner.
[[nodiscard]] std::string_view notify_script();

}  // namespace rackseed::plan
