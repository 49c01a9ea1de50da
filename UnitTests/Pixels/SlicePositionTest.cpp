// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/SlicePosition.h"

#include <gtest/gtest.h>

#include <limits>

namespace vlm
{
namespace
{

Frame At(const std::array<double, 6>& orientation, const std::array<double, 3>& position)
{
  Frame frame;
  frame.imageOrientationPatient = orientation;
  frame.imagePositionPatient = position;
  return frame;
}

constexpr std::array<double, 6> Axial = {1, 0, 0, 0, 1, 0};
constexpr std::array<double, 6> Coronal = {1, 0, 0, 0, 0, -1};
constexpr std::array<double, 6> Sagittal = {0, 1, 0, 0, 0, -1};

std::string Text(const std::array<double, 6>& orientation, const std::array<double, 3>& position)
{
  const auto slice = SlicePositionOf(At(orientation, position));
  return slice ? TextOf(*slice) : "none";
}

// PS3.3 C.7.6.2.1.1: x grows to the left, y to the back, z to the head.
TEST(SlicePosition, IsTheDistanceAlongThePatientsAxis)
{
  EXPECT_EQ(Text(Axial, {-100, -120, 42.5}), "H 42.5 mm");
  EXPECT_EQ(Text(Axial, {-100, -120, -42.5}), "F 42.5 mm");
  EXPECT_EQ(Text(Coronal, {-100, 17, 80}), "P 17.0 mm");
  EXPECT_EQ(Text(Coronal, {-100, -17, 80}), "A 17.0 mm");
  EXPECT_EQ(Text(Sagittal, {8.04, -120, 80}), "L 8.0 mm");
  EXPECT_EQ(Text(Sagittal, {-8.04, -120, 80}), "R 8.0 mm");
  EXPECT_EQ(Text(Axial, {0, 0, 0}), "H 0.0 mm");
}

// Seen from the head, rows and columns run the other way; the slice is where it was.
TEST(SlicePosition, DoesNotDependOnHowRowsRun)
{
  EXPECT_EQ(Text({-1, 0, 0, 0, 1, 0}, {100, -120, 42.5}), "H 42.5 mm");
  EXPECT_EQ(Text({0, 1, 0, 1, 0, 0}, {100, -120, -3}), "F 3.0 mm");
}

// A plane tilted by 30 degrees about x: its distance from the origin is z * cos 30 here.
TEST(SlicePosition, OfATiltedSliceIsThePlanesDistance)
{
  const auto slice = SlicePositionOf(At({1, 0, 0, 0, 0.8660254, 0.5}, {0, 0, 100}));
  ASSERT_TRUE(slice.has_value());
  EXPECT_EQ(slice->towards, "H");
  EXPECT_NEAR(slice->mm, 86.60254, 1e-4);
}

TEST(SlicePosition, IsNoneWithoutAUsablePlane)
{
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Text({0, 0, 0, 0, 0, 0}, {0, 0, 1}), "none");
  EXPECT_EQ(Text({1, 0, 0, 1, 0, 0}, {0, 0, 1}), "none");
  EXPECT_EQ(Text({nan, 0, 0, 0, 1, 0}, {0, 0, 1}), "none");
  EXPECT_EQ(Text(Axial, {0, 0, nan}), "none");
  EXPECT_EQ(Text(Axial, {0, 0, 1e300}), "none");
  EXPECT_FALSE(SlicePositionOf(Frame()).has_value());
  Frame noPosition;
  noPosition.imageOrientationPatient = Axial;
  EXPECT_FALSE(SlicePositionOf(noPosition).has_value());
}

}  // namespace
}  // namespace vlm
