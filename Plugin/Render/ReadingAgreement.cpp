// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ReadingAgreement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "Render/ChartLegend.h"
#include "Render/LabelPlacement.h"
#include "Render/PictureGeometry.h"
#include "Render/VerificationMarks.h"

namespace vlm
{

namespace
{

constexpr std::size_t MostBoxes = 24;      // drawn of one finding
constexpr double LargestCoordinate = 1e6;  // [px]; keeps Cairo's fixed-point numbers in range
constexpr double Margin = 0.2;             // around the boxes, of their extent
constexpr int SmallestSide = 12;           // of the picture's part that is shown [px]
constexpr double Faintness = 0.6;          // of the picture behind the boxes

bool IsDrawable(const BoundingBox& box)
{
  const auto isPlace = [](double place) { return std::abs(place) <= LargestCoordinate; };
  return isPlace(box.left) && isPlace(box.top) && isPlace(box.Right()) && isPlace(box.Bottom()) &&
         box.width >= 0.0 && box.height >= 0.0;
}

std::vector<Sighting> DrawableSightings(const Finding& finding)
{
  std::vector<Sighting> drawable;
  for (const Sighting& sighting : finding.verification.sightings)
  {
    if (IsDrawable(sighting.box) && drawable.size() < MostBoxes)
    {
      drawable.push_back(sighting);
    }
  }
  return drawable;
}

// Of the image, around all boxes.
cv::Rect RegionAround(const std::vector<BoundingBox>& boxes, const Frame& frame)
{
  cv::Point2d first(boxes.front().left, boxes.front().top);
  cv::Point2d last = first;
  for (const BoundingBox& box : boxes)
  {
    first = {std::min(first.x, box.left), std::min(first.y, box.top)};
    last = {std::max(last.x, box.Right()), std::max(last.y, box.Bottom())};
  }
  const auto margin = [](double low, double high)
  { return std::max(Margin * (high - low), (SmallestSide - (high - low)) / 2.0); };
  const cv::Point2d grown(margin(first.x, last.x), margin(first.y, last.y));
  const cv::Rect region(cv::Point(cvFloor(first.x - grown.x), cvFloor(first.y - grown.y)),
                        cv::Point(cvCeil(last.x + grown.x) + 1, cvCeil(last.y + grown.y) + 1));
  return region & cv::Rect(0, 0, frame.Columns(), frame.Rows());
}

class BoxesOverPicture
{
public:
  BoxesOverPicture(ChartPanel& panel, const Frame& frame, const PictureGeometry& geometry)
      : panel_(panel),
        geometry_(geometry),
        topLeft_(cvFloor(panel.Room().x + (panel.Room().width - geometry.size.width) / 2.0),
                 cvFloor(panel.Room().y + (panel.Room().height - geometry.size.height) / 2.0)),
        space_(geometry.size)
  {
    cv::Mat faint;
    PictureIn(frame, geometry).convertTo(faint, -1, Faintness);
    panel_.Page().Paste(faint, topLeft_);
  }

  void Draw(const BoundingBox& box, Swatch swatch, const Colour& colour)
  {
    cairo_t* const context = panel_.Page().Drawing().Context();
    const cv::Rect2d drawn = ToDrawn(box);
    const double dash = 0.45 * panel_.TextSize();
    const bool isThick = swatch == Swatch::ThickBoxOnPicture;
    cairo_save(context);
    cairo_rectangle(context, topLeft_.x, topLeft_.y, geometry_.size.width, geometry_.size.height);
    cairo_clip(context);
    cairo_set_dash(context, &dash, swatch == Swatch::DashedBoxOnPicture ? 1 : 0, 0.0);
    cairo_rectangle(context, topLeft_.x + drawn.x, topLeft_.y + drawn.y, drawn.width, drawn.height);
    panel_.Page().Drawing().StrokeWithHalo(colour, (isThick ? 0.22 : 0.1) * panel_.TextSize());
    cairo_restore(context);
  }

