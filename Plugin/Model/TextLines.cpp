// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/TextLines.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <numeric>

#include "Model/LetterChains.h"

namespace vlm
{
namespace
{

float MedianOf(std::vector<float> values)
{
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Mean distance from the median; each distance counts at most `most`, e.g. a descender.
float SpreadOf(const std::vector<float>& values, float most)
{
  if (values.empty())
  {
    return 0.0F;
  }
  const float median = MedianOf(values);
  float sum = 0.0F;
  for (const float value : values)
  {
    sum += std::min(std::abs(value - median), most);
  }
  return sum / static_cast<float>(values.size());
}

template <typename Measure>
std::vector<float> Each(const std::vector<Letter>& letters, Measure measure)
{
  std::vector<float> values;
  values.reserve(letters.size());
  std::transform(letters.begin(), letters.end(), std::back_inserter(values), measure);
  return values;
}

LineEvidences EvidenceOf(const std::vector<Letter>& chain, float height, int letters)
{
  const auto strokeWidth = [](const Letter& l) { return l.strokeWidth; };
  LineEvidences evidence{};
  const auto set = [&evidence](LineEvidence which, float value)
  { evidence[static_cast<size_t>(which)] = value; };
  const auto median = [&chain](auto measure) { return MedianOf(Each(chain, measure)); };
  set(LineEvidence::Letters, std::log(static_cast<float>(std::min(letters, 12)) / 3.0F));
  set(LineEvidence::HeightSpread,
      SpreadOf(Each(chain, [](const Letter& l) { return static_cast<float>(l.box.height); }),
               height) /
          height);
  set(LineEvidence::BaselineSpread,
      SpreadOf(Each(chain, [](const Letter& l) { return static_cast<float>(l.box.br().y); }),
               height) /
          height);
  set(LineEvidence::Contrast, median([](const Letter& l) { return l.contrast; }) / 128.0F);
  set(LineEvidence::AboveClutter,
      median([](const Letter& l) { return std::log(l.contrast / (4.0F + l.clutter)); }));
  set(LineEvidence::EdgeSharpness, median([](const Letter& l) { return l.sharpness; }));
  set(LineEvidence::StrokeWidth, median(strokeWidth) / height);
  set(LineEvidence::StrokeSpread, SpreadOf(Each(chain, strokeWidth), height) / height);
  set(LineEvidence::Crossings, median([](const Letter& l) { return l.crossings; }));
  set(LineEvidence::Fill, median([](const Letter& l) { return l.fill; }));
  set(LineEvidence::Flatness, median([](const Letter& l) { return l.flatness; }));
  const auto touching =
      std::count_if(chain.begin(), chain.end(), [](const Letter& l) { return l.count > 1; });
  set(LineEvidence::Touching, static_cast<float>(touching) / static_cast<float>(chain.size()));
  return evidence;
}

// Fitted by logistic regression to synthetic letters drawn over pictures of four modalities,
// against the rows found in those pictures without letters; Resources/Decisions/BurnedInText.md.
float ScoreOf(const LineEvidences& evidence)
{
  constexpr float bias = -11.8F;
  constexpr LineEvidences weights = {3.7F,  -4.0F, -7.4F, -2.5F, 5.3F,  1.7F, 5.7F,
                                     -5.2F, 2.4F,  5.4F,  -3.0F, -2.5F, -1.8F};
  return std::inner_product(evidence.begin(), evidence.end(), weights.begin(), bias);
}

TextLine LineOf(const std::vector<Letter>& chain, ReadingDirection direction)
{
  TextLine line;
  for (const auto& letter : chain)
  {
    line.box |= letter.box;
    line.letters += letter.count;
  }
  line.letterHeight =
      MedianOf(Each(chain, [](const Letter& l) { return static_cast<float>(l.box.height); }));
  line.peak = MedianOf(Each(chain, [](const Letter& l) { return static_cast<float>(l.peak); }));
  line.evidence = EvidenceOf(chain, line.letterHeight, line.letters);
  if (direction == ReadingDirection::Down)
  {
    line.evidence[static_cast<size_t>(LineEvidence::Turned)] = 1.0F;
    line.direction = direction;
    line.box = {line.box.y, line.box.x, line.box.height, line.box.width};
  }
  line.score = ScoreOf(line.evidence);
  return line;
}

}  // namespace

std::vector<TextLine> JoinLetters(const std::vector<StrokeComponent>& strokes,
                                  ReadingDirection direction)
{
  constexpr int fewestLetters = 3;
  std::vector<TextLine> lines;
  for (const auto& chain : ChainLetters(LettersOf(strokes, direction)))
  {
    TextLine line = LineOf(chain, direction);
    if (line.letters >= fewestLetters)
    {
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace vlm
