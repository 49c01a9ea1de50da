// SPDX-License-Identifier: GPL-3.0-or-later
// One reading of one image, as verification needs it.
#pragma once

#include <vector>

#include "Findings/Finding.h"
#include "Model/VisionModel.h"

namespace vlm
{

struct Look
{
  int reading = 0;  // index into the readings of the analysis
  ViewKind kind = ViewKind::Full;
  BoundingBox field;                       // stored pixels: the part of the image that was shown
  std::vector<CandidateFinding> findings;  // in this image
};

}  // namespace vlm
