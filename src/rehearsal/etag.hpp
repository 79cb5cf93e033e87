#pragma once

#include "src/rehearsal/faults.hpp"
#include "src/rehearsal/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rackseed::rehearsal {

/// The entity tag of a document's text, as this BMC writes it to that client.
[[nodiscard]] std::string etag_of(std::string_view text, const Faults& faults,
                                  const Request& request);

/// The answer to a PATCH whose preconditions do not hold: 412, or 428 where one is missing.
/// etag: of the resource now.
[[nodiscard]] std::optional<Answer> refuse_precondition(const Request& request,
                                                        std::string_view etag,
                                                        const Faults& faults);

}  // namespace rackseed::rehearsal
