// SPDX-License-Identifier: GPL-3.0-or-later
// How anomalous each place of an image is, from the findings' Gaussians.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Gaussian/ModelledFinding.h"

namespace vlm
{

struct AnomalyMap
{
  cv::Mat values;    // CV_32FC1, in [0, 1], dimensionless
  cv::Rect touched;  // where values can differ from 0; may be empty
};

// Noisy-OR: 1 - product over the findings of (1 - score * relative density), with the score 0.5
// where the model gave none. Values are at the centres of a grid of `grid` cells that covers
// `region` (stored pixels). A finding is evaluated within four standard deviations: beyond, it adds
// less than 0.0004.
AnomalyMap AnomalyMapOf(const std::vector<const ModelledFinding*>& findings, const cv::Rect& region,
                        cv::Size grid);

}  // namespace vlm
