#pragma once

// What the resources of a BMC say, as far as we ask: a file an area.
#include "redfish/hardware.hpp"
#include "redfish/manager.hpp"
#include "redfish/network.hpp"
#include "redfish/refusal.hpp"
#include "redfish/root.hpp"
#include "redfish/system.hpp"
#include "redfish/virtual_media.hpp"
