// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "Render/Layers.h"
#include "Render/SheetFixtures.h"

namespace vlm
{

namespace
{

cv::Mat Compared(const Frame& frame, const std::vector<ModelledFinding>& findings,
                 const LayerOptions& options = {})
{
  const auto sheet = RenderLayer(Layer::Comparison, frame, findings, options);
  EXPECT_TRUE(sheet.HasValue());
  return sheet.HasValue() ? sheet.Value() : cv::Mat(1, 1, CV_8UC3);
}

ModelledFinding MovedFinding(const BoundingBox& from, const BoundingBox& to)
{
  ModelledFinding finding = FindingAt(to);
  finding.finding.rawBox = from;
  finding.finding.verification.shiftPx =
      std::hypot(to.CentreColumn() - from.CentreColumn(), to.CentreRow() - from.CentreRow());
  return finding;
}

// The share of pixels between two places of an image, shown as `panel`, that are not its colour.
double MarkedShare(const cv::Mat& sheet, const cv::Rect& panel, double scale, cv::Point2d from,
                   cv::Point2d to)
{
  int marked = 0;
  constexpr int steps = 50;
  for (int i = 0; i <= steps; ++i)
  {
    const cv::Point2d at = from + (to - from) * (static_cast<double>(i) / steps);
    const cv::Point pixel(panel.x + static_cast<int>((at.x + 0.5) * scale),
                          panel.y + static_cast<int>((at.y + 0.5) * scale));
    marked += sheet.at<cv::Vec3b>(pixel) != Green ? 1 : 0;
  }
  return static_cast<double>(marked) / (steps + 1);
}

}  // namespace

TEST(ComparisonSheet, HasTheWidthAskedFor)
{
  for (const int width : {16, 500, 800, 1601, 3000})
  {
    EXPECT_EQ(Compared(GreyFrame(64, 48), {FindingAt({9, 9, 20, 20})}, {width, {}}).cols, width);
  }
  EXPECT_EQ(Compared(GreyFrame(64, 48), {}).cols, 1600);
}

TEST(ComparisonSheet, HasFourPanelsOfTheImagesShape)
{
  for (const cv::Size size : {cv::Size(200, 300), cv::Size(400, 300), cv::Size(4000, 100)})
  {
    const auto panels = PartsOf(Compared(ColourFrame(size), {}), Green, 5000);
    ASSERT_EQ(panels.size(), 4U) << size;
    for (const cv::Rect& panel : panels)
    {
      EXPECT_EQ(panel.size(), panels.front().size());
      EXPECT_NEAR(static_cast<double>(panel.width) * size.height / size.width, panel.height, 1.5);
    }
  }
}

TEST(ComparisonSheet, PutsNarrowPanelsInOneRowAndWideOnesInTwo)
{
  const auto narrow = PartsOf(Compared(ColourFrame({200, 300}), {}), Green, 5000);
  const auto wide = PartsOf(Compared(ColourFrame({400, 300}), {}), Green, 5000);
  EXPECT_EQ(narrow.front().y, narrow.back().y);
  EXPECT_EQ(wide.at(0).y, wide.at(1).y);
  EXPECT_GT(wide.at(2).y, wide.at(1).br().y);
}

TEST(ComparisonSheet, ShowsTheDisplayInItsFirstPanel)
{
  const auto panels = PartsOf(Compared(ColourFrame({200, 300}), {}), Green, 5000);
  ASSERT_EQ(panels.size(), 4U);
  Frame noise = ColourFrame({200, 300});
  cv::randu(noise.display, 0, 256);
  cv::Mat expected;
  cv::resize(noise.display, expected, panels.front().size(), 0, 0, cv::INTER_CUBIC);
  const cv::Mat sheet = Compared(noise, {FindingAt({20, 20, 40, 40})});
  EXPECT_LE(cv::norm(sheet(panels.front()), expected, cv::NORM_INF), 1.0);
  EXPECT_GT(cv::norm(sheet(panels.at(1)), expected, cv::NORM_INF), 1.0);
  EXPECT_GT(cv::norm(sheet(panels.at(3)), expected, cv::NORM_INF), 1.0);
}

TEST(ComparisonSheet, DrawsAnArrowFromTheRawToTheVerifiedCentre)
{
  const Frame frame = ColourFrame({400, 300});
  const cv::Rect panel = PartsOf(Compared(frame, {}), Green, 5000).at(3);
  const double scale = panel.width / 400.0;
  const BoundingBox raw{40, 40, 40, 30};
  const BoundingBox verified{240, 180, 40, 30};
  const cv::Point2d from(60, 55);
  const cv::Point2d to(260, 195);
  const cv::Mat sheet = Compared(frame, {MovedFinding(raw, verified)});
  EXPECT_EQ(MarkedShare(sheet, panel, scale, from, to), 1.0);
  EXPECT_LT(MarkedShare(sheet, panel, scale, from + cv::Point2d(30, 0), to + cv::Point2d(30, 0)),
            0.2);
  ModelledFinding still = MovedFinding(raw, verified);
  still.finding.rawBox.reset();
  EXPECT_LT(MarkedShare(Compared(frame, {still}), panel, scale, from, to), 0.2);
}

TEST(ComparisonSheet, DashesAnUnverifiedFinalLocation)
{
  const Frame frame = ColourFrame({400, 300});
  const cv::Rect panel = PartsOf(Compared(frame, {}), Green, 5000).at(3);
  const double scale = panel.width / 400.0;
  const auto marked = [&](VerificationStatus status)
  {
    ModelledFinding finding = FindingAt({100, 80, 160, 120});
    finding.finding.verification.status = status;
    cv::Mat same;
    cv::inRange(Compared(frame, {finding})(panel), Green, Green, same);
    const cv::Rect around(cv::Point2d(95, 75) * scale, cv::Point2d(265, 205) * scale);
    return around.area() - cv::countNonZero(same(around));
  };
  EXPECT_LT(marked(VerificationStatus::Unverified), 0.85 * marked(VerificationStatus::Verified));
}

TEST(ComparisonSheet, ShowsOneFindingAloneWhenAsked)
{
  const Frame frame = ColourFrame({400, 300});
  const std::vector<ModelledFinding> findings = {
      MovedFinding({40, 40, 40, 30}, {60, 60, 40, 30}),
      MovedFinding({240, 180, 40, 30}, {300, 60, 40, 30})};
  const cv::Mat alone = Compared(frame, {findings[1]});
  ModelledFinding second = findings[1];
  second.number = 2;
  const cv::Mat asked = Compared(frame, findings, {{}, 1});
  EXPECT_EQ(asked.size(), alone.size());
  EXPECT_EQ(cv::norm(asked, Compared(frame, {second}), cv::NORM_INF), 0.0);
}

TEST(ComparisonSheet, IsDrawnInBothThemesAndLanguages)
{
  const std::vector<ModelledFinding> findings = {MovedFinding({40, 40, 40, 30}, {60, 60, 40, 30})};
  const Frame frame = ColourFrame({400, 300});
  const cv::Mat dark = Compared(frame, findings);
  const cv::Mat light = Compared(frame, findings, {{}, {}, Theme::Light});
  const cv::Mat chinese = Compared(frame, findings, {{}, {}, Theme::Dark, "zh-CN"});
  ASSERT_EQ(dark.size(), light.size());
  EXPECT_LT(cv::mean(dark)[0], cv::mean(light)[0]);
  ASSERT_EQ(dark.size(), chinese.size());
  EXPECT_GT(cv::norm(dark, chinese, cv::NORM_L1), 0.0);
}

}  // namespace vlm
