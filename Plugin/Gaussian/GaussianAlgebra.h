// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with Gaussians: combining two observations of one place, comparing two places,
// doubting one.
#pragma once

#include "Gaussian/Gaussian2D.h"

namespace vlm
{

// The product of two densities, normalised: precisions add, means are weighted by precision. Two
// independent observations of one place.
Gaussian2D ProductOf(const Gaussian2D& one, const Gaussian2D& other);

// Squared Mahalanobis distance of the means, by both covariances added: the gate for matching two
// observations.
double SquaredMahalanobisBetween(const Gaussian2D& one, const Gaussian2D& other);

// How much two distributions overlap, 0 to 1 (1: the same).
// Source: Bhattacharyya coefficient of normal distributions.
double BhattacharyyaCoefficient(const Gaussian2D& one, const Gaussian2D& other);

// The same distribution with its covariance multiplied by `factor` > 0.
Gaussian2D Widened(const Gaussian2D& gaussian, double factor);

}  // namespace vlm
