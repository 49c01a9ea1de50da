// SPDX-License-Identifier: GPL-3.0-or-later
// What needs no model: a box in the middle of every image, or anywhere. A model is worth what it
// does better.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Evaluation/Matching.h"
#include "Evaluation/Scores.h"
#include "Evaluation/TruthFile.h"

namespace vlm
{

// The mean width and height of the true findings as shares of their images', by those entries that
// tell the size of their image.
cv::Size2d MeanSizeShare(const std::vector<TruthEntry>& entries);

Tally CentreBoxTally(const TrueImage& image, cv::Size2d sizeShare);
// The mean of many draws, spread evenly over the image.
Tally RandomBoxTally(const TrueImage& image, cv::Size2d sizeShare, unsigned seed);

}  // namespace vlm
