// SPDX-License-Identifier: GPL-3.0-or-later
// From many overlapping blobs to the few that stand out.
#pragma once

#include <cstddef>
#include <vector>

#include "Model/BlobResponse.h"

namespace vlm
{

struct Selection
{
  std::size_t maximum;
  double mostOverlap;  // with any stronger one: intersection over union of their boxes
};

// Indices of the strongest responses, strongest first.
std::vector<std::size_t> StrongestOf(const std::vector<Blob>& blobs, const Selection& selection);

// 0 to 1, grows with the response, 0.5 at the threshold. Not a probability: nothing calibrates it.
double ScoreOf(double response, double threshold);

// The same of a classifier's value, which may be negative.
double LogisticScoreOf(double value, double threshold);

}  // namespace vlm
