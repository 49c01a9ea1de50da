// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/PictureSpace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace vlm
{

namespace
{

constexpr double MostHidden = 0.25;  // of a lesion, by a label
constexpr int InterestSide = 64;
constexpr double FullInterest = 24.0;  // grey levels from the background

cv::Point Rounded(cv::Point2d point)
{
  return {static_cast<int>(std::lround(point.x)), static_cast<int>(std::lround(point.y))};
}

bool DoCross(const cv::Rect2d& rect, cv::Point2d from, cv::Point2d to)
{
  // Most pairs are far apart; this spares them the exact answer.
  const bool isApart = std::max(from.x, to.x) < rect.x || std::min(from.x, to.x) > rect.br().x ||
                       std::max(from.y, to.y) < rect.y || std::min(from.y, to.y) > rect.br().y;
  if (isApart || rect.empty())
  {
    return false;
  }
  cv::Point start = Rounded(from);
  cv::Point end = Rounded(to);
  return cv::clipLine(cv::Rect(Rounded(rect.tl()), Rounded(rect.br())), start, end);
}

// Twice the signed area of the triangle: its sign says on which side of ab the point c lies.
double Side(cv::Point2d a, cv::Point2d b, cv::Point2d c)
{
  return (b - a).cross(c - a);
}

}  // namespace

bool PictureSpace::IsFree(const cv::Rect2d& rect) const
{
  const bool isInside = rect.x >= 0.0 && rect.y >= 0.0 && rect.x + rect.width <= size_.width &&
                        rect.y + rect.height <= size_.height;
  return isInside &&
         std::none_of(taken_.begin(), taken_.end(),
                      [&rect](const cv::Rect2d& other) { return (rect & other).area() > 0.0; });
}

bool PictureSpace::TakeIfFree(const cv::Rect2d& rect)
{
  if (!IsFree(rect))
  {
    return false;
  }
  Take(rect);
  return true;
}

cv::Rect2d PictureSpace::At(cv::Point2d share, cv::Size2d size, double margin) const
{
  const double across = size_.width - 2.0 * margin - size.width;
  const double down = freeBottom_ - 2.0 * margin - size.height;
  return {{margin + share.x * across, margin + share.y * down}, size};
}

std::optional<cv::Rect2d> PictureSpace::TakeBest(const std::vector<cv::Rect2d>& places)
{
  std::optional<cv::Rect2d> best;
  for (const cv::Rect2d& place : places)
  {
    const bool isBetter = !best || AvoidedArea(place) < AvoidedArea(*best);
    if (isBetter && IsFree(place))
    {
      best = place;
    }
  }
  if (best)
  {
    Take(*best);
  }
  return best;
}

std::vector<cv::Rect2d> PictureSpace::Corners(cv::Size2d size, double margin, CornerSide side) const
{
  const double first = side == CornerSide::Left ? 0.0 : 1.0;
  return {At({first, 0.0}, size, margin), At({1.0 - first, 0.0}, size, margin),
          At({first, 1.0}, size, margin), At({1.0 - first, 1.0}, size, margin)};
}

std::optional<cv::Rect2d> PictureSpace::TakeClear(std::vector<cv::Rect2d> places)
{
  const auto hides = [this](const cv::Rect2d& place) { return DoesHide(place); };
  places.erase(std::remove_if(places.begin(), places.end(), hides), places.end());
  return TakeBest(places);
}

std::optional<cv::Rect2d> PictureSpace::TakeCorner(cv::Size2d size, double margin, CornerSide side)
{
  return TakeBest(Corners(size, margin, side));
}

std::optional<cv::Rect2d> PictureSpace::TakeClearCorner(cv::Size2d size, double margin,
                                                        CornerSide side)
{
  return TakeClear(Corners(size, margin, side));
}

std::optional<cv::Rect2d> PictureSpace::TakeClearBorder(cv::Size2d size, double margin,
                                                        CornerSide side)
{
  std::vector<cv::Rect2d> places = Corners(size, margin, side);
  const double first = side == CornerSide::Left ? 0.0 : 1.0;
  for (const double share : {0.5, 0.25, 0.75})
  {
    places.push_back(At({first, share}, size, margin));
    places.push_back(At({1.0 - first, share}, size, margin));
    places.push_back(At({share, 0.0}, size, margin));
    places.push_back(At({share, 1.0}, size, margin));
  }
  return TakeClear(std::move(places));
}

void PictureSpace::TakeBottom(double height)
{
  freeBottom_ = size_.height - height;
  Take({0.0, freeBottom_, size_.width, height});
}

double PictureSpace::AvoidedArea(const cv::Rect2d& rect) const
{
  double area = 0.0;
  for (const cv::Rect2d& avoided : avoided_)
  {
    area += (rect & avoided).area();
  }
  return area;
}

int PictureSpace::CoveredLines(const cv::Rect2d& rect) const
{
  return static_cast<int>(std::count_if(lines_.begin(), lines_.end(),
                                        [&rect](const Line& line)
                                        { return DoCross(rect, line.from, line.to); }));
}

int PictureSpace::Crossings(cv::Point2d from, cv::Point2d to) const
{
  const auto isRectCrossed = [from, to](const cv::Rect2d& rect) { return DoCross(rect, from, to); };
  const auto isLineCrossed = [from, to](const Line& line)
  {
    return Side(from, to, line.from) * Side(from, to, line.to) < 0.0 &&
           Side(line.from, line.to, from) * Side(line.from, line.to, to) < 0.0;
  };
  return static_cast<int>(std::count_if(taken_.begin(), taken_.end(), isRectCrossed) +
                          std::count_if(lines_.begin(), lines_.end(), isLineCrossed));
}

int PictureSpace::CrossedLesions(cv::Point2d from, cv::Point2d to) const
{
  return static_cast<int>(std::count_if(avoided_.begin(), avoided_.end(),
                                        [from, to](const cv::Rect2d& rect)
                                        { return DoCross(rect, from, to); }));
}

bool PictureSpace::DoesHide(const cv::Rect2d& rect) const
{
  return std::any_of(avoided_.begin(), avoided_.end(),
                     [&rect](const cv::Rect2d& avoided)
                     { return (rect & avoided).area() > MostHidden * avoided.area(); });
}

bool PictureSpace::IsObstructed(const cv::Rect2d& rect, cv::Point2d from, cv::Point2d to) const
{
  return CoveredLines(rect) > 0 || Crossings(from, to) > 0;
}

void PictureSpace::SetInterest(const cv::Mat& interest)
{
  cv::integral(interest, interestSums_, CV_64F);
}

double PictureSpace::InterestArea(const cv::Rect2d& rect) const
{
  if (interestSums_.empty())
  {
    return 0.0;
  }
  const int columns = interestSums_.cols - 1;
  const int rows = interestSums_.rows - 1;
  const auto cell = [](double position, double length, int count)
  { return std::clamp(static_cast<int>(std::lround(position / length * count)), 0, count); };
  const int left = cell(rect.x, size_.width, columns);
  const int right = cell(rect.x + rect.width, size_.width, columns);
  const int top = cell(rect.y, size_.height, rows);
  const int bottom = cell(rect.y + rect.height, size_.height, rows);
  const double sum = interestSums_.at<double>(bottom, right) -
                     interestSums_.at<double>(top, right) - interestSums_.at<double>(bottom, left) +
                     interestSums_.at<double>(top, left);
  return sum * size_.area() / (static_cast<double>(columns) * rows);
}

cv::Mat InterestOf(const cv::Mat& picture)
{
  cv::Mat coarse;
  cv::resize(picture, coarse, {InterestSide, InterestSide}, 0.0, 0.0, cv::INTER_AREA);
  if (coarse.channels() == 3)
  {
    cv::cvtColor(coarse, coarse, cv::COLOR_BGR2GRAY);
  }
  std::array<int, 256> counts{};
  std::for_each(coarse.begin<uchar>(), coarse.end<uchar>(),
                [&counts](uchar grey) { ++counts[grey]; });
  const auto commonest = std::max_element(counts.begin(), counts.end()) - counts.begin();
  cv::Mat interest;
  coarse.convertTo(interest, CV_32FC1);
  interest = cv::min(cv::abs(interest - static_cast<double>(commonest)) / FullInterest, 1.0);
  return interest;
}

cv::Point2d NearestPoint(const cv::Rect2d& rect, cv::Point2d point)
{
  return {std::clamp(point.x, rect.x, rect.x + rect.width),
          std::clamp(point.y, rect.y, rect.y + rect.height)};
}

}  // namespace vlm
