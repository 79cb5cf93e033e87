#pragma once

#include "src/config/section.hpp"
#include "src/plan/plan.hpp"

/// The parts of a plan. Each function reads some keys of the file's root into the plan.
namespace rackseed::config {

void read_header(Section& root, plan::Plan& plan);     ///< apiVersion, kind, metadata, addressing
void read_identity(Section& root, plan::Plan& plan);   ///< identity
void read_seed(Section& root, plan::Plan& plan);       ///< seed
void read_networks(Section& root, plan::Plan& plan);   ///< networks
void read_hardware(Section& root, plan::Plan& plan);   ///< hardware
void read_profiles(Section& root, plan::Plan& plan);   ///< storage_profiles, os_profiles
void read_defaults(Section& root, plan::Plan& plan);   ///< defaults
void read_roles(Section& root, plan::Plan& plan);      ///< roles
void read_racks(Section& root, plan::Plan& plan);      ///< racks
void read_switches(Section& root, plan::Plan& plan);   ///< switches, pairs
void read_links(Section& root, plan::Plan& plan);      ///< links
void read_upstreams(Section& root, plan::Plan& plan);  ///< upstream
void read_nodes(Section& root, plan::Plan& plan);      ///< nodes; after read_defaults()
void read_vips(Section& root, plan::Plan& plan);       ///< vips
void read_services(Section& root, plan::Plan& plan);   ///< services
void read_policy(Section& root, plan::Plan& plan);     ///< policy
void read_handover(Section& root, plan::Plan& plan);   ///< handover

/// Notes that the name of an item is taken.
void claim_name(const Section& in, std::string_view list, const std::string& name);

/// The keys of `boot`, in defaults and in nodes.
void read_boot(Section& in, plan::Boot& boot);

}  // namespace rackseed::config
