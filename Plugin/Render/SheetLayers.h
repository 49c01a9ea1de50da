// SPDX-License-Identifier: GPL-3.0-or-later
// The layers that are sheets of several panels, each in a file of its own. Results are CV_8UC3 of
// the width that the subject's options ask for (1600 unless told). Errors: BadInput, Internal.
#pragma once

#include "Render/LayerSubject.h"

namespace vlm
{

// ComparisonSheet.cpp
Result<cv::Mat> DrawComparison(const LayerSubject& subject);
// StatisticsSheet.cpp
Result<cv::Mat> DrawStatistics(const LayerSubject& subject);
// IllustrationPlate.cpp
Result<cv::Mat> DrawIllustration(const LayerSubject& subject);
// SeriesPlate.cpp
Result<cv::Mat> DrawSeriesPlate(const std::vector<KeyImage>& images, const LayerOptions& options,
                                const ImagesLeftOut& leftOut);

}  // namespace vlm
