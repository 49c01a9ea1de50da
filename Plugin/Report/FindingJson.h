// SPDX-License-Identifier: GPL-3.0-or-later
// A finding as an item of the report's JSON, both ways.
#pragma once

#include <json/value.h>

#include "Foundation/Result.h"
#include "Gaussian/ModelledFinding.h"

namespace vlm
{

Json::Value FindingToJson(const ModelledFinding& modelled);

// Of an item that keeps to the report's schema, which may be older than some keys. Errors:
// BadInput (a covariance that is none).
Result<ModelledFinding> FindingFromJson(const Json::Value& json);

}  // namespace vlm
