// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a picture a lesion can be: tissue without air, skull, skin, borders and burned-in text.
#pragma once

#include <opencv2/core.hpp>

#include "Model/PictureKind.h"

namespace vlm
{

// Both of the size of the working picture.
struct Tissue
{
  cv::Mat mask;    // CV_8UC1: 255 = examined
  cv::Mat weight;  // CV_32FC1, 0 to 1: less where the anatomy itself stands out (near the rim)
  bool isLungField = false;  // of a chest CT (RibCage.h)
};

// CV_32FC1: distance to what is not in the mask [pixel]; what lies beyond the picture is not.
cv::Mat DistanceToRim(const cv::Mat& mask);

// `gray` CV_8UC1. An empty mask (all 0) means that no tissue was recognised.
Tissue TissueOf(const cv::Mat& gray, PictureKind kind);

}  // namespace vlm
