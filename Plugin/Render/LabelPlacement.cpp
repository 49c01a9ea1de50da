// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LabelPlacement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace vlm
{

namespace
{

// A label may be moved away by this part of its width to uncover anatomy.
constexpr double InterestWeight = 0.45;
constexpr double LesionWeight = 15.0;   // of covered width
constexpr double CrossingWeight = 2.5;  // of the label's height
constexpr double GoodCost = 1.5;        // of the label's height: no need to look farther
constexpr double NoLimit = std::numeric_limits<double>::max();
constexpr int InterestSide = 64;
constexpr double FullInterest = 24.0;  // grey levels from the background

cv::Point2d Centre(const cv::Rect2d& rect)
{
  return {rect.x + rect.width / 2.0, rect.y + rect.height / 2.0};
}

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

// Positions around `body`: at each of three distances to its right and left at three heights, and
// above and below it at three columns.
std::vector<cv::Rect2d> PlacesAround(const cv::Rect2d& body, cv::Size2d size, double gap)
{
  std::vector<cv::Rect2d> places;
  places.reserve(36);
  constexpr std::array<double, 3> slides{0.5, 0.0, 1.0};
  for (const double distance : {gap, 2.5 * gap, 5.0 * gap})
  {
    for (const double slide : slides)
    {
      const double x = body.x - size.width + slide * (body.width + size.width);
      const double y = body.y - size.height + slide * (body.height + size.height);
      places.emplace_back(body.x + body.width + distance, y, size.width, size.height);
      places.emplace_back(body.x - distance - size.width, y, size.width, size.height);
      places.emplace_back(x, body.y - distance - size.height, size.width, size.height);
      places.emplace_back(x, body.y + body.height + distance, size.width, size.height);
    }
  }
  return places;
}

std::vector<cv::Rect2d> PlacesEverywhere(cv::Size2d picture, cv::Size2d size, double margin)
{
  const double width = picture.width - size.width - 2.0 * margin;
  const double height = picture.height - size.height - 2.0 * margin;
  constexpr int steps = 18;
  std::vector<cv::Rect2d> places;
  places.reserve(std::size_t{steps + 1} * (steps + 1));
  for (int row = 0; row <= steps; ++row)
  {
    for (int column = 0; column <= steps; ++column)
    {
      places.emplace_back(margin + width * column / steps, margin + height * row / steps,
                          size.width, size.height);
    }
  }
  return places;
}

cv::Rect2d Grown(const cv::Rect2d& rect, double margin)
{
  return {rect.x - margin, rect.y - margin, rect.width + 2.0 * margin, rect.height + 2.0 * margin};
}

// Infinite as soon as it is known to exceed `limit`.
double Cost(const PictureSpace& space, const cv::Rect2d& place, const cv::Rect2d& body,
            double limit)
{
  const cv::Point2d bodyCentre = Centre(body);
  const cv::Point2d middle(space.Size().width / 2.0, space.Size().height / 2.0);
  const cv::Point2d leader = NearestPoint(place, bodyCentre);
  const cv::Point2d edge = NearestPoint(body, leader);
  // Outwards is towards the picture's border, where anatomy is rarer.
  const cv::Point2d outwards = bodyCentre - middle;
  const cv::Point2d direction = Centre(place) - bodyCentre;
  const double inwards =
      -outwards.dot(direction) / (cv::norm(outwards) * cv::norm(direction) + 1.0);
  double cost = cv::norm(leader - edge) + 0.5 * place.height * (1.0 + inwards);
  cost += InterestWeight * space.InterestArea(place) / place.height;
  if (cost > limit)
  {
    return std::numeric_limits<double>::infinity();
  }
  cost += LesionWeight * space.AvoidedArea(place) / place.height;
  cost +=
      CrossingWeight * place.height * (space.CoveredLines(place) + space.Crossings(leader, edge));
  return cost;
}

struct Choice
{
  cv::Rect2d place;
  double cost = 0.0;
};

struct Conditions
{
  double clearance;  // from all that is taken
  double limit;      // of the cost
};

std::optional<Choice> Cheapest(const PictureSpace& space, const std::vector<cv::Rect2d>& places,
                               const cv::Rect2d& body, const Conditions& conditions)
{
  std::optional<Choice> best;
  double limit = conditions.limit;
  for (const cv::Rect2d& place : places)
  {
    const double cost = Cost(space, place, body, limit);
    if (cost < limit && space.IsFree(Grown(place, conditions.clearance)))
    {
      best = Choice{place, cost};
      limit = cost;
    }
  }
  return best;
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
  const auto crossings = std::count_if(taken_.begin(), taken_.end(), isRectCrossed) +
                         std::count_if(avoided_.begin(), avoided_.end(), isRectCrossed) +
                         std::count_if(lines_.begin(), lines_.end(), isLineCrossed);
  return static_cast<int>(crossings);
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

std::optional<cv::Rect2d> PlaceLabel(const PictureSpace& space, cv::Size2d size,
                                     const cv::Rect2d& body, double gap)
{
  const double clearance = gap / 3.0;
  const auto near = Cheapest(space, PlacesAround(body, size, gap), body, {clearance, NoLimit});
  const bool isGood = near && near->cost < GoodCost * size.height;
  if (isGood)
  {
    return near->place;
  }
  const auto anywhere = Cheapest(space, PlacesEverywhere(space.Size(), size, clearance), body,
                                 {clearance, near ? near->cost : NoLimit});
  if (anywhere)
  {
    return anywhere->place;
  }
  return near ? std::optional(near->place) : std::nullopt;
}

}  // namespace vlm
