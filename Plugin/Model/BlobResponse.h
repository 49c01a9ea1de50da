// SPDX-License-Identifier: GPL-3.0-or-later
// How much each place of a picture differs from its surroundings, over several sizes and shapes.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Foundation/Cancellation.h"
#include "Model/PictureKind.h"
#include "Model/TissueMask.h"

namespace vlm
{

// A box-shaped centre with its ring. All lengths in working pixels, all greys of 255.
struct Blob
{
  cv::Point2d centre;
  double radiusX = 0.0;
  double radiusY = 0.0;
  double contrast = 0.0;   // mean inside minus mean of the ring; negative: dark
  double asymmetry = 0.0;  // mean difference to the mirrored side, 0 if that was not looked at
  double ringMean = 0.0;
  double response = 0.0;  // contrast over joint deviation, weighted by enclosure, size and place
};

struct BlobSearch
{
  cv::Mat gray;              // CV_8UC1
  Tissue tissue;             // of the same size
  cv::Mat mirrorDifference;  // CV_32FC1, or empty: symmetry says nothing
  DetectionRules rules;
};

// The best blob of each small cell of the picture, in no particular order; at most a few thousand.
// Ends early, with what it has, when cancelled.
std::vector<Blob> BlobsOf(const BlobSearch& search, const Cancellation& cancellation);

}  // namespace vlm
