// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/InsetFrames.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace vlm
{

namespace
{

constexpr std::size_t MostFrames = 4;
constexpr double LargestFrame = 0.25;  // of the picture's area

cv::Rect2d RegionIn(const PictureGeometry& geometry, const cv::Rect& region)
{
  return {geometry.ToDrawn(region.x - 0.5, region.y - 0.5),
          geometry.ToDrawn(region.x + region.width - 0.5, region.y + region.height - 0.5)};
}

// `end`: the corner opposite to it of the square that its arms span.
struct FrameCorner
{
  cv::Point2d at;
  cv::Point2d end;
};

std::array<FrameCorner, 4> CornersOf(const cv::Rect2d& region, double longestArm)
{
  const double arm = std::min({longestArm, 0.3 * region.width, 0.3 * region.height});
  const cv::Point2d low = region.tl();
  const cv::Point2d high = region.br();
  return {{{low, {low.x + arm, low.y + arm}},
           {{high.x, low.y}, {high.x - arm, low.y + arm}},
           {{low.x, high.y}, {low.x + arm, high.y - arm}},
           {high, {high.x - arm, high.y - arm}}}};
}

bool AreClear(const std::vector<cv::Rect2d>& regions, cv::Size picture)
{
  for (std::size_t i = 0; i < regions.size(); ++i)
  {
    const bool isLarge = regions[i].area() > LargestFrame * picture.area();
    const bool isCrossed =
        std::any_of(regions.begin(), regions.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const cv::Rect2d& other) { return (other & regions[i]).area() > 0.0; });
    if (isLarge || isCrossed)
    {
      return false;
    }
  }
  return !regions.empty() && regions.size() <= MostFrames;
}

// Whether something was drawn on the picture there.
bool IsMarked(const cv::Mat& drawn, const cv::Mat& original, const cv::Rect2d& rect)
{
  const cv::Rect place = cv::Rect(rect) & cv::Rect({0, 0}, original.size());
  return !place.empty() && cv::norm(drawn(place), original(place), cv::NORM_INF) > 0.0;
}

}  // namespace

void DrawInsetFrames(Canvas& canvas, const Frame& frame, const std::vector<CardSubject>& cards,
                     const DrawnPanel& panel)
{
  const PictureGeometry& geometry = panel.place.geometry;
  std::vector<cv::Rect2d> regions;
  regions.reserve(cards.size());
  for (const CardSubject& card : cards)
  {
    regions.push_back(RegionIn(geometry, InsetRegionOf(card.finding.finding, frame)));
  }
  if (!AreClear(regions, geometry.size))
  {
    return;
  }
  cv::Mat original = PictureIn(frame, geometry);
  if (original.channels() == 1)
  {
    cv::cvtColor(original, original, cv::COLOR_GRAY2BGR);
  }
  const double pad = 2.0 * canvas.LineWidth();
  const auto isFree = [&](const FrameCorner& corner)
  {
    const cv::Rect2d around(corner.at, corner.end);
    return !IsMarked(
        panel.picture, original,
        {around.x - pad, around.y - pad, around.width + 2.0 * pad, around.height + 2.0 * pad});
  };
  const auto draw = [&](const cv::Rect2d& region, const Colour& colour)
  {
    const auto corners = CornersOf(region, 1.2 * canvas.TextSize());
    if (!std::all_of(corners.begin(), corners.end(), isFree))
    {
      return;
    }
    for (const FrameCorner& corner : corners)
    {
      DrawCorner(canvas, corner.at, corner.end,
                 {colour, 0.5 * canvas.LineWidth(), LinePattern::Solid});
    }
  };
  WithinPanel(canvas, panel.place,
              [&]
              {
                for (std::size_t i = 0; i < regions.size(); ++i)
                {
                  draw(regions[i], ColourOf(cards[i].number));
                }
              });
}

}  // namespace vlm
