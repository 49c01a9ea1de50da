// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/SeriesGaussian.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <deque>
#include <random>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

// A solid ellipsoid in the patient.
struct Ellipsoid
{
  Eigen::Vector3d centreMm;
  Eigen::Matrix3d toUnitBall;

  bool Contains(const Eigen::Vector3d& place) const
  {
    return (toUnitBall * (place - centreMm)).squaredNorm() <= 1.0;
  }
};

Ellipsoid Lesion(const Eigen::Vector3d& centreMm)
{
  const Eigen::AngleAxisd turn(0.6, Eigen::Vector3d(1.0, 2.0, -1.0).normalized());
  const Eigen::Vector3d axesMm(14.0, 9.0, 11.0);
  return {centreMm, axesMm.cwiseInverse().asDiagonal() * turn.toRotationMatrix().transpose()};
}

// A scan: slices of 120 x 120 pixels around the patient's origin, 2 mm apart.
class Scan
{
public:
  explicit Scan(const Eigen::Matrix3d& axes) : axes_(axes)
  {
    for (int i = 0; i < sliceCount; ++i)
    {
      const int fromMiddle = i - sliceCount / 2;
      const Eigen::Vector3d corner =
          axes * Eigen::Vector3d(-59.5 * columnMm, -59.5 * rowMm, fromMiddle * gapMm);
      Frame& frame = frames_.emplace_back();
      frame.spacing = PixelSpacing{rowMm, columnMm, PixelSpacing::Source::PixelSpacing};
      frame.imagePositionPatient = {corner(0), corner(1), corner(2)};
      frame.imageOrientationPatient = {axes(0, 0), axes(1, 0), axes(2, 0),
                                       axes(0, 1), axes(1, 1), axes(2, 1)};
      findings_.emplace_back();
    }
  }

  // Each slice that shows the lesion gets a finding with the moments of the pixels inside.
  void Show(const Ellipsoid& lesion)
  {
    for (std::size_t i = 0; i < frames_.size(); ++i)
    {
      const Eigen::Vector3d corner =
          Eigen::Map<const Eigen::Vector3d>(frames_[i].imagePositionPatient->data());
      int count = 0;
      Eigen::Vector2d sum = Eigen::Vector2d::Zero();
      Eigen::Matrix2d squares = Eigen::Matrix2d::Zero();
      for (int pixel = 0; pixel < 120 * 120; ++pixel)
      {
        const Eigen::Vector2d place(pixel % 120, pixel / 120);
        const Eigen::Vector3d mm(place(0) * columnMm, place(1) * rowMm, 0.0);
        if (lesion.Contains(corner + axes_ * mm))
        {
          ++count;
          sum += place;
          squares += place * place.transpose();
        }
      }
      if (count > 0)
      {
        const Eigen::Vector2d mean = sum / count;
        ModelledFinding& finding = findings_[i].emplace_back();
        finding.extent = Gaussian2D::Nearest(
            mean, squares / count - mean * mean.transpose() + Eigen::Matrix2d::Identity() / 12.0);
      }
    }
  }

  std::vector<SliceFindings> Slices() const
  {
    std::vector<SliceFindings> slices;
    for (std::size_t i = 0; i < frames_.size(); ++i)
    {
      slices.push_back({frames_[i], findings_[i]});
    }
    return slices;
  }
  Frame& FrameAt(std::size_t slice) { return frames_[slice]; }

  static constexpr int sliceCount = 25;

private:
  static constexpr double rowMm = 0.5;
  static constexpr double columnMm = 0.7;
  static constexpr double gapMm = 2.0;
  Eigen::Matrix3d axes_;
  std::deque<Frame> frames_;
  std::deque<std::vector<ModelledFinding>> findings_;
};

Eigen::Matrix3d Axial()
{
  return Eigen::Matrix3d::Identity();
}

Eigen::Matrix3d Oblique()
{
  return Eigen::AngleAxisd(0.9, Eigen::Vector3d(2.0, -1.0, 1.0).normalized()).toRotationMatrix();
}

