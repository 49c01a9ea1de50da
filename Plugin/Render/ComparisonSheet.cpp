// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "Render/FindingList.h"
#include "Render/FindingWords.h"
#include "Render/ImageLayers.h"
#include "Render/LocationPanel.h"
#include "Render/PageFit.h"
#include "Render/SheetLayers.h"
#include "Render/SheetTitle.h"

namespace vlm
{

namespace
{

// Lengths in terms of the sheet's text size.
constexpr double Gap = 1.0;
constexpr double PanelTitle = 1.7;
constexpr double KeyLine = 1.5;
constexpr double KeyLines = 3.5;       // both, and a gap
constexpr double HighestPanel = 1.5;   // in terms of the page's width
constexpr double PleasantPage = 0.65;  // height per width without the legend
constexpr std::size_t LongestLegend = 60;

constexpr std::array<Layer, 4> Panels = {Layer::Original, Layer::Annotated, Layer::Heatmap,
                                         Layer::Original};
constexpr std::array<std::string_view, 4> PanelTitles = {
    "plates.comparison.original", "plates.comparison.annotated", "plates.comparison.heatmap",
    "plates.comparison.location"};

FindingList LegendOf(const LayerSubject& subject)
{
  std::vector<ListedFinding> entries;
  for (std::size_t i = 0; i < subject.findings.size(); ++i)
  {
    const Finding& finding = subject.findings[i].finding;
    if (!subject.options.finding || *subject.options.finding == static_cast<int>(i))
    {
      entries.push_back({NumberOf(subject.findings[i], i), NameOf(finding, subject.words),
                         MovementOf(finding, subject.words) + " \u00B7 " +
                             StatusOf(finding.verification.status, subject.words)});
    }
  }
  return {std::move(entries), LongestLegend, subject.words};
}

class ComparisonPage
{
public:
  ComparisonPage(const LayerSubject& subject, const FindingList& legend, int width)
      : subject_(subject), legend_(legend), width_(width), text_(Sheet::TextSizeFor(width))
  {
    double best = 0.0;
    for (const int columns : {4, 2, 1})
    {
      Arrange(columns);
      const double strangeness = std::abs(std::log(PanelsHeight() / (PleasantPage * width)));
      if (bestColumns_ == 0 || strangeness < best)
      {
        best = strangeness;
        bestColumns_ = columns;
      }
    }
    Arrange(bestColumns_);
  }

  double Height() const
  {
    return std::ceil(PanelsHeight() + (KeyLines + legend_.HeightInText()) * text_);
  }

  Result<cv::Mat> Draw(int finalWidth) const
  {
    auto made = Sheet::Create({width_, static_cast<int>(Height())}, subject_.options.theme);
    if (!made.HasValue())
    {
      return made.Failure();
    }
    Sheet& sheet = made.Value();
    const cv::Rect2d room =
        sheet.Frame(SheetTitleOf("plates.comparison", subject_.frame, subject_.words),
                    subject_.options, subject_.words);
    for (std::size_t i = 0; i < Panels.size(); ++i)
    {
      const auto drawn = DrawOne(sheet, i, room);
      if (!drawn.HasValue())
      {
        return drawn.Failure();
      }
    }
    DrawLegend(sheet, room);
    return sheet.Finish(finalWidth);
  }

private:
  void Arrange(int columns)
  {
    columns_ = columns;
    const double room = width_ - 3.0 * text_;
    cell_ = (room - (columns - 1) * Gap * text_) / columns;
    geometry_ = FittedGeometry(subject_.frame,
                               {static_cast<int>(cell_), static_cast<int>(HighestPanel * width_)});
  }

  // With the frame of the sheet.
  double PanelsHeight() const
  {
    const int rows = static_cast<int>(Panels.size()) / columns_;
    return Sheet::FrameHeight(width_, subject_.options.caption) + rows * RowHeight();
  }

  double RowHeight() const { return geometry_.size.height + (PanelTitle + Gap) * text_; }

  Result<void> DrawOne(Sheet& sheet, std::size_t index, const cv::Rect2d& room) const
  {
    const int at = static_cast<int>(index);
    const double left = room.x + (at % columns_) * (cell_ + Gap * text_);
    const int row = at / columns_;
    const double top = room.y + row * RowHeight();
    sheet.Write(subject_.words.Say(PanelTitles[index]), {left, top},
                {text_, TextWeight::Bold, TextOverflow::Ellipsis, cell_}, sheet.Colours().ink);
    const PanelPlace place{geometry_,
                           {static_cast<int>(left + (cell_ - geometry_.size.width) / 2.0),
                            static_cast<int>(top + PanelTitle * text_)}};
    const auto panel = DrawPanel(Panels[index], subject_, geometry_, DisclaimerPlace::OnSheet);
    if (!panel.HasValue())
    {
      return panel.Failure();
    }
    sheet.Paste(panel.Value(), place.topLeft);
    if (index + 1 == Panels.size())
    {
      DrawLocationMarks(sheet, subject_, place);
    }
    return {};
  }

  void DrawLegend(Sheet& sheet, const cv::Rect2d& room) const
  {
    const int rows = static_cast<int>(Panels.size()) / columns_;
    const double top = room.y + rows * RowHeight();
    const auto write = [&](std::string_view key, double down)
    {
      sheet.Write(subject_.words.Say(key), {room.x, top + down * text_},
                  {0.9 * text_, TextWeight::Normal, TextOverflow::Ellipsis, room.width},
                  sheet.Colours().faintInk);
    };
    if (subject_.findings.empty())
    {
      write("plates.none", 0.0);
    }
    else
    {
      write("plates.comparison.key.annotated", 0.0);
      write("plates.comparison.key", KeyLine);
    }
    legend_.Draw(sheet, {room.x, top + KeyLines * text_, room.width, 0.0});
  }

  const LayerSubject& subject_;
  const FindingList& legend_;
  int width_;
  double text_;
  int columns_ = 4;
  int bestColumns_ = 0;
  double cell_ = 0.0;  // width of a panel's place [px]
  PictureGeometry geometry_;
};

}  // namespace

Result<cv::Mat> DrawComparison(const LayerSubject& subject)
{
  const FindingList legend = LegendOf(subject);
  return DrawFittingPage(subject.options.widthPx,
                         [&](int width) { return ComparisonPage(subject, legend, width); });
}

}  // namespace vlm
