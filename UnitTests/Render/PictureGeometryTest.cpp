// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/PictureGeometry.h"

#include <gtest/gtest.h>

#include <limits>

#include "Render/LocatedFinding.h"
#include "Render/RenderFixtures.h"

namespace vlm
{

TEST(PictureGeometry, ShowsNonSquarePixelsInTheirPhysicalAspect)
{
  Frame frame = GreyFrame(200, 100);
  frame.spacing = PixelSpacing{1.0, 0.5};  // 100 mm by 100 mm
  const auto geometry = GeometryOf(frame, 300, 512);
  ASSERT_TRUE(geometry.HasValue());
  EXPECT_EQ(geometry.Value().size, cv::Size(300, 300));
}

TEST(PictureGeometry, IgnoresASpacingThatCannotBe)
{
  Frame frame = GreyFrame(200, 100);
  for (const double rowMm : {0.0, -1.0, 1.0e9, std::numeric_limits<double>::quiet_NaN()})
  {
    frame.spacing = PixelSpacing{rowMm, 0.5};
    EXPECT_EQ(GeometryOf(frame, 300, 512).Value().size, cv::Size(300, 150));
  }
}

TEST(PictureGeometry, BoundsBothSidesOfExtremePictures)
{
  EXPECT_EQ(GeometryOf(GreyFrame(1, 512), 512, 512).Value().size, cv::Size(16, 8192));
  EXPECT_EQ(GeometryOf(GreyFrame(16384, 1), std::nullopt, 16384).Value().size, cv::Size(8192, 1));
}

TEST(PictureGeometry, MapsPixelCentresToPixelCentres)
{
  const auto geometry = GeometryOf(GreyFrame(100, 50), 200, 512).Value();
  // The centre of the first stored pixel is the middle of the first two drawn ones.
  EXPECT_EQ(geometry.ToDrawn(0.0, 0.0), cv::Point2d(1.0, 1.0));
  EXPECT_EQ(geometry.ToDrawn(99.5, 49.5), cv::Point2d(200.0, 100.0));
}

TEST(LocatedFinding, LeavesOutWhatIsRejectedOrHasNoPlace)
{
  const auto geometry = GeometryOf(GreyFrame(100, 100), 200, 512).Value();
  std::vector<ModelledFinding> findings(3, FindingAt({30.0, 40.0, 20.0, 10.0}));
  findings[0].finding.verification.status = VerificationStatus::Rejected;
  findings[1].finding.box.reset();
  const auto located = LocateFindings(findings, geometry, std::nullopt);
  ASSERT_EQ(located.size(), 1U);
  EXPECT_EQ(located[0].index, 2U);
}

}  // namespace vlm
