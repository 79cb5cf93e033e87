#include <rackseed/value.hpp>

#include "src/plan/render/render.hpp"

namespace rackseed::plan {

std::string render_facts(const Facts& facts) {
  Value root{Value::Map{}};
  for (const auto& [bmc, node] : facts) {
    Value macs{Value::Map{}};
    for (const auto& [nic, mac] : node.macs) macs.set(nic, mac.text());
    Value disks{Value::List{}};
    for (const DiskFacts& disk : node.os_disks)
      disks.add(Value::Map{{"serial", disk.serial}, {"size_gib", disk.size_gib}});
    root.set(bmc.text(), Value::Map{{"node", node.node},
                                    {"serial", node.serial},
                                    {"ram_gib", node.ram_gib},
                                    {"macs", std::move(macs)},
                                    {"os_disks", std::move(disks)}});
  }
  return to_json(root, 1);
}

}  // namespace rackseed::plan