  // At the first free place along the box' edge; nowhere if all are taken.
  void WriteNumber(const BoundingBox& box, int number)
  {
    const TextLabel label(std::to_string(number), {panel_.TextSize(), TextWeight::Bold});
    const cv::Rect2d drawn = ToDrawn(box);
    const double gap = 0.25 * panel_.TextSize();
    const cv::Size2d size(label.Size().width + gap, label.Size().height);
    // Shares of the box' sides, and of the label beyond that point.
    constexpr std::array<std::array<double, 4>, 10> places = {{{0.0, 0.0, -1.0, -1.0},
                                                               {1.0, 0.0, 0.0, -1.0},
                                                               {1.0, 1.0, 0.0, 0.0},
                                                               {0.0, 1.0, -1.0, 0.0},
                                                               {0.0, 0.5, -1.0, -0.5},
                                                               {1.0, 0.5, 0.0, -0.5},
                                                               {0.5, 0.0, -0.5, -1.0},
                                                               {0.5, 1.0, -0.5, 0.0},
                                                               {0.0, 0.0, 0.0, 0.0},
                                                               {1.0, 1.0, -1.0, -1.0}}};
    for (const auto& [x, y, left, up] : places)
    {
      const cv::Rect2d place({drawn.x + x * drawn.width + left * size.width,
                              drawn.y + y * drawn.height + up * size.height},
                             size);
      if (space_.TakeIfFree(place))
      {
        label.DrawWithHalo(panel_.Page().Drawing(),
                           cv::Point2d(topLeft_) + place.tl() + cv::Point2d(gap / 2.0, 0.0), White);
        return;
      }
    }
  }

private:
  // Relative to the picture's corner.
  cv::Rect2d ToDrawn(const BoundingBox& box) const
  {
    return {geometry_.ToDrawn(box.left, box.top), geometry_.ToDrawn(box.Right(), box.Bottom())};
  }

  ChartPanel& panel_;
  PictureGeometry geometry_;
  cv::Point topLeft_;
  PictureSpace space_;
};

void AddLegend(ChartPanel& panel, const ChartFinding& finding,
               const std::vector<Sighting>& sightings)
{
  std::vector<LegendEntry> legend;
  if (finding.model.finding.box)
  {
    legend.push_back({Swatch::ThickBoxOnPicture, ColourOf(finding.number),
                      finding.words.Say("charts.agreement.fused")});
  }
  const auto isOutlier = [](const Sighting& sighting) { return sighting.isOutlier; };
  if (!std::all_of(sightings.begin(), sightings.end(), isOutlier))
  {
    legend.push_back({Swatch::BoxOnPicture, White, finding.words.Say("charts.reading")});
  }
  if (std::any_of(sightings.begin(), sightings.end(), isOutlier))
  {
    legend.push_back({Swatch::DashedBoxOnPicture, White, finding.words.Say("charts.outlier")});
  }
  DrawLegend(panel, legend);
}

void DrawBoxes(ChartPanel& panel, const ChartFinding& finding,
               const std::vector<Sighting>& sightings)
{
  std::vector<BoundingBox> boxes;
  std::transform(sightings.begin(), sightings.end(), std::back_inserter(boxes),
                 [](const Sighting& sighting) { return sighting.box; });
  const auto& fused = finding.model.finding.box;
  const bool hasFused = fused && IsDrawable(*fused);
  if (hasFused)
  {
    boxes.push_back(*fused);
  }
  const cv::Size room(static_cast<int>(panel.Room().width), static_cast<int>(panel.Room().height));
  BoxesOverPicture picture(panel, finding.frame,
                           InsetGeometry(finding.frame, RegionAround(boxes, finding.frame), room));
  if (hasFused)
  {
    picture.Draw(*fused, Swatch::ThickBoxOnPicture, ColourOf(finding.number));
  }
  for (const Sighting& sighting : sightings)
  {
    picture.Draw(sighting.box,
                 sighting.isOutlier ? Swatch::DashedBoxOnPicture : Swatch::BoxOnPicture, White);
  }
  for (const Sighting& sighting : sightings)
  {
    picture.WriteNumber(sighting.box, sighting.reading + 1);
  }
}

}  // namespace

void DrawReadingAgreement(ChartPanel& panel, const ChartFinding& finding)
{
  const Verification& verification = finding.model.finding.verification;
  const std::vector<Sighting> sightings = DrawableSightings(finding.model.finding);
  if (sightings.empty())
  {
    return panel.SayInstead(finding.words.Say("charts.agreement.none"));
  }
  if (sightings.size() == 1 && verification.looks <= 1)
  {
    return panel.SayInstead(finding.words.Say("charts.agreement.one"));
  }
  const std::string looks = LooksOf(verification, finding.words);
  panel.WriteLine(looks.empty() ? finding.words.Say("charts.agreement.nolooks")
                                : finding.words.Say("charts.agreement", {{"looks", looks}}),
                  panel.Page().Colours().ink);
  panel.TakeTop(0.25 * panel.TextSize());
  AddLegend(panel, finding, sightings);
  panel.TakeBottom(0.3 * panel.TextSize());
  DrawBoxes(panel, finding, sightings);
}

}  // namespace vlm
