// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/IntensityHistogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "Render/RegionMask.h"
#include "Render/RenderFixtures.h"
#include "Verification/RegionStatistics.h"

namespace vlm
{

namespace
{

double MeanOf(const std::vector<double>& values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Normal noise around two levels: one within the box' ellipse (radius 30 of a box of 60), another
// beyond it.
Frame DiscOf(double inside, double around, double deviation)
{
  Frame frame = GreyFrame(200, 160);
  frame.modalityValues = cv::Mat(160, 200, CV_32FC1);
  cv::theRNG().state = 7;
  cv::randn(frame.modalityValues, 0.0, deviation);
  for (int row = 0; row < 160; ++row)
  {
    for (int column = 0; column < 200; ++column)
    {
      const bool isInside = std::hypot(column - 99.5, row - 79.5) <= 30.0;
      frame.modalityValues.at<float>(row, column) += static_cast<float>(isInside ? inside : around);
    }
  }
  return frame;
}

constexpr BoundingBox DiscBox{69.5, 49.5, 60.0, 60.0};

Finding FindingIn(const BoundingBox& box)
{
  return FindingAt(box).finding;
}

double PeakOf(const std::vector<double>& density, const IntensityBins& bins)
{
  const auto peak = std::max_element(density.begin(), density.end()) - density.begin();
  return bins.low + (static_cast<double>(peak) + 0.5) * bins.width;
}

double IntegralOf(const std::vector<double>& density, const IntensityBins& bins)
{
  return std::accumulate(density.begin(), density.end(), 0.0) * bins.width;
}

}  // namespace

TEST(IntensityHistogram, PeaksAtTheValuesInsideAndAroundAndIntegratesToOne)
{
  const IntensitySample sample = SampleAround(DiscOf(80.0, -40.0, 12.0), FindingIn(DiscBox));
  const IntensityBins bins = BinsFor(sample.inside, sample.around);
  const auto inside = DensityOf(sample.inside, bins);
  const auto around = DensityOf(sample.around, bins);
  EXPECT_NEAR(PeakOf(inside, bins), 80.0, 12.0);
  EXPECT_NEAR(PeakOf(around, bins), -40.0, 12.0);
  EXPECT_NEAR(IntegralOf(inside, bins), 1.0, 1e-9);
  EXPECT_NEAR(IntegralOf(around, bins), 1.0, 1e-9);
  EXPECT_NEAR(*std::max_element(inside.begin(), inside.end()), 0.399 / 12.0, 0.008);
}

// Oracle: the measurements of verification, which label pixels by formulas of their own.
TEST(IntensityHistogram, SamplesWhatMeasurementsAreTakenOf)
{
  const Frame frame = DiscOf(80.0, -40.0, 30.0);
  Finding finding = FindingIn({60.2, 70.4, 41.3, 17.9});
  const auto box = MeasureRegion(frame.modalityValues, *finding.box);
  const IntensitySample ellipse = SampleAround(frame, finding);
  EXPECT_NEAR(MeanOf(ellipse.inside), box->meanInside, 2.0);
  EXPECT_NEAR(MeanOf(ellipse.around), box->meanAround, 2.0);

  finding.outline = {{80.3, 60.2}, {131.7, 66.1}, {120.4, 101.8}, {99.9, 84.4}, {72.2, 98.3}};
  const auto contour = MeasureRegion(frame.modalityValues, finding.outline);
  const IntensitySample outlined = SampleAround(frame, finding);
  EXPECT_NEAR(MeanOf(outlined.inside), contour->meanInside, 0.5);
  EXPECT_NEAR(MeanOf(outlined.around), contour->meanAround, 0.5);
}

TEST(IntensityHistogram, ComparesRegionsOfTheSameArea)
{
  const auto mask = RegionMaskOf(FindingIn({200.0, 300.0, 120.0, 80.0}), {1000, 1000}, 1e6);
  ASSERT_TRUE(mask);
  EXPECT_EQ(mask->step, 1);
  const double area = CV_PI / 4.0 * 120.0 * 80.0;
  EXPECT_NEAR(cv::countNonZero(mask->labels == RegionMask::Inside), area, 0.01 * area);
  EXPECT_NEAR(cv::countNonZero(mask->labels == RegionMask::Around), area, 0.02 * area);
}

TEST(IntensityHistogram, ReadsABoundedPartOfALargeRegion)
{
  const Finding everywhere = FindingIn({0.0, 0.0, 3999.0, 2999.0});
  const IntensitySample sample = SampleAround(GreyFrame(4000, 3000), everywhere);
  EXPECT_GT(sample.inside.size(), 10000U);
  EXPECT_LT(sample.inside.size() + sample.around.size(), 50000U);
  EXPECT_LT(SampleWhole(GreyFrame(4000, 3000)).size(), 50000U);
}

TEST(IntensityHistogram, UsesTheDisplayWhereThereAreNoModalityValues)
{
  Frame colour;
  colour.display = cv::Mat(50, 50, CV_8UC3, cv::Scalar(30, 60, 90));
  const auto values = SampleWhole(colour);
  EXPECT_EQ(values.size(), 2500U);
  EXPECT_NEAR(values.front(), 65.5, 1.0);  // between 30 and 90, nearer to green and red
  EXPECT_EQ(IntensityUnitOf(colour), std::nullopt);
}

TEST(IntensityHistogram, LeavesOutWhatIsNoNumberAndHasNoSampleOfNoPlace)
{
  Frame frame = DiscOf(10.0, 10.0, 0.0);
  frame.modalityValues.setTo(std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(SampleAround(frame, FindingIn(DiscBox)).inside.empty());
  EXPECT_TRUE(SampleAround(GreyFrame(9, 9), Finding{}).inside.empty());
  EXPECT_TRUE(SampleAround(GreyFrame(9, 9), FindingIn({500.0, 500.0, 9.0, 9.0})).inside.empty());
  EXPECT_TRUE(SampleAround(GreyFrame(9, 9), FindingIn({NAN, 0.0, 9.0, 9.0})).inside.empty());
  EXPECT_TRUE(SampleAround(GreyFrame(9, 9), FindingIn({0.0, 0.0, 1e300, 9.0})).inside.empty());
}

// A bin that holds two whole numbers beside one that holds one would look like a peak.
TEST(IntensityHistogram, HasNoCombOfRescaledWholeNumbers)
{
  std::vector<double> even(20000);
  for (std::size_t i = 0; i < even.size(); ++i)
  {
    even[i] = static_cast<float>(0.37 * static_cast<double>(i % 100) - 12.0);
  }
  const IntensityBins bins = BinsFor(even, even);
  auto density = DensityOf(even, bins);
  density.pop_back();  // the last bin may be cut
  EXPECT_NEAR(*std::min_element(density.begin(), density.end()),
              *std::max_element(density.begin(), density.end()), 1e-9);
}

TEST(IntensityHistogram, HasBinsForASingleValueAndForAbsurdOnes)
{
  for (const double value : {0.0, -7.0, 0.3, 3e38, -3e38, 1e-40})
  {
    const std::vector<double> same(50, value);
    const IntensityBins bins = BinsFor(same, {});
    EXPECT_LT(bins.low, bins.High());
    EXPECT_NEAR(IntegralOf(DensityOf(same, bins), bins), 1.0, 1e-9) << value;
  }
  const IntensityBins wide = BinsFor({-3e38, 3e38}, {0.0});
  EXPECT_LE(wide.low, -3e38);
  EXPECT_LE(wide.count, 48);
}

TEST(IntensityHistogram, NamesTheUnit)
{
  Frame frame = DiscOf(0.0, 0.0, 1.0);
  EXPECT_EQ(IntensityUnitOf(frame), std::nullopt);
  frame.acquisition.modality = "CT";
  EXPECT_EQ(IntensityUnitOf(frame), "HU");
  frame.acquisition.rescaleType = "US";
  EXPECT_EQ(IntensityUnitOf(frame), std::nullopt);
  frame.acquisition.rescaleType = "OD";
  EXPECT_EQ(IntensityUnitOf(frame), "OD");
}

}  // namespace vlm
