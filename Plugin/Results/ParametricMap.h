// SPDX-License-Identifier: GPL-3.0-or-later
// The anomaly map as Parametric Map (PS3.3 A.75): numbers that other programs can read, where the
// Secondary Capture has colours.
#pragma once

#include <vector>

#include "Results/ResultObject.h"

namespace vlm
{

// One for each image with a located finding whose position in the patient is known; others have
// none, since a parametric map needs a frame of reference. UIDs: context.Uid("pm-<image>")
// and "pm-series". Errors: BadInput, Internal.
Result<std::vector<ResultObject>> ParametricMapsOf(const ResultContext& context);

}  // namespace vlm
