// SPDX-License-Identifier: GPL-3.0-or-later
// The chart of an evaluation: errors and pointing accuracy by source, beside the baselines.
#pragma once

#include <opencv2/core.hpp>

#include "Evaluation/Evaluation.h"
#include "Foundation/Result.h"

namespace vlm
{

// CV_8UC3 (BGR). At most 40 sources are drawn. Errors: Internal.
Result<cv::Mat> DrawSummaryChart(const Evaluation& evaluation);

}  // namespace vlm
