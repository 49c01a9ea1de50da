// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingLabels.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "Render/Canvas.h"
#include "Render/Numbers.h"
#include "Render/TextLabel.h"

namespace vlm
{

namespace
{

constexpr double LargestCover = 0.2;  // of the picture, by all labels
constexpr double LargestCoverWithNumbers = 0.35;
constexpr double LargestLabelWidth = 0.5;  // of the picture's width
constexpr Colour BadgeInk{0.04, 0.04, 0.06};

// Lengths of a label's parts, in terms of its text.
struct LabelMetrics
{
  explicit LabelMetrics(double size) : textSize(size), pad(0.35 * size), badge(1.5 * size) {}
  double textSize;
  double pad;
  double badge;  // diameter
};

std::string NameOf(const Finding& finding)
{
  const std::string name = PrintableText(finding.statement.label);
  return name.find_first_not_of(' ') == std::string::npos ? "Unnamed finding" : name;
}

class FindingLabel
{
public:
  FindingLabel(const LocatedFinding& finding, const Canvas& canvas, LabelDetail detail)
      : metrics_(canvas.TextSize()),
        colour_(ColourOf(finding.index)),
        number_(std::to_string(finding.index + 1), {0.95 * metrics_.textSize, TextWeight::Bold})
  {
    metrics_.badge = std::max(metrics_.badge, number_.Size().width + 2.0 * metrics_.pad);
    size_ = {metrics_.badge, metrics_.badge};
    if (detail == LabelDetail::Full)
    {
      AddTexts(finding.model->finding, LargestLabelWidth * canvas.Size().width);
    }
  }

  cv::Size2d Size() const { return size_; }

  void Draw(Canvas& canvas, cv::Point2d topLeft) const
  {
    const double radius = metrics_.badge / 2.0;
    if (name_)
    {
      canvas.FillRounded({topLeft, size_}, std::min(radius, size_.height / 2.0), Plate);
    }
    const cv::Point2d disc(topLeft.x + radius, topLeft.y + radius);
    canvas.FillDisc(disc, radius, Halo);
    canvas.FillDisc(disc, 0.9 * radius, colour_);
    number_.Draw(canvas,
                 {disc.x - number_.Size().width / 2.0, disc.y - number_.Size().height / 2.0},
                 BadgeInk);
    if (name_)
    {
      name_->Draw(canvas, topLeft + namePosition_, White);
    }
    if (details_)
    {
      details_->Draw(canvas, topLeft + detailsPosition_, White);
    }
  }

private:
  void AddTexts(const Finding& finding, double widest)
  {
    const double textLeft = metrics_.badge + metrics_.pad;
    const double room = widest - textLeft - 2.0 * metrics_.pad;
    const std::string details = DetailsOf(finding);
    const double size = metrics_.textSize;
    const std::string oneLine = details.empty() ? "" : " \u00B7 " + details;
    const std::string words = NameOf(finding);
    const TextLabel name(words, {size});
    const TextLabel after(oneLine, {size});
    if (room < 4.0 * size || after.Size().width > 1.3 * widest)
    {
      return;  // the picture is too small for words
    }
    const double afterWidth = oneLine.empty() ? 0.0 : after.Size().width;
    const bool isOneLine = name.Size().width + afterWidth <= room;
    name_.emplace(words, TextStyle{size, TextWeight::Normal, TextOverflow::Ellipsis, room});
    const double nameHeight = name_->Size().height;
    const double textTop = (metrics_.badge - nameHeight) / 2.0;
    namePosition_ = {textLeft, textTop};
    double textWidth = name_->Size().width;
    double height = metrics_.badge;
    if (!details.empty())
    {
      details_.emplace(isOneLine ? oneLine : details, TextStyle{size});
      detailsPosition_ = isOneLine ? cv::Point2d(textLeft + textWidth, textTop)
                                   : cv::Point2d(textLeft, textTop + nameHeight);
      const double width = details_->Size().width;
      textWidth = isOneLine ? textWidth + width : std::max(textWidth, width);
      height += isOneLine ? 0.0 : details_->Size().height;
    }
    size_ = {textLeft + textWidth + 2.0 * metrics_.pad, height};
  }

