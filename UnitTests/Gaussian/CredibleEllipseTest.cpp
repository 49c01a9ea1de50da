// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/CredibleEllipse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

constexpr double Pi = 3.14159265358979323846;

CredibleEllipse Ellipse(const Eigen::Matrix2d& covariance, double mass,
                        const std::optional<PixelSpacing>& spacing = std::nullopt)
{
  const auto gaussian = Gaussian2D::Create({120.0, 80.0}, covariance);
  EXPECT_TRUE(gaussian.HasValue());
  const auto ellipse = CredibleEllipseOf(gaussian.Value(), mass, spacing);
  EXPECT_TRUE(ellipse.HasValue());
  return ellipse.Value();
}

// Geometry alone: turns the point into the ellipse's own axes.
bool Contains(const CredibleEllipse& ellipse, const Eigen::Vector2d& fromCentre)
{
  const double angle = ellipse.angleDegrees * Pi / 180.0;
  const double along = std::cos(angle) * fromCentre(0) + std::sin(angle) * fromCentre(1);
  const double across = -std::sin(angle) * fromCentre(0) + std::cos(angle) * fromCentre(1);
  return std::pow(along / ellipse.semiAxesPx[0], 2) + std::pow(across / ellipse.semiAxesPx[1], 2) <=
         1.0;
}

// Oracle: sampling, which shares no formula with the closed form under test.
TEST(CredibleEllipse, HoldsTheMassItPromises)
{
  std::mt19937 random(7);
  for (const auto& covariance : {CovariancePx2(9.0, 2.0, 4.0), CovariancePx2(4.0, -5.0, 9.0),
                                 CovariancePx2(1.0, 0.0, 400.0)})
  {
    for (const double mass : {0.5, 0.9, 0.95})
    {
      const CredibleEllipse ellipse = Ellipse(covariance, mass);
      int inside = 0;
      for (int i = 0; i < 100000; ++i)
      {
        inside += Contains(ellipse, Draw(covariance, random)) ? 1 : 0;
      }
      EXPECT_NEAR(inside / 100000.0, mass, 0.008) << covariance;  // 5 standard errors
    }
  }
}

TEST(CredibleEllipse, TurnsItsLongAxisFromColumnTowardsRow)
{
  EXPECT_NEAR(Ellipse(CovariancePx2(9.0, 0.0, 4.0), 0.5).angleDegrees, 0.0, 1e-9);
  EXPECT_NEAR(Ellipse(CovariancePx2(4.0, 0.0, 9.0), 0.5).angleDegrees, 90.0, 1e-9);
  EXPECT_NEAR(Ellipse(CovariancePx2(5.0, 3.0, 5.0), 0.5).angleDegrees, 45.0, 1e-9);
  EXPECT_NEAR(Ellipse(CovariancePx2(5.0, -3.0, 5.0), 0.5).angleDegrees, -45.0, 1e-9);
  EXPECT_EQ(Ellipse(CovariancePx2(5.0, 0.0, 5.0), 0.5).angleDegrees, 0.0);
}

// Oracle: a length of c columns and r rows is hypot(c * columnMm, r * rowMm), here along axes.
TEST(CredibleEllipse, MeasuresAnUprightEllipseInMillimetres)
{
  const PixelSpacing spacing{0.5, 2.0, PixelSpacing::Source::PixelSpacing};
  const CredibleEllipse ellipse = Ellipse(CovariancePx2(4.0, 0.0, 9.0), 0.9, spacing);

  EXPECT_DOUBLE_EQ(ellipse.semiAxesPx[0] / ellipse.semiAxesPx[1], 1.5);
  ASSERT_TRUE(ellipse.semiAxesMm.has_value());
  EXPECT_NEAR((*ellipse.semiAxesMm)[0], ellipse.semiAxesPx[1] * 2.0, 1e-9);  // columns are wide
  EXPECT_NEAR((*ellipse.semiAxesMm)[1], ellipse.semiAxesPx[0] * 0.5, 1e-9);
  EXPECT_NEAR(ellipse.areaMm2.value(), Pi * ellipse.semiAxesPx[0] * ellipse.semiAxesPx[1], 1e-9);
}

// Oracle: the farthest and nearest of 100000 points of the outline, each scaled to mm.
TEST(CredibleEllipse, FindsTheAxesOfTheStretchedEllipse)
{
  const PixelSpacing spacing{1.5, 0.4, PixelSpacing::Source::PixelSpacing};
  const CredibleEllipse ellipse = Ellipse(CovariancePx2(30.0, 12.0, 9.0), 0.95, spacing);
  const double angle = ellipse.angleDegrees * Pi / 180.0;
  double farthest = 0.0;
  double nearest = 1e9;
  for (int i = 0; i < 100000; ++i)
  {
    const double along = ellipse.semiAxesPx[0] * std::cos(2.0 * Pi * i / 100000.0);
    const double across = ellipse.semiAxesPx[1] * std::sin(2.0 * Pi * i / 100000.0);
    const double mm =
        std::hypot((along * std::cos(angle) - across * std::sin(angle)) * spacing.columnMm,
                   (along * std::sin(angle) + across * std::cos(angle)) * spacing.rowMm);
    farthest = std::max(farthest, mm);
    nearest = std::min(nearest, mm);
  }

  EXPECT_NEAR((*ellipse.semiAxesMm)[0], farthest, 1e-4);
  EXPECT_NEAR((*ellipse.semiAxesMm)[1], nearest, 1e-4);
}

