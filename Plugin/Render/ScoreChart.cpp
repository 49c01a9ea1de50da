// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/ScoreChart.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "Render/ChartAxes.h"
#include "Render/Numbers.h"
#include "Render/VerificationMarks.h"

namespace vlm
{

namespace
{

void DrawScore(ChartPanel& panel, const ChartFinding& finding)
{
  const auto& score = finding.model.finding.statement.modelScore;
  const ThemeColours& colours = panel.Page().Colours();
  if (!score || !std::isfinite(*score))
  {
    return panel.WriteLine(finding.words.Say("charts.score.none"), colours.faintInk);
  }
  const double value = std::clamp(*score, 0.0, 1.0);
  panel.WriteLine(finding.words.Say("charts.score", {{"score", FormatDecimals(value, 2)}}),
                  colours.ink);
  panel.TakeTop(0.3 * panel.TextSize());
  const double height = 0.9 * panel.TextSize();
  const cv::Rect2d bar = panel.TakeTop(height);
  Canvas& canvas = panel.Page().Drawing();
  cairo_t* const context = canvas.Context();
  cairo_rectangle(context, bar.x, bar.y, value * bar.width, height);
  canvas.SetColour(ColourOf(finding.number));
  cairo_fill(context);
  cairo_rectangle(context, bar.x, bar.y, bar.width, height);
  canvas.SetColour(colours.faintInk);
  cairo_set_line_width(context, 0.1 * panel.TextSize());
  cairo_stroke(context);
  DrawColumnAxis(panel, {0.0, 1.0, bar.x, bar.x + bar.width}, bar.y + height, "");
  panel.TakeTop(ColumnAxisHeight(panel));
}

// Lists checks in the room of a panel until it is full.
class CheckList
{
public:
  explicit CheckList(ChartPanel& panel) : panel_(panel) {}

  // False once there is no room.
  bool Add(const Check& check, const Phrasebook& words, int columns)
  {
    if (column_ == 0)
    {
      if (!HasRoom())
      {
        return false;
      }
      line_ = panel_.TakeTop(Step());
    }
    const double width = line_.width / columns;
    Write({line_.x + width * column_, line_.y, width, line_.height}, check, words);
    column_ = (column_ + 1) % columns;
    return true;
  }
  void EndLine() { column_ = 0; }

private:
  double Step() const { return 1.32 * panel_.TextSize(); }
  // For this line, and a last one that says what is left out.
  bool HasRoom() const { return panel_.Room().height >= 2.0 * Step(); }

  void Write(const cv::Rect2d& place, const Check& check, const Phrasebook& words)
  {
    const ThemeColours& colours = panel_.Page().Colours();
    const Colour& ink = check.passed ? colours.faintInk : colours.ink;
    const double mark = 0.75 * panel_.TextSize();
    const double indent = 1.15 * panel_.TextSize();
    const cv::Size2d written = panel_.Page().Write(
        OutcomeOf(check, words), {place.x + indent, place.y},
        {panel_.TextSize(), check.passed ? TextWeight::Normal : TextWeight::Bold,
         TextOverflow::Ellipsis, place.width - indent - 0.4 * panel_.TextSize()},
        ink);
    DrawCheckMark(panel_.Page().Drawing(), check,
                  {place.x, place.y + (written.height - mark) / 2.0, mark, mark}, ink);
  }

  ChartPanel& panel_;
  cv::Rect2d line_;
  int column_ = 0;
};

void DrawChecks(ChartPanel& panel, const ChartFinding& finding)
{
  const std::vector<Check>& checks = finding.model.finding.verification.checks;
  const ThemeColours& colours = panel.Page().Colours();
  if (checks.empty())
  {
    return panel.SayInstead(finding.words.Say("charts.checks.none"));
  }
  const auto hasPassed = [](const Check& check) { return check.passed; };
  const auto passed = std::count_if(checks.begin(), checks.end(), hasPassed);
  panel.WriteLine(finding.words.Say("charts.checks", {{"passed", std::to_string(passed)},
                                                      {"checks", std::to_string(checks.size())}}),
                  colours.ink);
  CheckList list(panel);
  std::size_t written = 0;
  for (const bool passes : {false, true})
  {
    list.EndLine();
    for (const Check& check : checks)
    {
      if (check.passed != passes)
      {
        continue;
      }
      if (!list.Add(check, finding.words, passes ? 2 : 1))
      {
        return panel.WriteLine(
            finding.words.Say("charts.checks.more",
                              {{"count", std::to_string(checks.size() - written)}}),
            colours.faintInk);
      }
      ++written;
    }
  }
}

}  // namespace

void DrawScoreChart(ChartPanel& panel, const ChartFinding& finding)
{
  DrawScore(panel, finding);
  panel.TakeTop(0.4 * panel.TextSize());
  DrawChecks(panel, finding);
}

}  // namespace vlm
