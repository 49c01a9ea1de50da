// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verification/LocationFusion.h"

#include <Eigen/LU>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <optional>

#include "Gaussian/GaussianAlgebra.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;
constexpr double OutlierShare = 0.06;  // of readings that point anywhere
constexpr std::size_t MostObservations = 6;
constexpr double LeastWeight = 1e-3;  // of a hypothesis that is kept
constexpr std::size_t MostHypotheses = 8;

// How much smaller the noise may be than what is assumed.
struct NoiseScale
{
  double scale = 1.0;  // of deviations
  double weight = 1.0;
};

std::vector<NoiseScale> ScalesOf(ReadingNoise::Basis basis)
{
  if (basis == ReadingNoise::Basis::Assumed)
  {
    return {{1.0, 0.6}, {0.3, 0.25}, {0.1, 0.15}};
  }
  return {{1.0, 1.0}};
}

struct Hypothesis
{
  unsigned inliers = 0;  // bit i: observation i counts
  double logWeight = 0.0;
  Gaussian2D place;
};

bool Counts(unsigned inliers, std::size_t observation)
{
  return (inliers >> observation & 1U) != 0U;
}

double LogDensity(const Gaussian2D& gaussian, const Eigen::Vector2d& point)
{
  return -0.5 * gaussian.SquaredMahalanobis(point) -
         0.5 * std::log(gaussian.Covariance().determinant()) - std::log(2.0 * Pi);
}

// The evidence for a hypothesis: the integral, over all places, of what its inliers say, times the
// outliers' uniform densities.
Hypothesis Weigh(const std::vector<LocationObservation>& observations, unsigned inliers,
                 const NoiseScale& noise)
{
  const double scale = noise.scale * noise.scale;
  std::optional<Gaussian2D> fused;
  for (std::size_t i = 0; i < observations.size(); ++i)
  {
    if (Counts(inliers, i))
    {
      const Gaussian2D stated = Widened(observations[i].place, scale);
      fused = fused ? ProductOf(*fused, stated) : stated;
    }
  }
  const Gaussian2D place = *fused;  // of at least one inlier
  double logWeight = std::log(noise.weight) + std::log(2.0 * Pi) +
                     0.5 * std::log(place.Covariance().determinant());
  for (std::size_t i = 0; i < observations.size(); ++i)
  {
    const Gaussian2D stated = Widened(observations[i].place, scale);
    logWeight += Counts(inliers, i)
                     ? std::log(1.0 - OutlierShare) + LogDensity(stated, place.Mean())
                     : std::log(OutlierShare / std::max(observations[i].fieldAreaPx2, 1.0));
  }
  return {inliers, logWeight, place};
}

std::vector<Hypothesis> WeighAll(const std::vector<LocationObservation>& observations,
                                 ReadingNoise::Basis basis)
{
  std::vector<Hypothesis> hypotheses;
  const unsigned all = (1U << observations.size()) - 1U;
  for (unsigned inliers = 1; inliers <= all; ++inliers)
  {
    for (const NoiseScale& noise : ScalesOf(basis))
    {
      hypotheses.push_back(Weigh(observations, inliers, noise));
    }
  }
  std::sort(hypotheses.begin(), hypotheses.end(),
            [](const Hypothesis& a, const Hypothesis& b) { return a.logWeight > b.logWeight; });
  return hypotheses;
}

// The most precise observations first: their indices.
std::vector<std::size_t> ByPrecision(const std::vector<LocationObservation>& observations)
{
  std::vector<std::size_t> order(observations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b)
                   {
                     return observations[a].place.Covariance().determinant() <
                            observations[b].place.Covariance().determinant();
                   });
  return order;
}

}  // namespace

FusedLocation FuseLocations(const std::vector<LocationObservation>& observations,
                            ReadingNoise::Basis basis)
{
  assert(!observations.empty());
  const std::vector<std::size_t> order = ByPrecision(observations);
  std::vector<LocationObservation> combined;
  for (std::size_t i = 0; i < std::min(order.size(), MostObservations); ++i)
  {
    combined.push_back(observations[order[i]]);
  }
  const std::vector<Hypothesis> hypotheses = WeighAll(combined, basis);

  FusedLocation fused;
  std::vector<double> outlierWeight(observations.size(), 0.0);
  double sum = 0.0;
  for (const Hypothesis& hypothesis : hypotheses)
  {
    const double weight = std::exp(hypothesis.logWeight - hypotheses.front().logWeight);
    if (fused.location.size() == MostHypotheses || weight < LeastWeight)
    {
      break;
    }
    sum += weight;
    fused.location.push_back({weight, hypothesis.place});
    for (std::size_t i = 0; i < combined.size(); ++i)
    {
      outlierWeight[order[i]] += Counts(hypothesis.inliers, i) ? 0.0 : weight;
    }
  }
  for (WeightedGaussian& one : fused.location)
  {
    one.weight /= sum;
  }
  for (const double weight : outlierWeight)
  {
    fused.isOutlier.push_back(weight > 0.5 * sum);
  }
  const Gaussian2D place = MomentsOf(fused.location);
  for (std::size_t i = combined.size(); i < order.size(); ++i)
  {
    fused.isOutlier[order[i]] =
        SquaredMahalanobisBetween(place, observations[order[i]].place) > MahalanobisGate;
  }
  return fused;
}

}  // namespace vlm
