// SPDX-License-Identifier: GPL-3.0-or-later
// What is prepared of a frame once, so that any place in it can be judged quickly.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "Model/MaskedIntegrals.h"
#include "Model/PictureKind.h"
#include "Pixels/Frame.h"
#include "Verification/Islands.h"

namespace vlm
{

// Everything is of the working picture: grey, its long side at most 256 pixels.
struct EvidencePicture
{
  MaskedIntegrals sums;         // of smoothed grey
  cv::Size2d perStoredPixel{};  // working pixels for one stored pixel, along columns and rows
  PictureKind kind = PictureKind::Generic;
  LesionPolarity polarity = LesionPolarity::Both;
  cv::Mat mask{};       // CV_8UC1: 255 = tissue
  cv::Mat rimWeight{};  // CV_32FC1, 0 to 1: less near the rim (Model/TissueMask.h)
  cv::Mat depth{};      // CV_32FC1: distance to what is no tissue; 0 outside
  cv::Mat beyond{};     // CV_32FC1: distance to the tissue; 0 inside
  cv::Mat slope{};      // CV_32FC2, along columns and rows: grey levels a pixel; 0 outside
  std::vector<Island> brightIslands{};  // empty where only dark lesions are looked for
  std::vector<Island> darkIslands{};    // likewise
  double grayDeviation = 1.0;           // of the tissue
  cv::Point2d centre{};                 // of the tissue
  double radius = 1.0;                  // of a disc of its area
};

// The working pixel that holds a place [stored pixels]; none outside the picture.
std::optional<cv::Point> WorkingPixelOf(const EvidencePicture& picture, cv::Point2d stored);

// None if the frame cannot be examined: too small, without contrast, no tissue.
std::optional<EvidencePicture> PrepareEvidence(const Frame& frame);

}  // namespace vlm