  LabelMetrics metrics_;
  Colour colour_;
  TextLabel number_;
  std::optional<TextLabel> name_;
  std::optional<TextLabel> details_;
  cv::Point2d namePosition_;
  cv::Point2d detailsPosition_;
  cv::Size2d size_;
};

struct PlacedLabel
{
  FindingLabel label;
  cv::Rect2d place;
  cv::Point2d leaderStart;
  cv::Point2d leaderEnd;
  Colour colour;
};

// A line from the label to the ellipse; it vanishes below the label.
void ConnectLeader(PlacedLabel& placed, const LocatedFinding& finding)
{
  const double inset = 0.17 * std::min(placed.place.height, placed.place.width);  // round ends
  const cv::Rect2d core(placed.place.x + inset, placed.place.y + inset,
                        placed.place.width - 2.0 * inset, placed.place.height - 2.0 * inset);
  placed.leaderStart = NearestPoint(core, finding.centre);
  placed.leaderEnd = finding.ellipses.empty()
                         ? NearestPoint(finding.body, placed.leaderStart)
                         : EdgeTowards(finding.ellipses.back(), placed.leaderStart);
}

struct LabelWish
{
  LabelDetail detail;
  double largestArea;
};

std::optional<PlacedLabel> Place(const Canvas& canvas, const PictureSpace& space,
                                 const LocatedFinding& finding, const LabelWish& wish)
{
  FindingLabel label(finding, canvas, wish.detail);
  if (label.Size().area() > wish.largestArea)
  {
    return std::nullopt;
  }
  const double gap = (wish.detail == LabelDetail::Full ? 0.9 : 0.4) * canvas.TextSize();
  const auto place = PlaceLabel(space, label.Size(), finding.body, gap);
  if (!place)
  {
    return std::nullopt;
  }
  PlacedLabel placed{std::move(label), *place, {}, {}, ColourOf(finding.index)};
  ConnectLeader(placed, finding);
  return placed;
}

std::vector<PlacedLabel> PlaceAll(const Canvas& canvas, PictureSpace& space,
                                  const std::vector<LocatedFinding>& findings, LabelDetail detail)
{
  for (const LocatedFinding& finding : findings)
  {
    space.Avoid(finding.body);
  }
  std::vector<PlacedLabel> labels;
  double covered = 0.0;
  const double area = canvas.Size().area();
  for (const LocatedFinding& finding : findings)
  {
    auto placed = Place(canvas, space, finding, {detail, LargestCover * area - covered});
    if (!placed)
    {
      placed = Place(canvas, space, finding,
                     {LabelDetail::NumberOnly, LargestCoverWithNumbers * area - covered});
    }
    if (placed)
    {
      covered += placed->place.area();
      space.Take(placed->place);
      space.AvoidLine(placed->leaderStart, placed->leaderEnd);
      labels.push_back(std::move(*placed));
    }
  }
  return labels;
}

void DrawLeader(Canvas& canvas, const PlacedLabel& placed)
{
  if (cv::norm(placed.leaderStart - placed.leaderEnd) < 2.0)
  {
    return;
  }
  cairo_move_to(canvas.Context(), placed.leaderStart.x, placed.leaderStart.y);
  cairo_line_to(canvas.Context(), placed.leaderEnd.x, placed.leaderEnd.y);
  canvas.StrokeWithHalo(placed.colour, 0.6 * canvas.LineWidth());
}

bool IsLength(const std::optional<double>& value)
{
  return value && std::isfinite(*value) && *value > 0.0;
}

}  // namespace

std::string DetailsOf(const Finding& finding)
{
  std::string details;
  const std::optional<double>& score = finding.statement.modelScore;
  if (score && std::isfinite(*score))
  {
    details = FormatDecimals(std::clamp(*score, 0.0, 1.0), 2);
  }
  const Measurements& measured = finding.measurements;
  if (IsLength(measured.longAxisMm) && IsLength(measured.shortAxisMm) &&
      *measured.longAxisMm < 1.0e4)
  {
    details += details.empty() ? "" : " \u00B7 ";
    details += FormatLength(*measured.longAxisMm) + " \u00D7 " +
               FormatLength(*measured.shortAxisMm) + " mm";
  }
  return details;
}

void DrawFindingLabels(Canvas& canvas, PictureSpace& space,
                       const std::vector<LocatedFinding>& findings, LabelDetail detail)
{
  const std::vector<PlacedLabel> labels = PlaceAll(canvas, space, findings, detail);
  for (const PlacedLabel& placed : labels)
  {
    DrawLeader(canvas, placed);
  }
  for (const PlacedLabel& placed : labels)
  {
    placed.label.Draw(canvas, placed.place.tl());
  }
}

}  // namespace vlm
