// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingLabels.h"

#include <algorithm>
#include <optional>

#include "Render/Canvas.h"

namespace vlm
{

namespace
{

// Of the picture, by all labels.
constexpr double LargestCover = 0.25;
constexpr double LargestCoverWithNumbers = 0.35;

constexpr double LongestLeader = 0.3;  // of the picture's width, to a label with words

// Of the picture's width, by one label.
constexpr double WidestOfFew = 0.5;
constexpr double WidestOfMany = 0.36;
constexpr std::size_t Many = 8;

// A line from a label to its lesion's edge.
struct Leader
{
  cv::Point2d from;
  cv::Point2d to;
};

struct PlacedLabel
{
  FindingLabel label;
  LabelDetail detail;
  cv::Rect2d place;
  Leader leader;
  Colour colour;
};

// It begins below the label.
Leader LeaderOf(const cv::Rect2d& place, const LocatedFinding& finding)
{
  const double inset = 0.17 * std::min(place.height, place.width);  // round ends
  const cv::Rect2d core(place.x + inset, place.y + inset, place.width - 2.0 * inset,
                        place.height - 2.0 * inset);
  const cv::Point2d start = NearestPoint(core, finding.centre);
  return {start, EdgeTowards(finding, start)};
}

class LabelPlacer
{
public:
  LabelPlacer(const Canvas& canvas, PictureSpace& space) : canvas_(canvas), space_(space) {}

  // Takes the label; false, and leaves it, if there is no place.
  bool Place(FindingLabel& label, LabelDetail detail, const LocatedFinding& finding)
  {
    const bool isFull = detail == LabelDetail::Full;
    const cv::Size2d size = label.Size(detail);
    const double most = isFull ? LargestCover : LargestCoverWithNumbers;
    if (covered_ + size.area() > most * canvas_.Size().area())
    {
      return false;
    }
    const double gap = (isFull ? 0.9 : 0.4) * canvas_.TextSize();
    const auto place = PlaceLabel(space_, size, finding.body, gap);
    if (!place)
    {
      return false;
    }
    const Leader leader = LeaderOf(*place, finding);
    const bool isFar = cv::norm(leader.from - leader.to) > LongestLeader * canvas_.Size().width;
    const bool isBad =
        isFar || space_.DoesHide(*place) || space_.IsObstructed(*place, leader.from, leader.to);
    if (isFull && isBad)
    {
      return false;
    }
    covered_ += place->area();
    space_.Take(*place);
    space_.AvoidLine(leader.from, leader.to);
    placed_.push_back({std::move(label), detail, *place, leader, ColourOf(finding.number)});
    return true;
  }

  const std::vector<PlacedLabel>& Placed() const { return placed_; }

private:
  const Canvas& canvas_;
  PictureSpace& space_;
  double covered_ = 0.0;
  std::vector<PlacedLabel> placed_;
};

std::vector<const LocatedFinding*> ByNumber(const std::vector<LocatedFinding>& findings)
{
  std::vector<const LocatedFinding*> sorted;
  sorted.reserve(findings.size());
  for (const LocatedFinding& finding : findings)
  {
    sorted.push_back(&finding);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const LocatedFinding* a, const LocatedFinding* b)
                   { return a->number < b->number; });
  return sorted;
}

void DrawLeader(Canvas& canvas, const PlacedLabel& placed)
{
  const Leader& leader = placed.leader;
  if (cv::norm(leader.from - leader.to) < 2.0)
  {
    return;
  }
  cairo_move_to(canvas.Context(), leader.from.x, leader.from.y);
  cairo_line_to(canvas.Context(), leader.to.x, leader.to.y);
  canvas.StrokeWithHalo(placed.colour, 0.6 * canvas.LineWidth());
}

}  // namespace

void DrawFindingLabels(Canvas& canvas, PictureSpace& space,
                       const std::vector<LocatedFinding>& findings, const LabelStyle& style)
{
  const double widest = (findings.size() < Many ? WidestOfFew : WidestOfMany) * canvas.Size().width;
  LabelPlacer placer(canvas, space);
  std::vector<const LocatedFinding*> labelled = ByNumber(findings);
  labelled.resize(std::min(labelled.size(), MostLabelled));
  for (const LocatedFinding* finding : labelled)
  {
    FindingLabel label(*finding, canvas.TextSize());
    if (style.detail == LabelDetail::Full)
    {
      label.AddTexts(finding->model->finding, style.words, widest);
    }
    if (!placer.Place(label, style.detail, *finding))
    {
      placer.Place(label, LabelDetail::NumberOnly, *finding);
    }
  }
  for (const PlacedLabel& placed : placer.Placed())
  {
    DrawLeader(canvas, placed);
  }
  for (const PlacedLabel& placed : placer.Placed())
  {
    placed.label.Draw(canvas, placed.place, placed.detail, style.colours);
  }
}

}  // namespace vlm
