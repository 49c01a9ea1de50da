// SPDX-License-Identifier: GPL-3.0-or-later
// Long and short axis of a closed polygon, as radiologists measure a lesion.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace vlm
{

// From end to end.
struct Chord
{
  cv::Point2d from;
  cv::Point2d to;
};

struct Diameters
{
  double longAxis = 0.0;   // greatest distance of two points
  double shortAxis = 0.0;  // greatest distance of two points on a line perpendicular to it
  Chord longChord;         // where they are
  Chord shortChord;
};

// In the unit of the points, which are finite. The cost grows with the square of their number.
// Source: bidimensional measurement as in the WHO criteria and RECIST 1.1.
Diameters DiametersOf(const std::vector<cv::Point2d>& polygon);

}  // namespace vlm
