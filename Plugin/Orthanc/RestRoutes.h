// SPDX-License-Identifier: GPL-3.0-or-later
// The table of REST routes: path, methods, handler; and its registration with Orthanc.
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <string>
#include <utility>
#include <vector>

#include "Orthanc/RestServices.h"

namespace vlm
{

// Registers every route, without Orthanc's global lock. `services` must outlive the last request;
// no exception leaves a route.
void RegisterRestRoutes(OrthancPluginContext* context, RestServices& services);

// Methods and the regular expressions of their paths, for comparison with the description.
std::vector<std::pair<std::string, std::string>> RestRouteTable();

}  // namespace vlm
