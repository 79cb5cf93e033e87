#include <array>

#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

/// A list of networks, or by-neutron.
void read_vlans(Section& in, plan::Upstream& upstream) {
  const auto cell = in.find("vlans");
  if (!cell) return;
  upstream.vlans_by_neutron =
      cell->tree().kind == Kind::kScalar && cell->tree().text == "by-neutron";
  if (upstream.vlans_by_neutron) return;
  if (cell->tree().kind == Kind::kNull || cell->is(Kind::kList, "a list of networks or by-neutron"))
    read_value(*cell, upstream.vlans, kName);
}

void read_upstream(Section& in, plan::Upstream& upstream) {
  constexpr auto kModes = std::to_array<std::string_view>({"trunk"});
  in.require("attach", upstream.attach);
  in.read("switch", upstream.switch_name, kName);
  in.read("ports", upstream.ports, kPort);
  in.read("mode", upstream.mode, OneOf{kModes});
  read_vlans(in, upstream);
  in.read("untagged", upstream.untagged, kName);
  in.read("speed", upstream.speed, kSpeed);
  in.read("racks", upstream.racks, kName);
}

}  // namespace

void read_upstreams(Section& root, plan::Plan& plan) {
  root.entries("upstream", kName, [&](const std::string& name, Section& in) {
    plan::Upstream upstream{.name = name};
    read_upstream(in, upstream);
    claim_name(in, "upstream", name);
    plan.upstreams.push_back(std::move(upstream));
  });
}

}  // namespace rackseed::config
