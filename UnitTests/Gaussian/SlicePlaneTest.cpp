// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/SlicePlane.h"

#include <gtest/gtest.h>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

Frame Sagittal()
{
  Frame frame;
  frame.spacing = PixelSpacing{0.5, 2.0, PixelSpacing::Source::PixelSpacing};
  frame.imagePositionPatient = {10.0, -20.0, 30.0};
  frame.imageOrientationPatient = {0.0, 1.0, 0.0, 0.0, 0.0, -1.0};
  return frame;
}

// Oracle: by hand. In a sagittal slice columns go to the back, rows to the feet (PS3.3
// C.7.6.2.1.1).
TEST(SlicePlane, PlacesAPixelInThePatient)
{
  const auto plane = SlicePlaneOf(Sagittal());

  ASSERT_TRUE(plane.has_value());
  EXPECT_EQ(plane->PlaceOf({0.0, 0.0}), Eigen::Vector3d(10.0, -20.0, 30.0));
  EXPECT_EQ(plane->PlaceOf({3.0, 4.0}), Eigen::Vector3d(10.0, -14.0, 28.0));
  EXPECT_EQ(plane->Normal(), Eigen::Vector3d(-1.0, 0.0, 0.0));
}

TEST(SlicePlane, SeesItsOwnGaussianInMillimetres)
{
  const auto plane = SlicePlaneOf(Sagittal());
  const Gaussian2D seen = SeenFrom(
      *plane, *plane, Gaussian2D::Create({3.0, 4.0}, CovariancePx2(4.0, 1.0, 9.0)).Value());

  EXPECT_TRUE(seen.Covariance().isApprox(CovariancePx2(16.0, 1.0, 2.25)));
}

TEST(SlicePlane, IsNoneForWhatIsNoPlane)
{
  for (const double number : {NotANumber, Infinity, 1e300, -1e300, 0.7})
  {
    for (const std::size_t i : {1U, 5U})
    {
      Frame frame = Sagittal();
      (*frame.imageOrientationPatient)[i] = number;
      EXPECT_FALSE(SlicePlaneOf(frame).has_value()) << number;
    }
  }
  for (const double number : {NotANumber, Infinity, 1e300})
  {
    Frame farAway = Sagittal();
    (*farAway.imagePositionPatient)[1] = number;
    EXPECT_FALSE(SlicePlaneOf(farAway).has_value()) << number;
  }
  for (const double number : {NotANumber, Infinity, 1e300, 0.0, -1.0})
  {
    Frame stretched = Sagittal();
    stretched.spacing->rowMm = number;
    EXPECT_FALSE(SlicePlaneOf(stretched).has_value()) << number;
  }
}

TEST(SlicePlane, IsParallelWithinTwoDegrees)
{
  const auto plane = SlicePlaneOf(Sagittal());
  for (const auto& [degrees, isParallel] : {std::pair{0.0, true}, {1.9, true}, {2.1, false}})
  {
    const double angle = degrees * std::acos(-1.0) / 180.0;
    Frame turned = Sagittal();
    turned.imageOrientationPatient = {std::sin(angle), std::cos(angle), 0.0, 0.0, 0.0, -1.0};
    EXPECT_EQ(AreParallel(*plane, *SlicePlaneOf(turned)), isParallel) << degrees;
  }
}

}  // namespace
}  // namespace vlm
