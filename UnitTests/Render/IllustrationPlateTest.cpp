// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <numeric>

#include "Render/Layers.h"
#include "Render/SheetFixtures.h"

namespace vlm
{

namespace
{

cv::Mat Illustrated(const Frame& frame, const std::vector<ModelledFinding>& findings,
                    const LayerOptions& options = {})
{
  const auto sheet = RenderLayer(Layer::Illustration, frame, findings, options);
  EXPECT_TRUE(sheet.HasValue());
  return sheet.HasValue() ? sheet.Value() : cv::Mat(1, 1, CV_8UC3);
}

std::vector<ModelledFinding> Row(int count)
{
  std::vector<ModelledFinding> findings;
  findings.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
  {
    const int row = i / 10;
    findings.push_back(FindingAt({10.0 + (i % 10) * 38.0, 30.0 + row * 60.0, 24.0, 20.0}));
  }
  return findings;
}

// Squares of `side` pixels, magenta and green, over the whole image.
Frame Checkered(cv::Size size, int side)
{
  Frame frame = ColourFrame(size);
  for (int row = 0; row < size.height; ++row)
  {
    for (int column = 0; column < size.width; ++column)
    {
      if ((row / side + column / side) % 2 == 0)
      {
        frame.display.at<cv::Vec3b>(row, column) = Magenta;
      }
    }
  }
  return frame;
}

}  // namespace

TEST(IllustrationPlate, HasTheWidthAskedFor)
{
  for (const int width : {16, 500, 800, 1601, 3000})
  {
    EXPECT_EQ(Illustrated(GreyFrame(64, 48), {FindingAt({9, 9, 20, 20})}, {width, {}}).cols, width);
  }
  EXPECT_EQ(Illustrated(GreyFrame(64, 48), {}).cols, 1600);
}

TEST(IllustrationPlate, ShowsThePictureLarge)
{
  const auto alone = PartsOf(Illustrated(ColourFrame({400, 300}), {}), Green, 5000);
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_GT(alone.front().width, 1000);
  const auto parts = PartsOf(Illustrated(ColourFrame({400, 300}), Row(1)), Green, 5000);
  ASSERT_GE(parts.size(), 2U);
  EXPECT_GT(parts.front().width, 800);
}

TEST(IllustrationPlate, ShowsTheFindingMagnified)
{
  // 24 px of lesion: 60 px are shown, about 500 drawn px wide; the whole image has 400 px on 930.
  const Frame frame = Checkered({400, 400}, 10);
  const auto squares = PartsOf(Illustrated(frame, {FindingAt({188, 188, 24, 24})}), Magenta, 2000);
  constexpr int smear = 5;  // of edges, by interpolation
  const int largest = std::accumulate(squares.begin(), squares.end(), 0,
                                      [](int width, const cv::Rect& square)
                                      { return std::max(width, square.width); });
  const auto whole = std::count_if(squares.begin(), squares.end(),
                                   [largest](const cv::Rect& square)
                                   {
                                     return std::abs(square.width - largest) <= smear &&
                                            std::abs(square.height - largest) <= smear;
                                   });
  EXPECT_GE(whole, 6);
  EXPECT_GT(largest, 3 * 10 * 930 / 400);
}

TEST(IllustrationPlate, GivesEightFindingsAnInsetAndListsTheOthers)
{
  const Frame frame = ColourFrame({400, 300});
  const auto insets = [&frame](int findings)
  {
    const auto parts = PartsOf(Illustrated(frame, Row(findings)), Green, 500);
    // Of an inset the ring around the lesion; the first part is the picture.
    return std::count_if(parts.begin(), parts.end(),
                         [](const cv::Rect& part) { return part.width > 200 && part.width < 320; });
  };
  EXPECT_EQ(insets(2), 2);
  EXPECT_EQ(insets(8), 8);
  EXPECT_EQ(insets(20), 8);
  EXPECT_GT(Illustrated(frame, Row(20)).rows, Illustrated(frame, Row(8)).rows);
}

TEST(IllustrationPlate, ListsAFindingWithoutALocation)
{
  ModelledFinding nowhere;
  nowhere.finding.statement.label = "Effusion";
  const Frame frame = ColourFrame({400, 300});
  EXPECT_GT(Illustrated(frame, {nowhere}).rows, Illustrated(frame, {}).rows);
}

TEST(IllustrationPlate, ShowsOneFindingAloneWhenAsked)
{
  const Frame frame = ColourFrame({400, 300});
  std::vector<ModelledFinding> findings = Row(3);
  const cv::Mat asked = Illustrated(frame, findings, {{}, 1});
  findings[1].number = 2;
  EXPECT_EQ(cv::norm(asked, Illustrated(frame, {findings[1]}), cv::NORM_INF), 0.0);
}

TEST(IllustrationPlate, DrawsSpacedAndUnspacedImages)
{
  Frame frame = GreyFrame(300, 300);
  std::vector<ModelledFinding> findings = Row(2);
  findings[0].finding.measurements.longAxisPx = 24.0;
  findings[0].finding.measurements.shortAxisPx = 20.0;
  const cv::Mat unspaced = Illustrated(frame, findings);
  frame.spacing = PixelSpacing{0.4, 0.4};
  const cv::Mat spaced = Illustrated(frame, findings);
  ASSERT_EQ(spaced.size(), unspaced.size());
  EXPECT_GT(cv::norm(spaced, unspaced, cv::NORM_L1), 0.0);
}

}  // namespace vlm