TEST(CredibleEllipse, SaysNoMillimetresWithoutASpacing)
{
  for (const auto& spacing :
       {std::optional<PixelSpacing>(), std::optional<PixelSpacing>({0.0, 1.0, {}}),
        std::optional<PixelSpacing>({1.0, -1.0, {}}),
        std::optional<PixelSpacing>({NotANumber, 1.0, {}})})
  {
    const CredibleEllipse ellipse = Ellipse(CovariancePx2(9.0, 2.0, 4.0), 0.5, spacing);
    EXPECT_FALSE(ellipse.semiAxesMm.has_value());
    EXPECT_FALSE(ellipse.areaMm2.has_value());
  }
}

TEST(CredibleEllipse, RefusesAMassThatIsNoShare)
{
  const auto gaussian = Gaussian2D::Create({0.0, 0.0}, CovariancePx2(1.0, 0.0, 1.0));
  for (const double mass : {0.0, 1.0, -0.1, 1.1, NotANumber, Infinity})
  {
    const auto ellipse = CredibleEllipseOf(gaussian.Value(), mass, std::nullopt);
    ASSERT_FALSE(ellipse.HasValue()) << mass;
    EXPECT_EQ(ellipse.Failure().kind, ErrorKind::MassOutOfRange);
  }
}

// Invariants of the eigenvalues: their product is the determinant, the sum of squares the trace.
TEST(CredibleEllipse, KeepsAreaAndTraceOfAnyCovariance)
{
  std::mt19937 random(11);
  std::uniform_real_distribution<double> exponent(-5.0, 5.0);
  std::uniform_real_distribution<double> correlation(-0.999, 0.999);
  const double radius2 = -2.0 * std::log(0.1);
  for (int i = 0; i < 2000; ++i)
  {
    const double columns = std::pow(10.0, exponent(random));
    const double rows = std::pow(10.0, exponent(random));
    const double mixed = correlation(random) * std::sqrt(columns * rows);
    const CredibleEllipse ellipse = Ellipse(CovariancePx2(columns, mixed, rows), 0.9);
    const double a2 = std::pow(ellipse.semiAxesPx[0], 2);
    const double b2 = std::pow(ellipse.semiAxesPx[1], 2);

    EXPECT_GE(a2, b2);
    EXPECT_NEAR((a2 + b2) / (radius2 * (columns + rows)), 1.0, 1e-9);
    EXPECT_NEAR(a2 * b2 / (radius2 * radius2 * (columns * rows - mixed * mixed)), 1.0, 1e-3);
    EXPECT_GT(ellipse.angleDegrees, -90.0);
    EXPECT_LE(ellipse.angleDegrees, 90.0);
  }
}

// Oracle: sampling.
TEST(Holds, TrueOfTheShareOfPlacesThatItPromises)
{
  std::mt19937 random(3);
  const Eigen::Matrix2d covariance = CovariancePx2(4.0, -5.0, 9.0);
  const Gaussian2D gaussian = Gaussian2D::Create({120.0, 80.0}, covariance).Value();
  for (const double mass : {0.5, 0.9, 0.95})
  {
    int inside = 0;
    for (int i = 0; i < 100000; ++i)
    {
      const Eigen::Vector2d place = gaussian.Mean() + Draw(covariance, random);
      inside += Holds(gaussian, mass, place) ? 1 : 0;
    }
    EXPECT_NEAR(inside / 100000.0, mass, 0.008);
  }
}

TEST(Holds, NothingForAMassThatIsNoShare)
{
  const Gaussian2D gaussian = Gaussian2D::Isotropic({0.0, 0.0}, 1.0);
  for (const double mass : {0.0, 1.0, -0.1, 1.1, NotANumber, Infinity})
  {
    EXPECT_FALSE(Holds(gaussian, mass, {0.0, 0.0})) << mass;
  }
  EXPECT_FALSE(Holds(gaussian, 0.95, {NotANumber, 0.0}));
}

TEST(CredibleEllipse, IsFiniteForAnyGaussian)
{
  const PixelSpacing spacing{0.5, 0.5, PixelSpacing::Source::PixelSpacing};
  for (const Gaussian2D& gaussian : HostileGaussians())
  {
    const auto ellipse = CredibleEllipseOf(gaussian, 0.95, spacing).Value();
    EXPECT_GT(ellipse.semiAxesPx[1], 0.0);
    EXPECT_GE(ellipse.semiAxesPx[0], ellipse.semiAxesPx[1]);
    EXPECT_TRUE(std::isfinite(ellipse.semiAxesPx[0] + ellipse.angleDegrees + *ellipse.areaMm2));
  }
}

}  // namespace
}  // namespace vlm
