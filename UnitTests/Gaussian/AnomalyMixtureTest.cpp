// SPDX-License-Identifier: GPL-3.0-or-later
#include "Gaussian/AnomalyMixture.h"

#include <gtest/gtest.h>

#include <random>

#include "Gaussian/AnyGaussian.h"

namespace vlm
{
namespace
{

ModelledFinding Located(std::optional<double> score,
                        VerificationStatus status = VerificationStatus::Verified)
{
  ModelledFinding located;
  located.finding.statement.modelScore = score;
  located.finding.verification.status = status;
  located.extent = Gaussian2D::Isotropic({10.0, 10.0}, 3.0);
  return located;
}

TEST(StrengthOf, IsTheScoreTimesWhatTheVerificationIsWorth)
{
  EXPECT_NEAR(StrengthOf(Located(0.8, VerificationStatus::Verified).finding), 0.8, 1e-12);
  EXPECT_NEAR(StrengthOf(Located(0.8, VerificationStatus::Adjusted).finding), 0.72, 1e-12);
  EXPECT_NEAR(StrengthOf(Located(0.8, VerificationStatus::Unverified).finding), 0.4, 1e-12);
  EXPECT_EQ(StrengthOf(Located(0.8, VerificationStatus::Rejected).finding), 0.0);
}

TEST(StrengthOf, TakesANonsenseScoreAsNone)
{
  for (const double score : {NotANumber, 7.0, -0.1, Infinity})
  {
    EXPECT_EQ(StrengthOf(Located(score).finding), 0.5) << score;
  }
  EXPECT_EQ(StrengthOf(Located(std::nullopt).finding), 0.5);
}

// Oracle: by hand. The background is (1 - 0.9) (1 - 0.1) = 0.09; 0.91 is shared 9 to 1.
TEST(ShareWeights, GivesTheBackgroundWhatNoFindingClaims)
{
  std::vector<ModelledFinding> findings = {Located(0.9), Located(0.1)};

  EXPECT_NEAR(ShareWeights(findings), 0.09, 1e-12);
  EXPECT_NEAR(findings[0].weight, 0.819, 1e-12);
  EXPECT_NEAR(findings[1].weight, 0.091, 1e-12);
  EXPECT_NEAR(BackgroundWeight(findings, 0), 0.09, 1e-12);
}

TEST(ShareWeights, GivesNoneToWhatHasNoExtent)
{
  std::vector<ModelledFinding> findings = {ModelledFinding(), Located(0.6)};

  EXPECT_NEAR(ShareWeights(findings), 0.4, 1e-12);
  EXPECT_EQ(findings[0].weight, 0.0);
}

TEST(ShareWeights, LeavesAllToTheBackgroundWhereNothingIsBelieved)
{
  std::vector<ModelledFinding> findings = {Located(0.0),
                                           Located(1.0, VerificationStatus::Rejected)};

  EXPECT_EQ(ShareWeights(findings), 1.0);
  EXPECT_EQ(findings[0].weight, 0.0);
  EXPECT_EQ(BackgroundWeight(findings, 0), 1.0);
  EXPECT_EQ(BackgroundWeight({}, 0), 1.0);
}

TEST(ShareWeights, SumToOneWithTheBackgroundForAnyScores)
{
  std::mt19937 random(31);
  std::uniform_real_distribution<double> score(-0.2, 1.2);
  std::uniform_int_distribution<int> status(0, 3);
  for (int i = 0; i < 200; ++i)
  {
    std::vector<ModelledFinding> findings;
    findings.reserve(200);
    for (int k = 0; k < i; ++k)
    {
      findings.push_back(Located(score(random), static_cast<VerificationStatus>(status(random))));
    }
    double sum = ShareWeights(findings);
    EXPECT_NEAR(BackgroundWeight(findings, 0), sum, 1e-9);
    for (const ModelledFinding& finding : findings)
    {
      EXPECT_GE(finding.weight, 0.0);
      sum += finding.weight;
    }
    EXPECT_NEAR(sum, 1.0, 1e-9);
  }
}

}  // namespace
}  // namespace vlm
