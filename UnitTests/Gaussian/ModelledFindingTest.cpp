// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/ModelledFinding.h"

#include <gtest/gtest.h>

#include <limits>

namespace vlm
{
namespace
{

Finding Located(std::optional<double> score)
{
  Finding finding;
  finding.statement.modelScore = score;
  finding.box = BoundingBox{10.0, 10.0, 20.0, 8.0};
  return finding;
}

TEST(ModelFindings, SharesTheWeightInProportionToTheScores)
{
  const auto modelled = ModelFindings({Located(0.9), Located(0.1), Located(std::nullopt)}, {});

  ASSERT_EQ(modelled.size(), 3U);
  EXPECT_NEAR(modelled[0].weight, 0.9 / 1.5, 1e-12);
  EXPECT_NEAR(modelled[1].weight, 0.1 / 1.5, 1e-12);
  EXPECT_NEAR(modelled[2].weight, 0.5 / 1.5, 1e-12);
}

TEST(ModelFindings, SharesEquallyWhenNoScoreRanks)
{
  const auto modelled = ModelFindings({Located(0.0), Located(0.0)}, {});

  EXPECT_DOUBLE_EQ(modelled[0].weight, 0.5);
  EXPECT_DOUBLE_EQ(modelled[1].weight, 0.5);
}

TEST(ModelFindings, TakesANonsenseScoreAsNone)
{
  const auto modelled = ModelFindings(
      {Located(std::numeric_limits<double>::quiet_NaN()), Located(7.0), Located(0.5)}, {});

  for (const ModelledFinding& finding : modelled)
  {
    EXPECT_NEAR(finding.weight, 1.0 / 3.0, 1e-12);
  }
}

TEST(ModelFindings, GivesNoGaussianToWhatIsNotLocated)
{
  Finding rejected = Located(0.5);
  rejected.verification.status = VerificationStatus::Rejected;
  const auto modelled = ModelFindings({Finding(), rejected, Located(0.5)}, {});

  for (const std::size_t i : {0U, 1U})
  {
    EXPECT_FALSE(modelled[i].extent.has_value());
    EXPECT_TRUE(modelled[i].ellipses.empty());
    EXPECT_EQ(modelled[i].weight, 0.0);
  }
  EXPECT_DOUBLE_EQ(modelled[2].weight, 1.0);
}

TEST(ModelFindings, GivesThreeGrowingEllipses)
{
  const auto modelled =
      ModelFindings({Located(0.5)}, PixelSpacing{1.0, 1.0, PixelSpacing::Source::PixelSpacing});

  const auto& ellipses = modelled[0].ellipses;
  ASSERT_EQ(ellipses.size(), 3U);
  EXPECT_EQ(ellipses[0].mass, 0.5);
  EXPECT_EQ(ellipses[1].mass, 0.9);
  EXPECT_EQ(ellipses[2].mass, 0.95);
  EXPECT_LT(ellipses[0].areaMm2.value(), ellipses[1].areaMm2.value());
  EXPECT_LT(ellipses[1].areaMm2.value(), ellipses[2].areaMm2.value());
}

TEST(ModelFindings, OfNothingIsNothing)
{
  EXPECT_TRUE(ModelFindings({}, {}).empty());
}

}  // namespace
}  // namespace vlm
