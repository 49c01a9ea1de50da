// SPDX-License-Identifier: GPL-3.0-or-later
// "Vlm.Outputs" -> checked settings. Keys and defaults: Resources/DefaultConfiguration.json.
#pragma once

#include <json/value.h>

#include "Foundation/Result.h"
#include "Results/OutputSettings.h"

namespace vlm
{

// Errors: BadConfiguration.
Result<OutputSettings> ReadOutputs(const Json::Value& section);

}  // namespace vlm
