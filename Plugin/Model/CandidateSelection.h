// SPDX-License-Identifier: GPL-3.0-or-later
// From many overlapping blobs to the few that stand out.
#pragma once

#include <cstddef>
#include <vector>

#include "Model/BlobResponse.h"

namespace vlm
{

// The strongest blobs first, none overlapping a stronger one, at most `maximum`.
std::vector<Blob> StrongestApart(std::vector<Blob> blobs, std::size_t maximum);

// 0 to 1, grows with the response, 0.5 at the threshold. Not a probability: nothing calibrates it.
double ScoreOf(double response, double threshold);

}  // namespace vlm
