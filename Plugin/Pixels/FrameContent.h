// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the patient the frames of one stack show, judged on reduced pictures that are
// compared with each other.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Foundation/Result.h"
#include "Pixels/DicomAttributes.h"

namespace vlm
{

// A frame reduced to at most `ThumbnailSide` pixels a side.
struct FrameThumbnail
{
  cv::Mat values;  // CV_32FC1, higher = brighter on screen; CT in HU as such
  bool isHounsfield = false;
};

constexpr int ThumbnailSide = 96;

// `stored` is as Pixels/FrameAssembly.h wants it. Errors: CorruptDicom (sizes differ), BadInput (no
// such frame), UndecodablePixels.
Result<FrameThumbnail> ThumbnailOf(const DicomAttributes& attributes, const cv::Mat& stored,
                                   int frame);

struct FrameContent
{
  bool isEmpty = false;      // air, or much less of the body than the stack's fuller frames
  double tissue = 0.0;       // share of the picture above air or background, 0 to 1
  double information = 0.0;  // entropy [bit] times edge energy; comparable within one stack only
  cv::Mat picture;           // CV_8UC1: as seen through the one window of the stack
};

// One for each thumbnail. CT: tissue is above -400 HU. Others: above an eighth of the stack's range
// of values. A frame is empty that has less than a quarter of the tissue of the stack's fullest
// tenth. Where every frame is empty none is called so: nothing tells them apart.
std::vector<FrameContent> JudgeContents(const std::vector<FrameThumbnail>& thumbnails);

// Mean absolute difference of two pictures of a stack, 0 (the same) to 1; 1 if their sizes differ.
double DifferenceOf(const FrameContent& a, const FrameContent& b);

}  // namespace vlm