// Oracle: points drawn uniformly in the ellipsoid.
TEST(JoinSlices, HasTheMomentsOfTheLesionInAnyOrientation)
{
  const Ellipsoid lesion = Lesion({5.0, -4.0, 3.0});
  std::mt19937 random(7);
  std::uniform_real_distribution<double> side(-15.0, 15.0);
  Eigen::Vector3d mean = Eigen::Vector3d::Zero();
  Eigen::Matrix3d squares = Eigen::Matrix3d::Zero();
  int count = 0;
  while (count < 100000)
  {
    const Eigen::Vector3d offset(side(random), side(random), side(random));
    if (lesion.Contains(lesion.centreMm + offset))
    {
      ++count;
      mean += offset;
      squares += offset * offset.transpose();
    }
  }
  mean /= count;
  const Eigen::Matrix3d covariance = squares / count - mean * mean.transpose();
  for (const Eigen::Matrix3d& axes : {Axial(), Oblique()})
  {
    Scan scan(axes);
    scan.Show(lesion);
    const auto joined = JoinSlices(scan.Slices());

    ASSERT_EQ(joined.size(), 1U);
    EXPECT_LT((joined[0].meanMm - lesion.centreMm).norm(), 0.2);
    EXPECT_LT((joined[0].covarianceMm2 - covariance).norm(), 0.03 * covariance.norm());
  }
}

// Oracle: two slices of 2 mm are a cylinder of 4 mm, whose variance along its axis is 16 / 12.
TEST(JoinSlices, CountsEachSliceAsThickAsTheWayToTheNext)
{
  Scan scan(Oblique());
  scan.Show(Lesion({0.0, 0.0, 0.0}));
  std::vector<SliceFindings> slices = scan.Slices();
  const auto joined = JoinSlices({slices[12], {slices[13].frame, slices[12].findings}});

  ASSERT_EQ(joined.size(), 1U);
  const Eigen::Vector3d normal = Oblique().col(2);
  EXPECT_NEAR(normal.dot(joined[0].covarianceMm2 * normal), 16.0 / 12.0, 1e-9);
  EXPECT_NEAR(normal.dot(joined[0].meanMm), 1.0, 1e-9);
}

TEST(JoinSlices, KeepsTwoLesionsApart)
{
  Scan scan(Oblique());
  scan.Show(Lesion({-16.0, 0.0, 0.0}));
  scan.Show(Lesion({16.0, 0.0, 0.0}));
  const auto joined = JoinSlices(scan.Slices());

  ASSERT_EQ(joined.size(), 2U);
  const bool isLeftFirst = joined[0].meanMm(0) < 0.0;
  EXPECT_NEAR(joined[isLeftFirst ? 0 : 1].meanMm(0), -16.0, 0.5);
  EXPECT_NEAR(joined[isLeftFirst ? 1 : 0].meanMm(0), 16.0, 0.5);
}

TEST(JoinSlices, EndsALesionWhereASliceDoesNotShowIt)
{
  Scan scan(Axial());
  scan.Show(Lesion({0.0, 0.0, -12.0}));
  scan.Show(Lesion({0.0, 0.0, 12.5}));

  EXPECT_EQ(JoinSlices(scan.Slices()).size(), 2U);
}

TEST(JoinSlices, NamesItsMembersInTheSlicesOrder)
{
  Scan scan(Oblique());
  scan.Show(Lesion({0.0, 0.0, 0.0}));
  std::vector<SliceFindings> slices = scan.Slices();
  const auto inOrder = JoinSlices(slices);
  const std::vector<SliceFindings> backwards(slices.rbegin(), slices.rend());
  const auto reversed = JoinSlices(backwards);

  ASSERT_EQ(inOrder.size(), 1U);
  ASSERT_EQ(reversed.size(), 1U);
  for (const auto& joined : {inOrder[0], reversed[0]})
  {
    EXPECT_GE(joined.members.size(), 5U);
    for (std::size_t i = 1; i < joined.members.size(); ++i)
    {
      EXPECT_EQ(joined.members[i].slice, joined.members[i - 1].slice + 1);
      EXPECT_EQ(joined.members[i].finding, 0);
    }
  }
  EXPECT_TRUE(reversed[0].covarianceMm2.isApprox(inOrder[0].covarianceMm2, 1e-9));
}

