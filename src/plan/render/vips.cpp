#include <rackseed/value.hpp>

#include "src/plan/render/render.hpp"

namespace rackseed::plan {

std::string render_vips(const Derived& derived) {
  Value vips{Value::List{}};
  for (const VipView& view : derived.vips) {
    Value members{Value::List{}};
    for (const VipMember& member : view.members)
      if (member.attachment != nullptr && member.attachment->address)
        members.add(member.attachment->address->text());
    vips.add(Value::Map{{"name", view.vip->name},
                        {"address", view.vip->address.text()},
                        {"network", view.vip->network},
                        {"manager", to_string(view.vip->manager)},
                        {"vrid", view.vrid},
                        {"members", std::move(members)}});
  }
  return to_json(vips, 1);
}

}  // namespace rackseed::plan
