// SPDX-License-Identifier: GPL-3.0-or-later
// How far the places that a model states lie from the true ones.
#pragma once

namespace vlm
{

// [px], of a picture of 512 x 512, to which errors are normalised.
constexpr double DiagonalOf512 = 724.0773439350246;

// Mean of a Rayleigh distribution in deviations along each axis: sqrt(pi / 2).
constexpr double RayleighMean = 1.2533141373155003;

// The error is taken to be isotropic and normal, and a fixed share of the picture that was shown,
// so that a magnified part of an image is read more exactly than the whole.
struct ReadingNoise
{
  enum class Basis
  {
    Assumed,    // nobody measured it: it may be much smaller, and the readings' spread tells
    Told,       // measured, e.g. by vlm-evaluate
    FromPixels  // the model measures the pixels itself: they cannot confirm it once more
  };

  // The mean distance between stated and true centre, as a share of the diagonal of what was shown.
  // The default is what arXiv 2509.13590 reports: 80 px on 512 x 512.
  double meanErrorShare = 80.0 / DiagonalOf512;
  Basis basis = Basis::Assumed;

  // Standard deviation along each axis [px] when a picture of this diagonal [px] was shown: never
  // below half a pixel.
  double DeviationPx(double diagonalPx) const
  {
    constexpr double leastPx = 0.5;
    const double deviation = meanErrorShare * diagonalPx / RayleighMean;
    return deviation > leastPx ? deviation : leastPx;
  }
};

}  // namespace vlm
