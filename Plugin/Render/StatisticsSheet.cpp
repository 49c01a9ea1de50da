// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet for those who ask how sure it is: a table of the image's findings, and of each finding
// four charts.
#include <algorithm>
#include <array>
#include <cmath>

#include "Gaussian/AnomalyMixture.h"
#include "Render/FindingTable.h"
#include "Render/FindingWords.h"
#include "Render/IntensityChart.h"
#include "Render/LocationMarginals.h"
#include "Render/NumberBadge.h"
#include "Render/PageFit.h"
#include "Render/ReadingAgreement.h"
#include "Render/ScoreChart.h"
#include "Render/SheetLayers.h"
#include "Render/SheetTitle.h"
#include "Render/VerificationMarks.h"

namespace vlm
{

namespace
{

constexpr std::size_t MostBands = 12;
constexpr int LargestNumber = 999;  // a larger one was not given by us and would not fit

// In terms of the sheet's text size.
constexpr double HeaderHeight = 2.3;
constexpr double ChartHeight = 20.0;
constexpr double Gap = 1.0;
constexpr double LineHeight = 1.8;

std::vector<ChartFinding> ChosenFindings(const LayerSubject& subject)
{
  std::vector<ChartFinding> chosen;
  for (std::size_t i = 0; i < subject.findings.size(); ++i)
  {
    if (!subject.options.finding || static_cast<std::size_t>(*subject.options.finding) == i)
    {
      const ModelledFinding& model = subject.findings[i];
      const int number = NumberOf(model, i);
      chosen.push_back({subject.frame, model,
                        number <= LargestNumber ? number : static_cast<int>(i) + 1, subject.words});
    }
  }
  return chosen;
}

void DrawHeader(Sheet& sheet, const ChartFinding& finding, const cv::Rect2d& place)
{
  const double text = sheet.TextSize();
  const ThemeColours& colours = sheet.Colours();
  const double middle = place.y + place.height / 2.0;
  const NumberBadge badge(finding.number, text);
  badge.Draw(sheet.Drawing(), {place.x + badge.Diameter() / 2.0, middle});
  const double indent = badge.Diameter() + 0.6 * text;
  const VerificationStatus status = finding.model.finding.verification.status;
  const TextLabel state(StatusOf(status, finding.words), {text});
  const TextLabel name(NameOf(finding.model.finding, finding.words),
                       {1.15 * text, TextWeight::Bold, TextOverflow::Ellipsis,
                        place.width - indent - state.Size().width - 4.0 * text});
  name.Draw(sheet.Drawing(), {place.x + indent, middle - name.Size().height / 2.0}, colours.ink);
  const double left = place.x + indent + name.Size().width + 1.2 * text;
  DrawStatusMark(sheet.Drawing(), status, {left, middle - 0.5 * text, text, text}, colours.ink);
  state.Draw(sheet.Drawing(), {left + 1.4 * text, middle - state.Size().height / 2.0}, colours.ink);
}

void DrawBand(Sheet& sheet, const ChartFinding& finding, cv::Point2d topLeft, double width)
{
  using Draw = void (*)(ChartPanel&, const ChartFinding&);
  constexpr std::array<std::pair<std::string_view, Draw>, 4> charts = {
      {{"charts.title.score", DrawScoreChart},
       {"charts.title.location", DrawLocationMarginals},
       {"charts.title.intensity", DrawIntensityChart},
       {"charts.title.agreement", DrawReadingAgreement}}};
  const double text = sheet.TextSize();
  DrawHeader(sheet, finding, {topLeft.x, topLeft.y, width, HeaderHeight * text});
  const double gap = Gap * text;
  const double chartWidth = (width - 3.0 * gap) / 4.0;
  cv::Rect2d place(topLeft.x, topLeft.y + HeaderHeight * text, chartWidth, ChartHeight * text);
  for (const auto& [title, draw] : charts)
  {
    ChartPanel panel(sheet, place, finding.words.Say(title));
    draw(panel, finding);
    place.x += chartWidth + gap;
  }
}

class StatisticsSheet
{
public:
  explicit StatisticsSheet(const LayerSubject& subject)
      : subject_(subject), findings_(ChosenFindings(subject))
  {
  }

  double HeightFor(int width) const
  {
    return Sheet::FrameHeight(width, subject_.options.caption) +
           HeightInText() * Sheet::TextSizeFor(width);
  }

  void Draw(Sheet& sheet) const
  {
    const cv::Rect2d room =
        sheet.Frame(SheetTitleOf("charts.title", subject_.frame, subject_.words), subject_.options,
                    subject_.words);
    if (findings_.empty())
    {
      DrawNone(sheet, room);
    }
    else
    {
      DrawFindings(sheet, room);
    }
  }

private:
  // Where there are findings.
  FindingTable Table() const
  {
    const int image = subject_.findings.front().finding.statement.image;
    return {findings_, BackgroundWeight(subject_.findings, image)};
  }

  std::size_t Bands() const { return std::min(findings_.size(), MostBands); }

  double HeightInText() const
  {
    if (findings_.empty())
    {
      return LineHeight + ChartHeight;
    }
    const double line = findings_.size() > Bands() ? Gap + LineHeight : 0.0;
    return Table().HeightInText() + line +
           static_cast<double>(Bands()) * (Gap + HeaderHeight + ChartHeight);
  }

  void DrawNone(Sheet& sheet, const cv::Rect2d& room) const
  {
    const double text = sheet.TextSize();
    sheet.Write(subject_.words.Say("charts.none"), room.tl(),
                {1.1 * text, TextWeight::Bold, TextOverflow::Ellipsis, room.width},
                sheet.Colours().ink);
    const cv::Rect2d place(room.x, room.y + LineHeight * text, room.width, ChartHeight * text);
    ChartPanel panel(sheet, place, subject_.words.Say("charts.title.whole"));
    DrawImageIntensities(panel, subject_.frame, subject_.words);
  }

  void DrawFindings(Sheet& sheet, const cv::Rect2d& room) const
  {
    const double text = sheet.TextSize();
    const FindingTable table = Table();
    table.Draw(sheet, room.tl(), room.width);
    double top = room.y + (table.HeightInText() + Gap) * text;
    for (std::size_t i = 0; i < Bands(); ++i)
    {
      DrawBand(sheet, findings_[i], {room.x, top}, room.width);
      top += (HeaderHeight + ChartHeight + Gap) * text;
    }
    if (findings_.size() > Bands())
    {
      const std::string left = std::to_string(findings_.size() - Bands());
      sheet.Write(subject_.words.Say("charts.more", {{"count", left}}), {room.x, top},
                  {text, TextWeight::Normal, TextOverflow::Ellipsis, room.width},
                  sheet.Colours().ink);
    }
  }

  const LayerSubject& subject_;
  std::vector<ChartFinding> findings_;
};

}  // namespace

Result<cv::Mat> DrawStatistics(const LayerSubject& subject)
{
  const auto asked = SheetLayoutWidth(subject.options.widthPx);
  if (!asked.HasValue())
  {
    return asked.Failure();
  }
  const StatisticsSheet statistics(subject);
  const auto heightOf = [&statistics](int width) { return statistics.HeightFor(width); };
  const int width = WidthForBoundedHeight(asked.Value(), heightOf);
  auto sheet =
      Sheet::Create({width, static_cast<int>(std::ceil(heightOf(width)))}, subject.options.theme);
  if (!sheet.HasValue())
  {
    return sheet.Failure();
  }
  statistics.Draw(sheet.Value());
  return sheet.Value().Finish(subject.options.widthPx.value_or(width));
}

}  // namespace vlm
