// SPDX-License-Identifier: GPL-3.0-or-later
// Several readings' words on one place -> where it is, and how well that is known.
// Derivation: Resources/Decisions/LocationFusion.md.
#pragma once

#include <vector>

#include "Gaussian/GaussianMixture.h"
#include "Model/ReadingNoise.h"

namespace vlm
{

// Squared Mahalanobis distance beyond which a statement is of another place: chi-square(2), 99 %.
constexpr double MahalanobisGate = 9.21;

// A stated centre, with the covariance that the model's noise gives it.
struct LocationObservation
{
  Gaussian2D place;
  double fieldAreaPx2 = 0.0;  // of what the reading was shown: where an outlier could have been
};

struct FusedLocation
{
  // By combination of the observations' precisions; several peaks where it is not clear which
  // reading errs, or how much readings err at all.
  GaussianMixture location;
  std::vector<bool> isOutlier;  // of each observation
};

// `observations`: at least one. Each way to tell outliers (anywhere in their field) from the rest
// (which combine by precision) is a hypothesis, weighted by how well its observations agree. Where
// the noise is only assumed, smaller noise is a further hypothesis, which agreement strengthens.
// Of more than six observations the six most precise are combined; the others are outliers if they
// lie outside of the Mahalanobis gate.
FusedLocation FuseLocations(const std::vector<LocationObservation>& observations,
                            ReadingNoise::Basis basis);

}  // namespace vlm
