// SPDX-License-Identifier: GPL-3.0-or-later
// Thin bright strokes of a picture, joined into letters (or, where letters touch, into words).
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace vlm
{

struct StrokeComponent
{
  cv::Rect box;
  int area = 0;           // [px]
  int runsAcross = 0;     // how often a row enters the strokes, all rows together
  int runsDown = 0;       // the same of columns
  int peak = 0;           // brightest grey level
  float mean = 0.0F;      // grey level
  float contrast = 0.0F;  // mean height above what surrounds the strokes, in grey levels
  float clutter = 0.0F;   // the same of everything within some 30 px
  float edge = 0.0F;      // step at the left edges of the strokes, in grey levels
};

// `gray` CV_8UC1. Strokes up to 6 px wide, shorter side of a component up to `tallestLetter`.
std::vector<StrokeComponent> FindStrokes(const cv::Mat& gray);

constexpr int shortestLetter = 4;  // [px]: x where capitals have 6
constexpr int tallestLetter = 28;

}  // namespace vlm
