// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/TextDetector.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "Model/TextPyramid.h"

namespace vlm
{
namespace
{

// Thresholds of TextLine::score, chosen on half of the pictures of BurnedInText.md.
constexpr float likely = 0.0F;
constexpr float besideText = -3.0F;  // same height and grey level as text of the same picture
constexpr float certain = 5.0F;
constexpr int longLine = 6;  // longer than a side marker such as "R MLO"
constexpr size_t mostLines = 400;

bool IsLikely(const TextLine& line)
{
  return line.score >= likely;
}

bool IsSimilar(const TextLine& a, const TextLine& b)
{
  const float ratio = a.letterHeight / b.letterHeight;
  return a.direction == b.direction && ratio > 0.7F && ratio < 1.4F &&
         std::abs(a.peak - b.peak) <= 12.0F;
}

std::vector<TextLine> TextOf(const std::vector<TextLine>& candidates)
{
  std::vector<TextLine> found;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(found), IsLikely);
  std::sort(found.begin(), found.end(),
            [](const TextLine& a, const TextLine& b) { return a.score > b.score; });
  const size_t sure = std::min(found.size(), mostLines);
  for (const auto& line : candidates)
  {
    const auto isLike = [&line](const TextLine& other) { return IsSimilar(line, other); };
    const auto end = found.begin() + static_cast<std::ptrdiff_t>(sure);
    if (!IsLikely(line) && line.score >= besideText && std::any_of(found.begin(), end, isLike))
    {
      found.push_back(line);
    }
  }
  return found;
}

// Letters at the ends, points and accents may have been missed.
cv::Rect WithMargin(const TextLine& line, const cv::Rect& picture)
{
  const int along = static_cast<int>(std::ceil(1.2F * line.letterHeight));
  const int across = static_cast<int>(std::ceil(0.4F * line.letterHeight));
  const bool isTurned = line.direction == ReadingDirection::Down;
  const int x = isTurned ? across : along;
  const int y = isTurned ? along : across;
  const cv::Rect& box = line.box;
  return cv::Rect(box.x - x, box.y - y, box.width + 2 * x, box.height + 2 * y) & picture;
}

// The same line is found in several sizes and polarities, or in several pieces.
bool AreOneLine(const cv::Rect& a, const cv::Rect& b)
{
  const int shared = (a & b).area();
  if (2 * shared >= std::min(a.area(), b.area()))
  {
    return true;
  }
  const cv::Rect both = a | b;
  return shared > 0 && (5 * both.height <= 6 * std::min(a.height, b.height) ||
                        5 * both.width <= 6 * std::min(a.width, b.width));
}

struct TextBox
{
  cv::Rect box;
  int letters = 0;
  float score = 0.0F;
};

std::vector<TextBox> Merged(const std::vector<TextLine>& lines, const cv::Rect& picture)
{
  std::vector<TextBox> boxes;
  for (const auto& line : lines)
  {
    TextBox merged{WithMargin(line, picture), line.letters, line.score};
    const auto isPart = [&merged](const TextBox& other)
    { return AreOneLine(other.box, merged.box); };
    for (auto it = std::find_if(boxes.begin(), boxes.end(), isPart); it != boxes.end();
         it = std::find_if(boxes.begin(), boxes.end(), isPart))
    {
      merged.box |= it->box;
      merged.letters = std::max(merged.letters, it->letters);
      merged.score = std::max(merged.score, it->score);
      boxes.erase(it);
    }
    boxes.push_back(merged);
  }
  return boxes;
}

// A patient's name and birth date are long lines, or several.
bool IsCertain(const std::vector<TextLine>& lines, const cv::Rect& picture)
{
  std::vector<TextLine> sure;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(sure),
               [](const TextLine& line) { return line.score >= certain; });
  const auto boxes = Merged(sure, picture);
  return boxes.size() >= 2 ||
         std::any_of(boxes.begin(), boxes.end(),
                     [](const TextBox& box) { return box.letters >= longLine; });
}

}  // namespace

std::vector<cv::Rect> FindText(const cv::Mat& picture, TextSensitivity sensitivity)
{
  const cv::Rect whole({0, 0}, picture.size());
  const std::vector<TextLine> lines = TextOf(FindTextLines(picture));
  if (lines.empty())
  {
    return {};
  }
  if (lines.size() > mostLines)  // hostile, or a page of text: no need to tell the lines apart
  {
    return {whole};
  }
  if (sensitivity == TextSensitivity::Strict && !IsCertain(lines, whole))
  {
    return {};
  }
  std::vector<cv::Rect> boxes;
  for (const auto& box : Merged(lines, whole))
  {
    boxes.push_back(box.box);
  }
  return boxes;
}

}  // namespace vlm
