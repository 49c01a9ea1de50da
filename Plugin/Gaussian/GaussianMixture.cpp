// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/GaussianMixture.h"

namespace vlm
{

Gaussian2D MomentsOf(const GaussianMixture& mixture)
{
  double sum = 0.0;
  Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  for (const WeightedGaussian& part : mixture)
  {
    sum += part.weight;
    mean += part.weight * part.gaussian.Mean();
  }
  mean /= sum;  // not finite where nothing has a weight: Nearest makes that the widest there is
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  for (const WeightedGaussian& part : mixture)
  {
    const Eigen::Vector2d difference = part.gaussian.Mean() - mean;
    covariance += part.weight * (part.gaussian.Covariance() + difference * difference.transpose());
  }
  return Gaussian2D::Nearest(mean, covariance / sum);
}

}  // namespace vlm
