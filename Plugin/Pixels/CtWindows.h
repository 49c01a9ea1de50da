// SPDX-License-Identifier: GPL-3.0-or-later
// Display windows of CT by body part, and three of them as one colour picture.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace vlm
{

struct CtWindow
{
  std::string name;  // "lung", "mediastinum", "brain", "bone", "soft tissue", ...
  double centerHu = 0.0;
  double widthHu = 0.0;
};

// The windows a radiologist would look through, the first one first; for a body part that is empty
// or unknown: soft tissue, lung, bone. `bodyPart`: (0018,0015).
std::vector<CtWindow> CtWindowsFor(const std::string& bodyPart);

// `hounsfield` CV_32FC1 -> CV_8UC1, PS3.3 C.11.2.1.3 (LINEAR_EXACT); what is not finite is black.
cv::Mat ApplyWindow(const cv::Mat& hounsfield, const CtWindow& window);

// CV_8UC3 in BGR order: red -1024..1024, green -135..215, blue 0..80 HU.
// Source: Google's MedGemma notebooks for CT.
cv::Mat ThreeWindowsRgb(const cv::Mat& hounsfield);

}  // namespace vlm
