// SPDX-License-Identifier: GPL-3.0-or-later
// What the routes below /vlm/models do, apart from HTTP.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/SelfTests.h"

namespace vlm
{

// Waits for the model. Errors: NotFound (no such model), those of VisionModel::Test.
Result<Json::Value> TestModelNamed(const std::string& name, const VisionModels& models,
                                   SelfTests& selfTests);

}  // namespace vlm