TEST(JoinSlices, GivesNoneWithoutPositionOrientationOrSpacing)
{
  for (const int missing : {0, 1, 2})
  {
    Scan scan(Axial());
    scan.Show(Lesion({0.0, 0.0, 0.0}));
    for (std::size_t i = 0; i < Scan::sliceCount; ++i)
    {
      Frame& frame = scan.FrameAt(i);
      if (missing == 0)
      {
        frame.imagePositionPatient.reset();
      }
      else if (missing == 1)
      {
        frame.imageOrientationPatient.reset();
      }
      else
      {
        frame.spacing.reset();
      }
    }
    EXPECT_TRUE(JoinSlices(scan.Slices()).empty()) << missing;
  }
}

TEST(JoinSlices, GivesNoneForOnePlace)
{
  Scan scan(Axial());
  scan.Show(Lesion({0.0, 0.0, 0.0}));
  const std::vector<SliceFindings> slices = scan.Slices();

  EXPECT_TRUE(JoinSlices({}).empty());
  EXPECT_TRUE(JoinSlices({slices[12]}).empty());
  EXPECT_TRUE(JoinSlices({slices[12], slices[12], slices[12]}).empty());
}

TEST(JoinSlices, DoesNotJoinPlanesThatCross)
{
  Scan axial(Axial());
  Scan oblique(Oblique());
  axial.Show(Lesion({0.0, 0.0, 0.0}));
  oblique.Show(Lesion({0.0, 0.0, 0.0}));

  EXPECT_TRUE(JoinSlices({axial.Slices()[12], oblique.Slices()[12]}).empty());
}

TEST(JoinSlices, StaysPositiveDefiniteForHostileSlices)
{
  std::mt19937 random(37);
  const std::vector<Gaussian2D> hostile = HostileGaussians();
  std::uniform_int_distribution<std::size_t> anyGaussian(0, hostile.size() - 1);
  std::uniform_int_distribution<std::size_t> anyNumber(0, HostileNumbers.size() - 1);
  const auto number = [&] { return HostileNumbers[anyNumber(random)]; };
  std::size_t joinedCount = 0;
  for (int i = 0; i < 3000; ++i)
  {
    std::deque<Frame> frames;
    std::deque<std::vector<ModelledFinding>> findings;
    std::vector<SliceFindings> slices;
    const Gaussian2D& extent = hostile[anyGaussian(random)];
    for (int k = 0; k < 4; ++k)
    {
      Frame& frame = frames.emplace_back();
      frame.imageOrientationPatient = {1.0, 0.0, 0.0, 0.0, 1.0, 0.0};
      frame.imagePositionPatient = {number(), 0.0, i % 2 == 0 ? k : number()};
      frame.spacing = PixelSpacing{i % 3 == 0 ? number() : 1.0, 1.0, {}};
      auto& inSlice = findings.emplace_back(2);
      inSlice[0].extent = extent;
      inSlice[1].extent = hostile[anyGaussian(random)];
      slices.push_back({frame, inSlice});
    }
    for (const SeriesGaussian& joined : JoinSlices(slices))
    {
      ++joinedCount;
      EXPECT_TRUE(joined.meanMm.allFinite());
      const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> axes(joined.covarianceMm2);
      EXPECT_GT(axes.eigenvalues()(0), 0.0) << joined.covarianceMm2;
      EXPECT_TRUE(std::isfinite(axes.eigenvalues()(2)));
    }
  }
  EXPECT_GT(joinedCount, 100U);
}

}  // namespace
}  // namespace vlm
