// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/GaussianMixture.h"

#include <gtest/gtest.h>

#include <random>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

GaussianMixture ThreePeaks()
{
  return {{0.5, Gaussian2D::Create({-2.0, 1.0}, CovariancePx2(9.0, 4.0, 5.0)).Value()},
          {0.3, Gaussian2D::Create({6.0, -3.0}, CovariancePx2(2.0, -1.0, 6.0)).Value()},
          {0.2, Gaussian2D::Isotropic({0.0, 8.0}, 1.0)}};
}

// Oracle: mean and covariance of points drawn from the mixture.
TEST(MomentsOf, AreThoseOfDrawnPlaces)
{
  const GaussianMixture mixture = ThreePeaks();
  std::mt19937 random(7);
  std::discrete_distribution<std::size_t> peak({0.5, 0.3, 0.2});
  constexpr int draws = 400000;
  Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  Eigen::Matrix2d square = Eigen::Matrix2d::Zero();
  for (int i = 0; i < draws; ++i)
  {
    const Gaussian2D& drawn = mixture[peak(random)].gaussian;
    const Eigen::Vector2d place = drawn.Mean() + Draw(drawn.Covariance(), random);
    mean += place / draws;
    square += place * place.transpose() / draws;
  }
  const Gaussian2D moments = MomentsOf(mixture);

  EXPECT_LT((moments.Mean() - mean).norm(), 0.04);
  EXPECT_LT((moments.Covariance() - (square - mean * mean.transpose())).norm(), 0.3);
}

TEST(MomentsOf, OneGaussianIsThatGaussian)
{
  std::mt19937 random(13);
  for (int i = 0; i < 500; ++i)
  {
    const Gaussian2D gaussian = RandomGaussian(random);
    const Gaussian2D moments = MomentsOf({{1.0, gaussian}});
    EXPECT_TRUE(moments.Mean().isApprox(gaussian.Mean(), 1e-12));
    EXPECT_TRUE(moments.Covariance().isApprox(gaussian.Covariance(), 1e-9));
  }
}

TEST(MomentsOf, StaySoundForHostileParts)
{
  std::mt19937 random(29);
  const std::vector<Gaussian2D> hostile = HostileGaussians();
  std::uniform_int_distribution<std::size_t> any(0, hostile.size() - 1);
  for (const double weight : HostileNumbers)
  {
    for (int i = 0; i < 200; ++i)
    {
      ExpectSound(
          MomentsOf({{weight, hostile[any(random)]}, {1.0 - weight, hostile[any(random)]}}));
    }
  }
  ExpectSound(MomentsOf({}));
}

}  // namespace
}  // namespace vlm
