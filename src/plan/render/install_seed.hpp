#pragma once

#include <string>
#include <string_view>

#include "src/plan/derived.hpp"

namespace rackseed::plan {

/// The network over which a node reaches the seed while it is installed: the one it boots from or,
/// for virtual media, the first on a plain NIC that the seed is attached to. nullptr: none.
[[nodiscard]] const Network* install_network(const Plan& plan, const NodeView& node);

/// "http://10.1.8.2", with the port unless it is 80: the seed as seen in a network. The address is
/// 0.0.0.0 where the seed has none: no command that uses it can reach anything.
[[nodiscard]] std::string seed_url(const Plan& plan, const Network* network);

/// The seed as seen by the installed system: in its management network, else as while installing.
[[nodiscard]] std::string seed_url_after_install(const Plan& plan, const NodeView& node);

/// "/api/v1/install/172.30.2.10/TOKEN"; step: "install" or "firstboot".
[[nodiscard]] std::string callback_path(const NodeView& node, std::string_view step,
                                        std::string_view token);

/// The text with each "{seed.NETWORK}" replaced by the seed's address in that network; a network
/// without the seed is left as it stands.
[[nodiscard]] std::string with_seed_addresses(const Plan& plan, std::string_view text);

}  // namespace rackseed::plan
