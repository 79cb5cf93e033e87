#include "src/plan/render/keepalived.hpp"

#include <fmt/format.h>

#include "src/plan/emit/plain_text.hpp"
#include "src/plan/render/render.hpp"

namespace rackseed::plan {
namespace {

constexpr std::size_t kLabelLength = 15;  // IFNAMSIZ without its zero
constexpr std::string_view kLabelSuffix = ":vip";

/// A VIP that rackseed proves, as seen by one of its members.
struct Instance {
  const VipView* view = nullptr;
  const VipMember* self = nullptr;
  std::vector<Ipv4> peers{};
};

bool takes_part(const VipMember& member) {
  return member.attachment != nullptr && member.attachment->address.has_value();
}

std::vector<Instance> instances_on(const Derived& derived, const NodeView& node) {
  std::vector<Instance> instances;
  for (const VipView& view : derived.vips) {
    if (view.vip->manager != VipManager::kRackseed) continue;
    Instance instance{.view = &view};
    for (const VipMember& member : view.members) {
      if (!takes_part(member)) continue;
      if (member.node->name() == node.name()) {
        instance.self = &member;
      } else {
        instance.peers.push_back(*member.attachment->address);
      }
    }
    if (instance.self != nullptr) instances.push_back(std::move(instance));
  }
  return instances;
}

std::string header(const NodeView& node, const std::vector<Instance>& instances) {
  std::string out;
  for (const Instance& instance : instances) {
    const Vip& vip = *instance.view->vip;
    out += fmt::format("# keepalived.conf of {} -- rackseed, VIP \"{}\"; {} at hand-over ",
                       plain_word(node.name()), plain_word(vip.name),
                       vip.at_handover == AtHandover::kRelease ? "removed" : "kept");
    out += fmt::format("(at_handover: {})\n", to_string(vip.at_handover));
  }
  return out;
}

std::string global_part(const NodeView& node, std::size_t peer_count) {
  constexpr std::string_view kText = R"(global_defs {{
    router_id {}
    enable_script_security
    script_user root
    vrrp_garp_master_delay 5
    vrrp_garp_master_repeat 5
    vrrp_garp_master_refresh 60
}}

vrrp_script chk_majority {{
    # exit 0 while this node sees at least one of its {} peers AND itself has carrier:
    # VRRP alone has no quorum, a cut-off node would claim the VIP too
    script "/usr/local/sbin/rackseed-majority"
    interval 2
    timeout 2
    fall 2
    rise 3
}}
)";
  return fmt::format(kText, plain_word(node.name()),
                     peer_count == 2 ? "two" : std::to_string(peer_count));
}

/// Unicast needs no multicast from the customer's switches. With an empty list of peers keepalived
/// would silently go back to multicast.
std::string unicast_part(const Instance& instance) {
  if (instance.peers.empty()) return "";
  std::string out = fmt::format("    unicast_src_ip {}\n    unicast_peer {{\n",
                                instance.self->attachment->address->text());
  for (const Ipv4 peer : instance.peers) out += fmt::format("        {}\n", peer.text());
  return out + "    }\n    check_unicast_src\n";
}

std::string instance_part(const Instance& instance) {
  constexpr std::string_view kText = R"(
vrrp_instance {} {{
    state BACKUP                     # every member; needed for nopreempt
    nopreempt
    interface {}
    virtual_router_id {}
    priority {}
    advert_int 1
{}    virtual_ipaddress {{
        {}/{} dev {}{}
    }}
    promote_secondaries
    track_script {{
        chk_majority
    }}
    notify /usr/local/sbin/rackseed-vrrp-notify
}}
)";
  const Attachment& attachment = *instance.self->attachment;
  const std::string interface = plain_word(attachment.interface);
  const std::string label = interface.size() + kLabelSuffix.size() <= kLabelLength
                                ? fmt::format(" label {}{}", interface, kLabelSuffix)
                                : "";
  return fmt::format(kText, upper_word(instance.view->vip->name), interface, instance.view->vrid,
                     instance.self->priority, unicast_part(instance),
                     instance.view->vip->address.text(), attachment.subnet.length(), interface,
                     label);
}

}  // namespace

std::string_view majority_script() {
  return R"sh(#!/bin/sh
# rackseed-majority -- exit 0 when this controller sees at least one of the other two.
# VRRP has no quorum: without this a cut-off controller claims the VIP as well.
# Peers and interface come from /etc/rackseed/vip.env (PEERS="172.30.1.11 172.30.1.12" IFACE=oob0).
. /etc/rackseed/vip.env
[ "$(cat /sys/class/net/$IFACE/carrier 2>/dev/null)" = 1 ] || exit 1
for p in $PEERS; do
    ping -q -c 1 -W 1 -I "$IFACE" "$p" >/dev/null 2>&1 && exit 0      # arping is not on the live-server ISO, ping is
done
exit 1
)sh";
}

std::string_view notify_script() {
  return R"sh(#!/bin/sh
# rackseed-vrrp-notify INSTANCE|GROUP NAME STATE PRIORITY -- one JSON line per change; the seed collects it over SSH
printf '{"ts":"%s","type":"%s","name":"%s","state":"%s","priority":%s}\n' "$(date -u +%FT%TZ)" "$1" "$2" "$3" "${4:-0}" >> /var/log/rackseed-vrrp.jsonl
)sh";
}

std::string render_keepalived(const Derived& derived, const NodeView& node) {
  const auto instances = instances_on(derived, node);
  if (instances.empty()) return "";
  std::string out = header(node, instances);
  out += global_part(node, instances.front().peers.size());
  for (const Instance& instance : instances) out += instance_part(instance);
  return out;
}

}  // namespace rackseed::plan
