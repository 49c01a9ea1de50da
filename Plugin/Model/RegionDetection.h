// SPDX-License-Identifier: GPL-3.0-or-later
// One picture -> the regions that stand out in it: the embedded detector without its wording.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Pixels/Frame.h"

namespace vlm
{

struct Region
{
  cv::Rect2d box;          // shares of the picture's width and height, 0 to 1
  double response = 0.0;   // see BlobResponse.h; LesionClassifier.h for the kinds it knows
  double score = 0.0;      // 0 to 1, not a probability; 0.5 and more stands out
  double contrast = 0.0;   // grey levels of 255, inside minus surroundings
  double asymmetry = 0.0;  // grey levels of 255, inside minus mirrored place; 0: not compared
};

// At most three regions, strongest first, those that do not stand out (score < 0.5) included.
//   errors  BadInput: the picture cannot be examined, and why; Canceled
Result<std::vector<Region>> RankRegions(const cv::Mat& picture, const Acquisition& acquisition,
                                        const Cancellation& cancellation);

bool StandsOut(const Region& region);

}  // namespace vlm
