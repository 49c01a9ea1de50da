// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <deque>
#include <limits>

#include "Render/Layers.h"
#include "Render/SheetFixtures.h"

namespace vlm
{

namespace
{

// Keeps what key images refer to.
struct Series
{
  std::deque<Frame> frames;
  std::deque<std::vector<ModelledFinding>> findings;
  std::vector<KeyImage> images;

  void Add(Frame frame, std::vector<ModelledFinding> found = {})
  {
    frames.push_back(std::move(frame));
    findings.push_back(std::move(found));
    images.push_back({frames.back(), findings.back()});
  }
};

cv::Vec3b ColourFor(int image)
{
  return {static_cast<uchar>(5 + 8 * image), 200, static_cast<uchar>(250 - 8 * image)};
}

Frame Slice(cv::Size size, const cv::Vec3b& colour, std::optional<double> mm = std::nullopt)
{
  Frame frame = ColourFrame(size, colour);
  if (mm)
  {
    frame.imageOrientationPatient = std::array<double, 6>{1, 0, 0, 0, 1, 0};
    frame.imagePositionPatient = std::array<double, 3>{0, 0, *mm};
  }
  return frame;
}

Series SeriesOf(int images, int withFindings)
{
  Series series;
  for (int i = 0; i < images; ++i)
  {
    std::vector<ModelledFinding> found;
    if (i >= images - withFindings)
    {
      found.push_back(FindingAt({40, 40, 30, 30}));
      found.back().number = 1;
    }
    series.Add(Slice({200, 200}, ColourFor(i), 5.0 * i - 20.0), std::move(found));
  }
  return series;
}

cv::Mat Drawn(const Series& series, const LayerOptions& options = {1000, {}})
{
  const auto plate = RenderSeriesPlate(series.images, options);
  EXPECT_TRUE(plate.HasValue());
  return plate.HasValue() ? plate.Value() : cv::Mat(1, 1, CV_8UC3);
}

// Where the picture of that colour begins; none if it is not there.
std::optional<cv::Rect> PictureOf(const cv::Mat& plate, const cv::Vec3b& colour)
{
  const auto parts = PartsOf(plate, colour, 1500);
  return parts.empty() ? std::nullopt : std::optional<cv::Rect>(parts.front());
}

}  // namespace

TEST(SeriesPlate, RefusesNoImageAndAnAbsurdWidth)
{
  EXPECT_FALSE(RenderSeriesPlate({}, {}).HasValue());
  EXPECT_FALSE(RenderSeriesPlate(SeriesOf(2, 1).images, {9000, {}}).HasValue());
}

TEST(SeriesPlate, HasTheWidthAskedFor)
{
  const Series series = SeriesOf(3, 1);
  for (const int width : {16, 640, 800, 1601})
  {
    EXPECT_EQ(Drawn(series, {width, {}}).cols, width);
  }
}

TEST(SeriesPlate, ShowsTheImagesInTheirOrder)
{
  for (const int count : {1, 2, 8, 24})
  {
    const cv::Mat plate = Drawn(SeriesOf(count, 1));
    cv::Point last(-1, -1);
    for (int i = 0; i < count; ++i)
    {
      const auto picture = PictureOf(plate, ColourFor(i));
      ASSERT_TRUE(picture) << i << " of " << count;
      EXPECT_TRUE(picture->y > last.y || (picture->y == last.y && picture->x > last.x)) << i;
      last = picture->tl();
    }
  }
}

TEST(SeriesPlate, LeavesOutImagesWithoutFindingsFirst)
{
  const cv::Mat plate = Drawn(SeriesOf(30, 10));
  int shown = 0;
  for (int i = 0; i < 30; ++i)
  {
    const bool isShown = PictureOf(plate, ColourFor(i)).has_value();
    shown += isShown ? 1 : 0;
    EXPECT_TRUE(isShown || i < 20) << i;
  }
  EXPECT_EQ(shown, 24);
}

TEST(SeriesPlate, DrawsSlicesWithoutPositions)
{
  Series series;
  series.Add(Slice({200, 200}, ColourFor(0)), {FindingAt({40, 40, 30, 30})});
  series.Add(Slice({200, 200}, ColourFor(1)));
  const cv::Mat without = Drawn(series);
  EXPECT_TRUE(PictureOf(without, ColourFor(1)));
  Series placed;
  placed.Add(Slice({200, 200}, ColourFor(0), 1.0), {FindingAt({40, 40, 30, 30})});
  placed.Add(Slice({200, 200}, ColourFor(1), 7.0));
  EXPECT_GT(Drawn(placed).rows, without.rows);  // by the strip's head
}

TEST(SeriesPlate, DrawsImagesOfDifferentSizesAndAspects)
{
  Series series;
  const std::vector<cv::Size> sizes = {{200, 200}, {600, 150}, {100, 400}, {64, 64}};
  for (std::size_t i = 0; i < sizes.size(); ++i)
  {
    series.Add(Slice(sizes[i], ColourFor(static_cast<int>(i)), 4.0 * static_cast<double>(i)),
               {FindingAt({10, 10, 20, 20})});
  }
  const cv::Mat plate = Drawn(series);
  for (std::size_t i = 0; i < sizes.size(); ++i)
  {
    const auto picture = PictureOf(plate, ColourFor(static_cast<int>(i)));
    ASSERT_TRUE(picture);
    EXPECT_NEAR(static_cast<double>(picture->width) / picture->height,
                static_cast<double>(sizes[i].width) / sizes[i].height, 0.02 * sizes[i].width);
  }
  Series strange;
  strange.Add(GreyFrame(1, 1));
  strange.Add(GreyFrame(16384, 64));
  strange.Add(GreyFrame(3, 512));
  EXPECT_FALSE(Drawn(strange).empty());
}

TEST(SeriesPlate, SurvivesHostileFindings)
{
  constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
  Series series;
  for (const double number : {0.0, -1.0e300, 1.0e300, notANumber})
  {
    std::vector<ModelledFinding> found;
    for (int i = 0; i < 60; ++i)
    {
      found.push_back(FindingAt({number, 3.0 * i, 20, 20}, std::string(20000, 'W')));
      found.back().number = i % 2 == 0 ? -5 : i * 1000;
      found.back().finding.measurements.longAxisMm = number;
      found.back().finding.outline.assign(7, {number, 1.0});
    }
    series.Add(Slice({200, 200}, Green, number), std::move(found));
  }
  EXPECT_FALSE(Drawn(series).empty());
}

}  // namespace vlm
