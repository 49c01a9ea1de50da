// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "Render/ChartFixtures.h"
#include "Render/FindingTable.h"
#include "Render/Layers.h"
#include "Render/PictureGeometry.h"

namespace vlm
{

namespace
{

cv::Mat SheetOf(const Frame& frame, const std::vector<ModelledFinding>& findings,
                const LayerOptions& options = {})
{
  const auto sheet = RenderLayer(Layer::Statistics, frame, findings, options);
  EXPECT_TRUE(sheet.HasValue()) << sheet.Failure().message;
  return sheet.HasValue() ? sheet.Value() : cv::Mat(1, 1, CV_8UC3);
}

// Nothing but the page lies in the margins.
void ExpectCleanMargins(const cv::Mat& sheet)
{
  const int margin = sheet.cols / 92;
  for (const cv::Rect& strip :
       {cv::Rect(0, 0, margin, sheet.rows), cv::Rect(sheet.cols - margin, 0, margin, sheet.rows)})
  {
    double least = 0.0;
    double most = 0.0;
    cv::minMaxLoc(sheet(strip).clone().reshape(1), &least, &most);
    EXPECT_LE(most - least, 8.0);  // the page's colour has slightly unlike channels
  }
}

}  // namespace

TEST(StatisticsSheet, IsDrawnOfAnyNumberOfFindingsInBothThemesAndLanguages)
{
  int height = 0;
  for (const int count : {0, 1, 5, 20, 60})
  {
    const auto findings = ChartedFindings(count);
    for (const Theme theme : {Theme::Dark, Theme::Light})
    {
      LayerOptions options;
      options.theme = theme;
      options.language = theme == Theme::Dark ? "en" : "zh";
      const cv::Mat sheet = SheetOf(GreyFrame(300, 300), findings, options);
      EXPECT_EQ(sheet.type(), CV_8UC3);
      EXPECT_EQ(sheet.cols, 1600);
      EXPECT_LE(sheet.rows, MaximumDrawnSide);
      EXPECT_GE(sheet.rows, height);
      ExpectCleanMargins(sheet);
      height = sheet.rows;
    }
  }
}

TEST(StatisticsSheet, HasTheWidthAskedForUnlessItWouldBeTooHigh)
{
  for (const int width : {16, 100, 799, 800, 1600, 3000, 8192})
  {
    LayerOptions options;
    options.widthPx = width;
    EXPECT_EQ(SheetOf(GreyFrame(64, 64), {}, options).cols, width);
    EXPECT_EQ(SheetOf(GreyFrame(64, 64), ChartedFindings(1), options).cols, width);
  }
  LayerOptions large;
  large.widthPx = 8192;
  const cv::Mat sheet = SheetOf(GreyFrame(64, 64), ChartedFindings(60), large);
  EXPECT_LE(sheet.rows, MaximumDrawnSide);
  EXPECT_GT(sheet.rows, MaximumDrawnSide * 9 / 10);
}

TEST(StatisticsSheet, RefusesWidthsOutOfRange)
{
  for (const int width : {-1, 0, 15, 8193})
  {
    LayerOptions options;
    options.widthPx = width;
    const auto sheet = RenderLayer(Layer::Statistics, GreyFrame(64, 64), {}, options);
    ASSERT_FALSE(sheet.HasValue());
    EXPECT_EQ(sheet.Failure().kind, ErrorKind::BadInput);
  }
}

TEST(StatisticsSheet, ShowsOneFindingAloneAsIfThereWereNoOther)
{
  LayerOptions alone;
  alone.finding = 2;
  EXPECT_EQ(SheetOf(GreyFrame(300, 300), ChartedFindings(5), alone).size(),
            SheetOf(GreyFrame(300, 300), ChartedFindings(1)).size());
}

TEST(StatisticsSheet, IsTheSameEveryTime)
{
  const auto findings = ChartedFindings(3);
  EXPECT_EQ(cv::norm(SheetOf(GreyFrame(300, 300), findings), SheetOf(GreyFrame(300, 300), findings),
                     cv::NORM_INF),
            0.0);
}

TEST(StatisticsSheet, IsDrawnWhateverIsMissingOrAbsurd)
{
  std::vector<ModelledFinding> findings = HostileFindings();
  findings.emplace_back();  // nothing known at all
  LayerOptions options;
  options.caption = std::string(20000, 'W') + "\n\u202E<b>";
  ExpectCleanMargins(SheetOf(GreyFrame(1, 1), findings, options));
  Frame frame = GreyFrame(300, 200);
  frame.spacing = PixelSpacing{std::numeric_limits<double>::infinity(), -3.0};
  frame.modalityValues = cv::Mat(2, 3, CV_32FC1, cv::Scalar(1e30));  // of another picture
  frame.acquisition.rescaleType = std::string(3000, 'H');
  ExpectCleanMargins(SheetOf(frame, findings, options));
}

TEST(StatisticsSheet, IsDrawnOfLongAndOfColouredPictures)
{
  ExpectCleanMargins(SheetOf(GreyFrame(16384, 3), ChartedFindings(2)));
  ExpectCleanMargins(SheetOf(GreyFrame(2, 9000), ChartedFindings(2)));
  Frame colour;
  colour.display = cv::Mat(200, 300, CV_8UC3, cv::Scalar(20, 90, 160));
  ExpectCleanMargins(SheetOf(colour, ChartedFindings(2)));
}

}  // namespace vlm
