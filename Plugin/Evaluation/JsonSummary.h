// SPDX-License-Identifier: GPL-3.0-or-later
// An evaluation as JSON: "All", "BySource", "ByModality" and "ByFindings" (how many are true in an
// image: None, One, Several), the same of each baseline, what was run.
#pragma once

#include <json/value.h>

#include "Evaluation/Evaluation.h"

namespace vlm
{

Json::Value EvaluationToJson(const Evaluation& evaluation);

}  // namespace vlm
