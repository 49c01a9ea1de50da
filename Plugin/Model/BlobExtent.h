// SPDX-License-Identifier: GPL-3.0-or-later
// Fits a box to a blob by following its edge.
#pragma once

#include <opencv2/core.hpp>

#include "Model/BlobResponse.h"

namespace vlm
{

// The bounding box [working pixels, edges] of the pixels around the blob's centre that are nearer
// to its inside than to its ring; the blob's own box if that part leaks out or falls apart.
cv::Rect2d ExtentOf(const Blob& blob, const cv::Mat& gray);

}  // namespace vlm
