// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at an image of 512 x 512, in a few words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "Pixels/ImageCoordinates.h"
#include "Verification/Look.h"

namespace vlm
{

inline Frame EmptyFrame(int columns = 512, int rows = 512)
{
  Frame frame;
  frame.display = cv::Mat(rows, columns, CV_8UC1, cv::Scalar(100));
  frame.modalityValues = cv::Mat(rows, columns, CV_32FC1, cv::Scalar(100));
  return frame;
}

inline BoundingBox Around(double column, double row, double side)
{
  return {column - side / 2.0, row - side / 2.0, side, side};
}

inline CandidateFinding Stated(const BoundingBox& box, std::string label = "mass")
{
  CandidateFinding finding;
  finding.label = std::move(label);
  finding.box = box;
  return finding;
}

inline Look FullLook(int reading, std::vector<CandidateFinding> findings)
{
  return {reading, ViewKind::Full, WholeImage({512, 512}), std::move(findings)};
}

inline Look ZoomLook(int reading, const BoundingBox& field, std::vector<CandidateFinding> findings)
{
  return {reading, ViewKind::Zoom, field, std::move(findings)};
}

}  // namespace vlm
