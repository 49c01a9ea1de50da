// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LocatedFinding.h"

#include <gtest/gtest.h>

#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

LocatedFinding Located(const ModelledFinding& finding)
{
  const auto geometry = GeometryOf(GreyFrame(200, 200), 400, 512).Value();  // twofold
  return LocateFindings({finding}, geometry, std::nullopt).at(0);
}

// Around (100, 100): a square of 40 px.
ModelledFinding WithSquareOutline()
{
  auto finding = FindingAt({80.0, 80.0, 40.0, 40.0});
  finding.finding.outline = {{80.0, 80.0}, {120.0, 80.0}, {120.0, 120.0}, {80.0, 120.0}};
  return finding;
}

ModelledFinding WithCentreKnownWithin(double radiusPx)
{
  auto finding = FindingAt({80.0, 80.0, 40.0, 40.0});
  finding.location = Gaussian2D::Isotropic({100.0, 100.0}, radiusPx / 2.448);
  finding.locationEllipses.emplace_back();
  finding.locationEllipses.back().mass = 0.95;
  finding.locationEllipses.back().semiAxesPx = {radiusPx, radiusPx};
  return finding;
}

}  // namespace

TEST(LocatedFinding, CoversItsOutline)
{
  const auto finding = WithSquareOutline();
  EXPECT_EQ(Located(finding).body, cv::Rect2d(161.0, 161.0, 80.0, 80.0));
}

TEST(LocatedFinding, IsMetByALeaderLineAtItsOutline)
{
  const auto finding = WithSquareOutline();
  const LocatedFinding located = Located(finding);
  const cv::Point2d fromLeft = EdgeTowards(located, {10.0, located.centre.y});
  EXPECT_NEAR(fromLeft.x, 161.0, 1e-9);
  EXPECT_NEAR(fromLeft.y, located.centre.y, 1e-9);
}

TEST(LocatedFinding, HasTheEllipseInItsBoxForAnEdgeWithoutAnOutline)
{
  const auto finding = FindingAt({80.0, 80.0, 40.0, 20.0});
  const LocatedFinding located = Located(finding);
  const cv::Point2d fromRight = EdgeTowards(located, {390.0, located.centre.y});
  EXPECT_NEAR(fromRight.x - located.centre.x, 2.0 * 20.0, 0.1);
  EXPECT_NEAR(located.body.width, 2.0 * 40.0, 0.1);
  EXPECT_NEAR(located.body.height, 2.0 * 20.0, 0.1);
}

TEST(LocatedFinding, NeedsNoLeaderLineFromWithin)
{
  const auto finding = FindingAt({80.0, 80.0, 40.0, 20.0});
  const cv::Point2d within = Located(finding).centre + cv::Point2d(9.0, 3.0);
  EXPECT_EQ(EdgeTowards(Located(finding), within), within);
}

TEST(LocatedFinding, ShowsWhereItsCentreLiesOnlyWhereThatHelps)
{
  for (const auto& [radiusPx, isShown] : {std::pair(1.0, false), {8.0, true}, {90.0, false}})
  {
    const auto finding = WithCentreKnownWithin(radiusPx);
    EXPECT_EQ(!Located(finding).centreRegion.empty(), isShown) << radiusPx;
  }
}

}  // namespace vlm
