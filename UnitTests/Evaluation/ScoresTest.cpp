// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/Scores.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "Evaluation/Bootstrap.h"
#include "Evaluation/Summary.h"

namespace vlm
{
namespace
{

ReportedFinding Matched(double errorShare, VerificationStatus status, bool isOnLesion)
{
  ReportedFinding finding;
  finding.status = status;
  finding.isCentreOnLesion = isOnLesion;
  finding.match = MatchScore{};
  finding.match->errorShare = errorShare;
  finding.match->errorPx = 100.0 * errorShare;
  finding.match->overlap = 0.5;
  finding.match->isCovered = isOnLesion;
  return finding;
}

ReportedFinding Unmatched(VerificationStatus status)
{
  ReportedFinding finding;
  finding.status = status;
  return finding;
}

ImageResult Image(int trueFindings, std::vector<ReportedFinding> reported)
{
  ImageResult image;
  image.source = "a";
  image.modality = "MR";
  image.trueFindings = trueFindings;
  image.reported = std::move(reported);
  image.calls = 4.0;
  image.milliseconds = 10.0;
  return image;
}

double ValueOf(const char* metric, const Tally& tally)
{
  return MetricOf(metric).of(tally).value();
}

// Two images with three lesions, two normal ones.
Tally Example()
{
  using S = VerificationStatus;
  Tally tally = TallyOf(
      Image(2, {Matched(0.01, S::Verified, true), Unmatched(S::Adjusted), Unmatched(S::Rejected)}));
  tally += TallyOf(Image(1, {Matched(0.03, S::Unverified, false)}));
  tally += TallyOf(Image(0, {Unmatched(S::Rejected)}));
  tally += TallyOf(Image(0, {Unmatched(S::Verified), Unmatched(S::Unverified)}));
  return tally;
}

// Oracle: counted by hand.
TEST(Scores, AreThoseCountedByHand)
{
  const Tally tally = Example();
  EXPECT_DOUBLE_EQ(ValueOf("Images", tally), 4);
  EXPECT_DOUBLE_EQ(ValueOf("Normals", tally), 2);
  EXPECT_DOUBLE_EQ(ValueOf("Findings", tally), 3);
  EXPECT_DOUBLE_EQ(ValueOf("Missed", tally), 1);
  EXPECT_NEAR(ValueOf("MeanErrorPx512", tally), 0.02 * 724.0773, 1e-3);
  EXPECT_NEAR(ValueOf("MedianErrorPx512", tally), 0.02 * 724.0773, 1e-3);
  EXPECT_DOUBLE_EQ(ValueOf("MeanErrorPx", tally), 2.0);
  EXPECT_DOUBLE_EQ(ValueOf("PointingAccuracy", tally), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(ValueOf("PointingFirst", tally), 0.5);
  EXPECT_DOUBLE_EQ(ValueOf("MeanIoU", tally), 0.5);
  EXPECT_DOUBLE_EQ(ValueOf("Coverage95", tally), 0.5);
  EXPECT_DOUBLE_EQ(ValueOf("TrueKept", tally), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(ValueOf("HallucinationsKept", tally), 2.0 / 5.0);
  EXPECT_DOUBLE_EQ(ValueOf("ShareVerified", tally), 3.0 / 7.0);
  EXPECT_DOUBLE_EQ(ValueOf("FalsePerNormal", tally), 1.0);
  EXPECT_DOUBLE_EQ(ValueOf("FalsePerImage", tally), 3.0 / 4.0);
  EXPECT_DOUBLE_EQ(ValueOf("Specificity", tally), 0.5);
  EXPECT_DOUBLE_EQ(ValueOf("CallsPerImage", tally), 4.0);
  EXPECT_DOUBLE_EQ(ValueOf("MsPerImage", tally), 10.0);
}

TEST(Scores, HaveNoValueWhereThereIsNothingToDivideBy)
{
  const Tally normal = TallyOf(Image(0, {}));
  for (const char* metric : {"MeanErrorPx512", "MedianErrorPx512", "PointingAccuracy", "MeanIoU",
                             "Coverage95", "TrueKept", "HallucinationsKept", "MeanErrorMm"})
  {
    EXPECT_FALSE(MetricOf(metric).of(normal)) << metric;
  }
  const Tally lesion = TallyOf(Image(1, {}));
  EXPECT_FALSE(MetricOf("FalsePerNormal").of(lesion));
  EXPECT_FALSE(MetricOf("Specificity").of(lesion));
}

TEST(Scores, OfDrawsOfOneImageCountItOnce)
{
  Tally tally;
  for (const double error : {0.1, 0.2, 0.3, 0.4})
  {
    tally += TallyOf(Image(1, {Matched(error, VerificationStatus::Unverified, error < 0.2)}), 0.25);
  }
  EXPECT_DOUBLE_EQ(ValueOf("Images", tally), 1.0);
  EXPECT_DOUBLE_EQ(ValueOf("PointingAccuracy", tally), 0.25);
  EXPECT_NEAR(ValueOf("MeanErrorPx512", tally), 0.25 * 724.0773, 1e-3);
}

// Oracle: the known standard error of a mean of 400 values of one normal distribution, 1.96 of
// which are the half width.
TEST(Bootstrap, OfAMeanIsAsWideAsItsStandardErrorSays)
{
  std::mt19937 random(3);
  std::normal_distribution<double> errors(0.10, 0.02);
  std::vector<Tally> tallies;
  tallies.reserve(400);
  for (int i = 0; i < 400; ++i)
  {
    tallies.push_back(
        TallyOf(Image(1, {Matched(errors(random), VerificationStatus::Verified, true)})));
  }
  std::vector<const Tally*> images;
  images.reserve(tallies.size());
  Tally all;
  for (const auto& tally : tallies)
  {
    images.push_back(&tally);
    all += tally;
  }
  GroupScores scores{all, BootstrapIntervals(images, 1)};
  const auto interval = scores.IntervalOf("MeanErrorShare").value();
  const double mean = scores.Value("MeanErrorShare").value();
  const double halfWidth = 1.96 * 0.02 / 20.0;
  EXPECT_NEAR(interval.high - interval.low, 2.0 * halfWidth, 0.15 * 2.0 * halfWidth);
  EXPECT_NEAR((interval.high + interval.low) / 2.0, mean, 0.1 * halfWidth);
  EXPECT_FALSE(scores.IntervalOf("Images"));
  EXPECT_FALSE(scores.IntervalOf("Specificity"));

  const auto again = BootstrapIntervals(images, 1);
  EXPECT_EQ(again[5]->low, scores.intervals[5]->low);
}

TEST(Bootstrap, HasNothingToSayOfOneImage)
{
  const Tally one = TallyOf(Image(1, {Matched(0.1, VerificationStatus::Verified, true)}));
  for (const auto& interval : BootstrapIntervals({&one}, 1))
  {
    EXPECT_FALSE(interval);
  }
}

TEST(Summary, GroupsBySourceAndModality)
{
  ImageTally one{"a", "MR", TallyOf(Image(1, {}))};
  ImageTally other{"b", "MR", TallyOf(Image(0, {}))};
  const Summary summary = Summarize({one, other, one}, 1);
  EXPECT_DOUBLE_EQ(summary.all.Value("Images").value(), 3.0);
  EXPECT_DOUBLE_EQ(summary.bySource.at("a").Value("Images").value(), 2.0);
  EXPECT_DOUBLE_EQ(summary.bySource.at("b").Value("Normals").value(), 1.0);
  EXPECT_DOUBLE_EQ(summary.byModality.at("MR").Value("Images").value(), 3.0);
}

}  // namespace
}  // namespace vlm
