// SPDX-License-Identifier: GPL-3.0-or-later
// A distribution over places that may have several peaks.
#pragma once

#include <vector>

#include "Gaussian/Gaussian2D.h"

namespace vlm
{

struct WeightedGaussian
{
  double weight = 0.0;
  Gaussian2D gaussian;
};

// At least one; the weights are not negative and sum to 1.
using GaussianMixture = std::vector<WeightedGaussian>;

// The Gaussian of the same mean and covariance.
Gaussian2D MomentsOf(const GaussianMixture& mixture);

}  // namespace vlm
