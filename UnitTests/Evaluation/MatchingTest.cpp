// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Matching.h"

#include <gtest/gtest.h>

#include "MadeImage.h"

namespace vlm
{
namespace
{

ModelledFinding Reported(double column, double row, VerificationStatus status,
                         double halfSide = 10.0)
{
  ModelledFinding finding;
  finding.finding.box =
      BoundingBox{column - halfSide, row - halfSide, 2.0 * halfSide, 2.0 * halfSide};
  finding.finding.verification.status = status;
  return finding;
}

TEST(Matching, TakesTheNearestPairFirst)
{
  const auto image = MadeImage({Disc(100, 100, 10), Disc(140, 100, 10)});
  const auto result = MatchFindings(image, {Reported(115, 100, VerificationStatus::Verified),
                                            Reported(101, 100, VerificationStatus::Verified)});
  EXPECT_EQ(result.reported[1].match.value().truth, 0);
  EXPECT_EQ(result.reported[0].match.value().truth, 1);
  EXPECT_DOUBLE_EQ(result.reported[0].match.value().errorPx, 25.0);
}

TEST(Matching, LetsKeptFindingsChooseBeforeNearerOnesThatAreNot)
{
  const auto image = MadeImage({Disc(100, 100, 10)});
  const auto result = MatchFindings(image, {Reported(101, 100, VerificationStatus::Unverified),
                                            Reported(130, 100, VerificationStatus::Adjusted)});
  EXPECT_FALSE(result.reported[0].match);
  EXPECT_DOUBLE_EQ(result.reported[1].match.value().errorPx, 30.0);
}

TEST(Matching, TakesRejectedFindingsForNone)
{
  const auto image = MadeImage({Disc(100, 100, 10)});
  const auto result = MatchFindings(image, {Reported(100, 100, VerificationStatus::Rejected)});
  EXPECT_FALSE(result.reported[0].match);
}

TEST(Matching, CopesWithFindingsThatHaveNoPlace)
{
  const auto image = MadeImage({Disc(100, 100, 10)});
  ModelledFinding placeless;
  const auto result = MatchFindings(image, {placeless});
  ASSERT_EQ(result.reported.size(), 1U);
  EXPECT_FALSE(result.reported[0].match);
  EXPECT_FALSE(result.reported[0].isCentreOnLesion);
}

TEST(Matching, MeasuresAPairAsByHand)
{
  auto image = MadeImage({Disc(100, 100, 10)}, {300, 400});
  image.frame.spacing = PixelSpacing{2.0, 0.5};
  ModelledFinding finding = Reported(103, 104, VerificationStatus::Verified);
  finding.finding.rawBox = BoundingBox{150 - 5.0, 100 - 5.0, 10, 10};
  finding.location = Gaussian2D::Isotropic({103.0, 104.0}, 2.0);
  const auto reported = MatchFindings(image, {finding}).reported[0];
  const auto match = reported.match.value();
  EXPECT_DOUBLE_EQ(match.errorPx, 5.0);             // 3, 4, 5
  EXPECT_DOUBLE_EQ(match.errorShare, 5.0 / 500.0);  // 300, 400, 500
  EXPECT_DOUBLE_EQ(match.rawErrorShare, 50.0 / 500.0);
  EXPECT_NEAR(match.errorMm.value(), std::hypot(3 * 0.5, 4 * 2.0), 1e-9);
  EXPECT_TRUE(reported.isCentreOnLesion);
  // 2.5 deviations: outside of the 95 % ellipse, which is 2.448 of them wide.
  EXPECT_FALSE(match.isCovered.value());
  finding.location = Gaussian2D::Isotropic({103.0, 104.0}, 2.1);  // 2.38
  EXPECT_TRUE(MatchFindings(image, {finding}).reported[0].match.value().isCovered.value());
}

}  // namespace
}  // namespace vlm
