// SPDX-License-Identifier: GPL-3.0-or-later
// A picture with what is truly in it.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Evaluation/TruthFile.h"
#include "Foundation/Result.h"
#include "Pixels/Frame.h"

namespace vlm
{

// The pixels of one lesion: those of `rect` where `inside` is not 0.
struct LesionPixels
{
  cv::Rect rect;
  cv::Mat inside;  // CV_8UC1, of the rect's size
};

struct TrueImage
{
  TruthEntry entry;
  Frame frame;
  cv::Mat mask;                       // CV_8UC1 of the frame's size: not 0 on a lesion
  std::vector<LesionPixels> lesions;  // of each finding: its part of the mask, or its ellipse

  bool IsOnLesion(cv::Point2d point) const;
  double DiagonalPx() const;
};

// The pixels of an ellipse with these semi-axes, as far as they lie in a picture of `size`.
LesionPixels EllipsePixels(cv::Point2d centre, cv::Size2d radii, cv::Size size);

// `mask` may be empty: ellipses stand for it. Errors: BadInput (sizes contradict each other, a
// lesion lies outside of the picture).
Result<TrueImage> JoinTruth(const TruthEntry& entry, Frame frame, cv::Mat mask);

// Errors: also UndecodablePixels, and those of ReadFile and ReadDicomFrame.
Result<TrueImage> LoadTrueImage(const TruthEntry& entry);

}  // namespace vlm
