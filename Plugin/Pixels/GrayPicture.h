// SPDX-License-Identifier: GPL-3.0-or-later
// The grayscale pipeline of one frame: stored values -> modality values -> display (PS3.4 N.2).
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "Pixels/DicomAttributes.h"

namespace vlm
{

struct GrayPicture
{
  cv::Mat modalityValues;             // CV_32FC1
  cv::Mat display;                    // CV_8UC1
  std::vector<std::string> warnings;  // about the window
};

// `stored` is CV_8UC1, CV_16UC1 or CV_16SC1 and not empty; bits above BitsStored are ignored.
GrayPicture ShowGray(const DicomAttributes& attributes, const FrameTransform& transform,
                     const cv::Mat& stored);

// The window through which ShowGray shows `stored`; where that is a VOI LUT, what comes closest.
VoiWindow ShownWindow(const DicomAttributes& attributes, const FrameTransform& transform,
                      const cv::Mat& stored);

}  // namespace vlm
