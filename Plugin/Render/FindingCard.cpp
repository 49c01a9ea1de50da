// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/FindingCard.h"

#include <algorithm>
#include <string>

#include "Render/FindingWords.h"
#include "Render/LesionInset.h"
#include "Render/NumberBadge.h"
#include "Render/Sheet.h"

namespace vlm
{

namespace
{

// In terms of the sheet's text size.
constexpr double Pad = 0.6;
constexpr double LineHeight = 1.38;
constexpr double TextPart = 0.92;
constexpr double FactsHeight = 15.4;
constexpr double NarrowestFacts = 17.5;
constexpr double WidestInset = 0.55;  // of the card, beside the facts

std::vector<std::string> FactsOf(const LayerSubject& subject, const Finding& finding)
{
  const Phrasebook& words = subject.words;
  std::vector<std::string> facts = {SideOf(finding, words), AnatomyOf(finding, words)};
  const auto add = [&](std::string_view key, std::string_view name, const std::string& value)
  {
    if (!value.empty())
    {
      facts.push_back(words.Say(key, {{name, value}}));
    }
  };
  add("plates.card.severity", "severity", PrintableText(finding.statement.severity));
  add("plates.card.size", "size", SizeOf(finding, subject.frame, words));
  add("plates.card.area", "area", AreaOf(finding));
  add("plates.card.means", "means", MeansOf(finding, subject.frame.acquisition, words));
  add("plates.card.score", "score", ScoreOf(finding, words));
  add("plates.card.status", "status", StatusOf(finding.verification.status, words));
  facts.push_back(MovementOf(finding, words));
  facts.erase(std::remove(facts.begin(), facts.end(), std::string()), facts.end());
  return facts;
}

void WriteFacts(Sheet& sheet, const LayerSubject& subject, const CardSubject& card,
                const cv::Rect2d& place)
{
  const double text = sheet.TextSize();
  const NumberBadge badge(card.number, text);
  const double line = LineHeight * text;
  badge.Draw(sheet.Drawing(), {place.x + badge.Diameter() / 2.0, place.y + 0.8 * text});
  const double left = badge.Diameter() + 0.5 * text;
  const TextLabel name(
      NameOf(card.finding.finding, subject.words),
      {1.05 * text, TextWeight::Bold, TextOverflow::Ellipsis, std::max(place.width - left, 1.0)});
  name.Draw(sheet.Drawing(), {place.x + left, place.y + 0.8 * text - name.Size().height / 2.0},
            sheet.Colours().ink);
  double top = place.y + 1.95 * text;
  for (const std::string& fact : FactsOf(subject, card.finding.finding))
  {
    sheet.Write(fact, {place.x, top},
                {TextPart * text, TextWeight::Normal, TextOverflow::Ellipsis, place.width},
                sheet.Colours().ink);
    top += line;
  }
}

}  // namespace

void DrawFindingCard(Sheet& sheet, const LayerSubject& subject, const CardSubject& card,
                     const cv::Rect2d& place)
{
  const double text = sheet.TextSize();
  const double pad = Pad * text;
  sheet.FillPanel(place);
  const cv::Rect2d inside(place.x + pad, place.y + pad, place.width - 2.0 * pad,
                          place.height - 2.0 * pad);
  const bool isAbove = inside.height - FactsHeight * text >= inside.width * WidestInset;
  cv::Rect2d inset = inside;
  cv::Rect2d facts = inside;
  if (isAbove)
  {
    inset.height = std::min(inset.height - FactsHeight * text, inset.width);
    facts.y = inset.br().y + pad;
  }
  else
  {
    const double widest =
        std::min(WidestInset * inside.width, inside.width - NarrowestFacts * text);
    inset.width = std::min(inside.height, widest);
    facts.x = inset.br().x + 1.5 * pad;
    facts.width = inside.br().x - facts.x;
  }
  DrawLesionInset(sheet, subject, card, inset);
  WriteFacts(sheet, subject, card, facts);
}

}  // namespace vlm
