// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of one finding, each on a panel of its own.
#include <gtest/gtest.h>

#include <Eigen/Cholesky>
#include <random>

#include "Render/ChartFixtures.h"
#include "Render/IntensityChart.h"
#include "Render/LocationMarginals.h"
#include "Render/ReadingAgreement.h"
#include "Render/ScoreChart.h"
#include "Render/VerificationMarks.h"
#include "Verification/StatusRules.h"

namespace vlm
{

namespace
{

using DrawChart = void (*)(ChartPanel&, const ChartFinding&);

const cv::Rect PanelPlace(200, 150, 360, 340);

// A sheet with that chart alone.
cv::Mat Drawn(DrawChart draw, const ModelledFinding& model, const Frame& frame)
{
  auto sheet = Sheet::Create({1600, 600}, Theme::Light);
  EXPECT_TRUE(sheet.HasValue());
  {
    ChartPanel panel(sheet.Value(), PanelPlace, "Title");
    draw(panel, {frame, model, 1, Phrasebook::Of("en")});
  }
  const auto picture = sheet.Value().Finish(1600);
  EXPECT_TRUE(picture.HasValue());
  return picture.HasValue() ? picture.Value() : cv::Mat();
}

int DifferentPixels(const cv::Mat& one, const cv::Mat& other)
{
  cv::Mat difference;
  cv::absdiff(one, other, difference);
  return cv::countNonZero(difference.reshape(1));
}

const std::vector<DrawChart> Charts = {DrawScoreChart, DrawLocationMarginals, DrawIntensityChart,
                                       DrawReadingAgreement};

}  // namespace

TEST(Charts, DrawNothingOutsideTheirPanels)
{
  std::vector<ModelledFinding> findings = HostileFindings();
  findings.push_back(ChartedFinding({20.0, 40.0, 30.0, 22.0}, 1));
  findings.emplace_back();
  for (const ModelledFinding& finding : findings)
  {
    for (const DrawChart draw : Charts)
    {
      cv::Mat sheet = Drawn(draw, finding, GreyFrame(300, 300));
      sheet(PanelPlace).setTo(cv::Scalar::all(255.0));
      EXPECT_EQ(cv::countNonZero(sheet.reshape(1) != 255), 0);
    }
  }
}

TEST(Charts, SaySoWhereThereIsNothingToDraw)
{
  const Frame frame = GreyFrame(300, 300);
  for (const DrawChart draw : Charts)
  {
    const cv::Mat empty = Drawn([](ChartPanel&, const ChartFinding&) {}, {}, frame);
    EXPECT_GT(DifferentPixels(Drawn(draw, {}, frame), empty), 200);
  }
}

TEST(Charts, TellOutliersFromOtherReadings)
{
  const Frame frame = GreyFrame(300, 300);
  const ModelledFinding finding = ChartedFinding({20.0, 40.0, 30.0, 22.0}, 1);
  ModelledFinding agreeing = finding;
  agreeing.finding.verification.sightings.back().isOutlier = false;
  for (const DrawChart draw : {DrawLocationMarginals, DrawReadingAgreement})
  {
    EXPECT_GT(DifferentPixels(Drawn(draw, finding, frame), Drawn(draw, agreeing, frame)), 50);
  }
}

// Oracle: sampling, which shares no formula with the marginals under test.
TEST(LocationMarginal, HoldsItsShareOfTheCentresPlaces)
{
  Eigen::Matrix2d covariance;
  covariance << 25.0, -12.0, -12.0, 9.0;
  const auto location = Gaussian2D::Create({310.0, 95.0}, covariance);
  ASSERT_TRUE(location.HasValue());
  const LocationMarginal column = MarginalOf(location.Value(), ImageAxis::Column);
  const LocationMarginal row = MarginalOf(location.Value(), ImageAxis::Row);
  const Eigen::Matrix2d root = covariance.llt().matrixL();
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  constexpr int count = 40000;
  int inColumns = 0;
  int inRows = 0;
  for (int i = 0; i < count; ++i)
  {
    const double first = normal(random);
    const Eigen::Vector2d place =
        Eigen::Vector2d(310.0, 95.0) + root * Eigen::Vector2d(first, normal(random));
    inColumns += place(0) >= column.Low() && place(0) <= column.High() ? 1 : 0;
    inRows += place(1) >= row.Low() && place(1) <= row.High() ? 1 : 0;
  }
  EXPECT_NEAR(inColumns / double{count}, 0.95, 0.006);  // 5 standard errors
  EXPECT_NEAR(inRows / double{count}, 0.95, 0.006);
}

TEST(LocationMarginal, ReachesAlmostTwoDeviationsToEitherSide)
{
  const LocationMarginal column =
      MarginalOf(Gaussian2D::Isotropic({100.0, 7.0}, 10.0), ImageAxis::Column);
  EXPECT_NEAR(column.Low(), 100.0 - 19.6, 0.001);
  EXPECT_NEAR(column.High(), 100.0 + 19.6, 0.001);
}

TEST(VerificationMarks, HaveWordsForEveryCheckInEveryLanguage)
{
  for (const std::string& language : Phrasebook::Languages())
  {
    for (const StatusRule& rule : StatusRules())
    {
      const std::string name(rule.check);
      EXPECT_EQ(Phrasebook::Of(language).All().count("charts.check." + name), 1U) << name;
      EXPECT_EQ(Phrasebook::Of(language).All().count("charts.doubt." + name), 1U) << name;
    }
  }
  const Phrasebook& words = Phrasebook::Of("en");
  EXPECT_EQ(OutcomeOf({"Ordered", true, ""}, words), "edges in order");
  EXPECT_EQ(OutcomeOf({"OfTomorrow", false, ""}, words), "OfTomorrow");
}

TEST(VerificationMarks, CountTheLooksThatAgree)
{
  const Phrasebook& words = Phrasebook::Of("en");
  EXPECT_EQ(LooksOf(ChartedFinding({20.0, 40.0, 30.0, 22.0}, 1).finding.verification, words),
            "3 of 4");
  EXPECT_EQ(LooksOf({}, words), "");
}

}  // namespace vlm
