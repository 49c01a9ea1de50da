// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/ModelledFinding.h"

#include <gtest/gtest.h>

namespace vlm
{
namespace
{

ModelledFinding Located()
{
  ModelledFinding located;
  located.finding.box = BoundingBox{10.0, 10.0, 20.0, 8.0};
  located.finding.verification.status = VerificationStatus::Verified;
  return located;
}

TEST(ModelFindings, TakesTheBoxForTheExtentWhereNoneIsGiven)
{
  ModelledFinding outlined = Located();
  outlined.extent = Gaussian2D::Isotropic({50.0, 60.0}, 3.0);
  const auto modelled = ModelFindings({Located(), outlined}, {});

  EXPECT_EQ(modelled[0].extent->Mean(), Eigen::Vector2d(20.0, 14.0));
  EXPECT_EQ(modelled[1].extent->Mean(), Eigen::Vector2d(50.0, 60.0));
}

TEST(ModelFindings, LeavesTheWeightOfTheBackground)
{
  const auto modelled = ModelFindings({Located()}, {});

  EXPECT_DOUBLE_EQ(modelled[0].weight, 0.5);  // a model without a score is half believed
}

TEST(ModelFindings, GivesNoGaussianToWhatIsNotLocated)
{
  ModelledFinding rejected = Located();
  rejected.finding.verification.status = VerificationStatus::Rejected;
  ModelledFinding unlocated;
  unlocated.location = rejected.location = Gaussian2D::Isotropic({5.0, 5.0}, 1.0);
  const auto modelled = ModelFindings({unlocated, rejected, Located()}, {});

  for (const std::size_t i : {0U, 1U})
  {
    EXPECT_FALSE(modelled[i].extent.has_value());
    EXPECT_FALSE(modelled[i].location.has_value());
    EXPECT_TRUE(modelled[i].ellipses.empty());
    EXPECT_TRUE(modelled[i].locationEllipses.empty());
    EXPECT_EQ(modelled[i].weight, 0.0);
  }
  EXPECT_TRUE(modelled[2].extent.has_value());
}

TEST(ModelFindings, GivesThreeGrowingEllipsesOfExtentAndOfLocation)
{
  ModelledFinding located = Located();
  located.location = Gaussian2D::Isotropic({50.0, 60.0}, 3.0);
  const auto modelled =
      ModelFindings({located}, PixelSpacing{1.0, 1.0, PixelSpacing::Source::PixelSpacing});

  for (const auto& ellipses : {modelled[0].ellipses, modelled[0].locationEllipses})
  {
    ASSERT_EQ(ellipses.size(), 3U);
    EXPECT_EQ(ellipses[0].mass, 0.5);
    EXPECT_EQ(ellipses[1].mass, 0.9);
    EXPECT_EQ(ellipses[2].mass, 0.95);
    EXPECT_LT(ellipses[0].areaMm2.value(), ellipses[1].areaMm2.value());
    EXPECT_LT(ellipses[1].areaMm2.value(), ellipses[2].areaMm2.value());
  }
  EXPECT_LT(modelled[0].ellipses[0].semiAxesPx[1], modelled[0].locationEllipses[0].semiAxesPx[1]);
}

TEST(ModelFindings, OfNothingIsNothing)
{
  EXPECT_TRUE(ModelFindings({}, {}).empty());
}

}  // namespace
}  // namespace vlm
