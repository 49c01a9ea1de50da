// SPDX-License-Identifier: GPL-3.0-or-later
// The findings of one image together: a mixture of their extents and a background. It integrates to
// 1 over the image and answers "if one pixel is abnormal, which finding does it belong to?". The
// noisy-OR map in [0, 1] that layers show (Render/AnomalyMap.h) is another thing: it answers "is
// this pixel part of any finding?".
#pragma once

#include <vector>

#include "Gaussian/ModelledFinding.h"

namespace vlm
{

// How much a finding counts, 0 to 1: the model's score (0.5 where it gave none) times what its
// verification is worth. No probability: nothing calibrates it.
double StrengthOf(const Finding& finding);

// Sets the weights of the located findings so that they and the returned background weight sum to
// 1. The background is the product of (1 - strength).
double ShareWeights(std::vector<ModelledFinding>& findings);

// The background's weight of one image (an index as in Finding.h), once the weights of its findings
// are set: what is left of 1; 1 without any.
double BackgroundWeight(const std::vector<ModelledFinding>& findings, int image);

}  // namespace vlm
