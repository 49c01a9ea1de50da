// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/HeatmapOverlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "Render/Canvas.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

constexpr double MaximumCells = 4.0e6;
constexpr double MaximumOpacity = 0.62;
constexpr int Levels = 256;
constexpr double NarrowestLegend = 3.6;  // in terms of the text's size: bar and numbers

struct BlendEntry
{
  std::array<std::uint16_t, 3> colour{};  // B, G, R times opacity in 1/256
  std::uint16_t remainder = 256;          // weight of the picture in 1/256
};

// INFERNO without its lowest part: black would read as a shadow in the image.
cv::Vec3b ColourOfValue(const cv::Mat& inferno, double value)
{
  return inferno.at<cv::Vec3b>(0, static_cast<int>(std::lround(60.0 + 195.0 * value)));
}

double OpacityOf(double value)
{
  return MaximumOpacity * std::min(1.0, std::sqrt(value) * std::min(1.0, 8.0 * value));
}

const cv::Mat& Inferno()
{
  static const cv::Mat colours = []
  {
    cv::Mat levels(1, Levels, CV_8UC1);
    for (int i = 0; i < Levels; ++i)
    {
      levels.at<uchar>(0, i) = static_cast<uchar>(i);
    }
    cv::Mat mapped;
    cv::applyColorMap(levels, mapped, cv::COLORMAP_INFERNO);
    return mapped;
  }();
  return colours;
}

std::array<BlendEntry, Levels> BlendTable()
{
  std::array<BlendEntry, Levels> table;
  for (int i = 0; i < Levels; ++i)
  {
    const double value = i / (Levels - 1.0);
    const int opacity = static_cast<int>(std::lround(256.0 * OpacityOf(value)));
    const cv::Vec3b colour = ColourOfValue(Inferno(), value);
    BlendEntry& entry = table[static_cast<std::size_t>(i)];
    entry.remainder = static_cast<std::uint16_t>(256 - opacity);
    for (int channel = 0; channel < 3; ++channel)
    {
      entry.colour[static_cast<std::size_t>(channel)] =
          static_cast<std::uint16_t>(colour[channel] * opacity);
    }
  }
  return table;
}

uchar Blend(uchar below, std::uint16_t colour, std::uint16_t remainder)
{
  return static_cast<uchar>((below * remainder + colour + 128) >> 8);
}

void DrawColourBar(Canvas& canvas, const cv::Rect2d& bar, const Colour& ink)
{
  const double textSize = canvas.TextSize();
  constexpr int slices = 64;
  cairo_t* const context = canvas.Context();
  cairo_pattern_t* const gradient =
      cairo_pattern_create_linear(0.0, bar.y + bar.height, 0.0, bar.y);
  for (int i = 0; i <= slices; ++i)
  {
    const double value = static_cast<double>(i) / slices;
    const cv::Vec3b colour = ColourOfValue(Inferno(), value);
    cairo_pattern_add_color_stop_rgb(gradient, value, colour[2] / 255.0, colour[1] / 255.0,
                                     colour[0] / 255.0);
  }
  cairo_rectangle(context, bar.x, bar.y, bar.width, bar.height);
  cairo_set_source(context, gradient);
  cairo_fill(context);
  cairo_pattern_destroy(gradient);
  for (const auto& [value, text] : {std::pair(0.0, "0"), {0.5, "0.5"}, {1.0, "1"}})
  {
    const TextLabel tick(text, {0.85 * textSize});
    const double y = bar.y + (1.0 - value) * bar.height;
    const double top = std::clamp(y - tick.Size().height / 2.0, bar.y - 0.15 * textSize,
                                  bar.y + bar.height - 0.85 * tick.Size().height);
    tick.Draw(canvas, {bar.x + bar.width + 0.3 * textSize, top}, ink);
  }
}

}  // namespace

cv::Size AnomalyGridFor(cv::Size drawn)
{
  const double shrink = std::min(1.0, std::sqrt(MaximumCells / drawn.area()));
  return {std::max(1, static_cast<int>(drawn.width * shrink)),
          std::max(1, static_cast<int>(drawn.height * shrink))};
}

void BlendHeatmap(const AnomalyMap& map, cv::Mat& picture)
{
  if (map.touched.empty())
  {
    return;
  }
  cv::Mat levels;
  cv::Rect target = map.touched;
  map.values(map.touched).convertTo(levels, CV_8UC1, Levels - 1.0);
  if (map.values.size() != picture.size())
  {
    cv::Mat whole = cv::Mat::zeros(map.values.size(), CV_8UC1);
    levels.copyTo(whole(map.touched));
    cv::resize(whole, levels, picture.size(), 0.0, 0.0, cv::INTER_LINEAR);
    target = {0, 0, picture.cols, picture.rows};
  }
  const std::array<BlendEntry, Levels> table = BlendTable();
  for (int row = 0; row < target.height; ++row)
  {
    const uchar* const level = levels.ptr<uchar>(row);
    cv::Vec4b* const pixels = picture.ptr<cv::Vec4b>(target.y + row) + target.x;
    for (int column = 0; column < target.width; ++column)
    {
      if (level[column] == 0)
      {
        continue;
      }
      const BlendEntry& entry = table[level[column]];
      cv::Vec4b& pixel = pixels[column];
      pixel[0] = Blend(pixel[0], entry.colour[0], entry.remainder);
      pixel[1] = Blend(pixel[1], entry.colour[1], entry.remainder);
      pixel[2] = Blend(pixel[2], entry.colour[2], entry.remainder);
    }
  }
}

void DrawHeatmapLegend(Canvas& canvas, PictureSpace& space, const Phrasebook& words,
                       const ThemeColours& colours)
{
  const double textSize = canvas.TextSize();
  const double pad = 0.5 * textSize;
  const double barHeight = std::min(8.0 * textSize, 0.3 * canvas.Size().height);
  if (barHeight < 4.0 * textSize)
  {
    return;
  }
  const TextLabel title(words.Say("layers.legend"), {0.9 * textSize});
  const cv::Size2d titled(title.Size().width + 2.0 * pad,
                          title.Size().height + barHeight + 3.0 * pad);
  const cv::Size2d untitled(NarrowestLegend * textSize, barHeight + 2.0 * pad);
  for (const cv::Size2d& size : {titled, untitled})
  {
    const bool isWide = size.width > 0.4 * canvas.Size().width;
    const auto place = isWide ? std::nullopt : space.TakeClearBorder(size, pad, CornerSide::Right);
    if (place)
    {
      canvas.FillRounded(*place, 0.3 * textSize, colours.plate);
      if (size == titled)
      {
        title.Draw(canvas, place->tl() + cv::Point2d(pad, pad), colours.ink);
      }
      DrawColourBar(
          canvas,
          {place->x + pad, place->br().y - 1.2 * pad - barHeight, 0.9 * textSize, barHeight},
          colours.ink);
      return;
    }
  }
}

}  // namespace vlm
