// SPDX-License-Identifier: GPL-3.0-or-later
// Positions of a series' slices on a line drawn to scale.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Render/Layers.h"

namespace vlm
{

// Signed along one axis of the patient.
struct SliceScale
{
  std::vector<std::optional<double>> mm;  // of each image, where known
  double firstMm = 0.0;                   // the smallest; below lastMm
  double lastMm = 0.0;
  std::string first;  // its position: "F 12.0 mm"
  std::string last;

  // 0 at the first, 1 at the last.
  double ShareOf(double position) const { return (position - firstMm) / (lastMm - firstMm); }
};

// None unless at least two images have different positions, and all that have one lie along the
// same axis.
std::optional<SliceScale> SliceScaleOf(const std::vector<KeyImage>& images);

}  // namespace vlm
