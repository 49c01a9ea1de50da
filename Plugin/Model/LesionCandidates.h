// SPDX-License-Identifier: GPL-3.0-or-later
// One picture -> the places in it that may be a lesion, before any judgement.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/CandidateFeatures.h"
#include "Pixels/Frame.h"

namespace vlm
{

struct Candidate
{
  Blob blob;
  cv::Rect2d box;  // shares of the picture's width and height, 0 to 1
  FeatureVector features{};
};

struct Candidates
{
  PictureKind kind = PictureKind::Generic;
  std::vector<Candidate> all;  // strongest response first
};

// At most 80, which may overlap by half.
//   errors  BadInput: the picture cannot be examined, and why; Canceled
Result<Candidates> CandidatesIn(const cv::Mat& picture, const Acquisition& acquisition,
                                const Cancellation& cancellation);

}  // namespace vlm
