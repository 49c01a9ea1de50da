// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/LabelPlacement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace vlm
{

namespace
{

// A label may be moved away by this part of its width to uncover anatomy.
constexpr double InterestWeight = 0.45;
constexpr double LesionWeight = 15.0;  // of covered width
// Of the label's height, for each:
constexpr double LesionCrossingWeight = 2.5;  // lesion that the leader line crosses
constexpr double CrossingWeight = 40.0;       // line or label; rather anywhere else
constexpr double GoodCost = 1.5;              // of the label's height: no need to look farther
constexpr double NoLimit = std::numeric_limits<double>::max();

cv::Point2d Centre(const cv::Rect2d& rect)
{
  return {rect.x + rect.width / 2.0, rect.y + rect.height / 2.0};
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
      place.height * (LesionCrossingWeight * space.CrossedLesions(leader, edge) +
                      CrossingWeight * (space.CoveredLines(place) + space.Crossings(leader, edge)));
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
