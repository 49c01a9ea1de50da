// SPDX-License-Identifier: GPL-3.0-or-later
// The chest wall on an axial chest CT in a soft-tissue window, where the lungs' air is black.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

namespace vlm
{

// The ellipse along the picture's axes that bone and muscle line from outside and that holds much
// air [working pixels]; nothing if the picture shows no such thing.
std::optional<cv::RotatedRect> RibCageOf(const cv::Mat& gray);

struct LungField
{
  cv::Mat mask;    // CV_8UC1: within the cage, without bone and contrasted vessels
  cv::Mat weight;  // CV_32FC1, 0 to 1: less in the middle, where heart and great vessels are
};

// Empty matrices without a rib cage.
LungField LungFieldOf(const cv::Mat& gray);

// Bone and contrasted vessels made as dark as air: what stays is soft tissue.
cv::Mat WithoutBrightParts(const cv::Mat& gray);

}  // namespace vlm
