#pragma once

#include "src/plan/derived.hpp"
#include "src/plan/rules/report.hpp"

/// The rules, a file a subject. Each adds what it finds and knows nothing of the others.
namespace rackseed::plan {

void check_mode(const Derived& derived, Report& report);       // 104..107, 232, 233
void check_names(const Derived& derived, Report& report);      // 109, 315..317
void check_subnets(const Derived& derived, Report& report);    // 201..203, 206, 207, 219, 222, 228
void check_vlans(const Derived& derived, Report& report);      // 204, 205, 408, 414
void check_mtus(const Derived& derived, Report& report);       // 310..312, 314
void check_addresses(const Derived& derived, Report& report);  // 208..212, 214..218, 221
void check_vips(const Derived& derived, Report& report);       // 213, 220, 224, 227, 703
void check_roles(const Derived& derived, Report& report);      // 225, 226, 302..304, 306..309, 318
void check_switches(const Derived& derived, Report& report);   // 305, 401, 406, 407, 409, 413
void check_cabling(const Derived& derived, Report& report);    // 402..405, 412
void check_reachability(const Derived& derived, Report& report);  // 416
void check_installation(const Derived& derived, Report& report);  // 506, 509..511, 514..517
void check_services(const Derived& derived, Report& report);      // 229, 601..608
void check_handover(const Derived& derived, Report& report);      // 231

}  // namespace rackseed::plan
