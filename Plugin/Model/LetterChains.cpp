// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/LetterChains.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace vlm
{
namespace
{

constexpr int none = -1;
constexpr float never = std::numeric_limits<float>::max();

Letter LetterOf(const StrokeComponent& stroke, ReadingDirection direction)
{
  const bool isTurned = direction == ReadingDirection::Down;
  const cv::Rect& box = stroke.box;
  const auto area = static_cast<float>(stroke.area);
  Letter letter;
  letter.box = isTurned ? cv::Rect(box.y, box.x, box.height, box.width) : box;
  const auto width = static_cast<float>(letter.box.width);
  const auto height = static_cast<float>(letter.box.height);
  letter.count =
      width > 1.7F * height ? static_cast<int>(std::lround(width / (0.75F * height))) : 1;
  letter.peak = stroke.peak;
  letter.contrast = stroke.contrast;
  letter.clutter = stroke.clutter;
  letter.sharpness = stroke.edge / stroke.contrast;
  letter.strokeWidth = area / static_cast<float>(std::max(stroke.runsAcross, stroke.runsDown));
  const auto runs = static_cast<float>(isTurned ? stroke.runsDown : stroke.runsAcross);
  letter.crossings = runs / height / static_cast<float>(letter.count);
  letter.flatness = (static_cast<float>(stroke.peak) - stroke.mean) / stroke.contrast;
  letter.fill = area / (width * height);
  return letter;
}

bool MayBeLetter(const Letter& letter)
{
  const int height = letter.box.height;
  if (height < shortestLetter || height > tallestLetter ||
      letter.strokeWidth > 0.5F * static_cast<float>(height))
  {
    return false;
  }
  // Letters that touch are crossed by a row again and again, a line or a vessel is not.
  return letter.count == 1 || letter.crossings > 0.5F;
}

// How badly `right` follows `left`; `never` if it does not.
float CostOf(const Letter& left, const Letter& right)
{
  const auto [lower, higher] = std::minmax(left.box.height, right.box.height);
  const auto height = static_cast<float>(higher);
  const auto gap = static_cast<float>(right.box.x - left.box.br().x);
  const auto bottoms = static_cast<float>(std::abs(right.box.br().y - left.box.br().y));
  const auto tops = static_cast<float>(std::abs(right.box.y - left.box.y));
  const auto peaks = static_cast<float>(std::abs(right.peak - left.peak));
  const float shift = std::min(bottoms, tops);
  const bool mayFollow = gap >= -0.25F * height && gap <= 1.3F * height && lower * 2 >= higher &&
                         shift <= std::max(1.0F, 0.2F * height) &&
                         std::max(bottoms, tops) <= 0.55F * height && peaks <= 48.0F;
  return mayFollow ? std::abs(gap) / height + 2.0F * shift / height + peaks / 16.0F : never;
}

// Letters by horizontal bands, so that neighbours are found without looking at all.
class Bands
{
public:
  explicit Bands(const std::vector<Letter>& letters)
  {
    int lowest = 0;
    for (const auto& letter : letters)
    {
      lowest = std::max(lowest, BandOf(letter));
    }
    bands_.resize(static_cast<size_t>(lowest) + 1);
    for (size_t i = 0; i < letters.size(); ++i)
    {
      bands_[static_cast<size_t>(BandOf(letters[i]))].push_back(static_cast<int>(i));
    }
  }

  // Letters must be sorted by their left edge.
  template <typename Visit>
  void VisitRightOf(const std::vector<Letter>& letters, int index, Visit visit) const
  {
    const Letter& letter = letters[static_cast<size_t>(index)];
    const int reach = letter.box.br().x + 3 * letter.box.height;
    const int band = BandOf(letter);
    const int last = std::min(band + 1, static_cast<int>(bands_.size()) - 1);
    for (int b = std::max(0, band - 1); b <= last; ++b)
    {
      const auto& members = bands_[static_cast<size_t>(b)];
      for (auto it = std::upper_bound(members.begin(), members.end(), index);
           it != members.end() && letters[static_cast<size_t>(*it)].box.x <= reach; ++it)
      {
        visit(*it);
      }
    }
  }

private:
  static int BandOf(const Letter& letter) { return letter.box.br().y / tallestLetter; }

  std::vector<std::vector<int>> bands_;
};

// For each letter the one to its right, each taken once.
std::vector<int> Successors(const std::vector<Letter>& letters)
{
  const Bands bands(letters);
  std::vector<int> successor(letters.size(), none);
  std::vector<int> predecessor(letters.size(), none);
  std::vector<float> cost(letters.size(), never);  // of the predecessor
  for (int i = 0; i < static_cast<int>(letters.size()); ++i)
  {
    int best = none;
    float least = never;
    bands.VisitRightOf(letters, i,
                       [&](int other)
                       {
                         const float candidate = CostOf(letters[static_cast<size_t>(i)],
                                                        letters[static_cast<size_t>(other)]);
                         if (candidate < least)
                         {
                           least = candidate;
                           best = other;
                         }
                       });
    if (best == none || least >= cost[static_cast<size_t>(best)])
    {
      continue;
    }
    const int former = predecessor[static_cast<size_t>(best)];
    if (former != none)
    {
      successor[static_cast<size_t>(former)] = none;
    }
    predecessor[static_cast<size_t>(best)] = i;
    cost[static_cast<size_t>(best)] = least;
    successor[static_cast<size_t>(i)] = best;
  }
  return successor;
}

}  // namespace

std::vector<Letter> LettersOf(const std::vector<StrokeComponent>& strokes,
                              ReadingDirection direction)
{
  std::vector<Letter> letters;
  for (const auto& stroke : strokes)
  {
    const Letter letter = LetterOf(stroke, direction);
    if (MayBeLetter(letter))
    {
      letters.push_back(letter);
    }
  }
  return letters;
}

std::vector<std::vector<Letter>> ChainLetters(std::vector<Letter> letters)
{
  std::sort(letters.begin(), letters.end(),
            [](const Letter& a, const Letter& b) { return a.box.x < b.box.x; });
  const std::vector<int> successor = Successors(letters);
  std::vector<bool> isChained(letters.size(), false);
  std::vector<std::vector<Letter>> chains;
  // A successor is further right, hence later: chains are met at their first letter.
  for (size_t i = 0; i < letters.size(); ++i)
  {
    if (isChained[i])
    {
      continue;
    }
    std::vector<Letter> chain;
    for (int at = static_cast<int>(i); at != none; at = successor[static_cast<size_t>(at)])
    {
      isChained[static_cast<size_t>(at)] = true;
      chain.push_back(letters[static_cast<size_t>(at)]);
    }
    chains.push_back(std::move(chain));
  }
  return chains;
}

}  // namespace vlm
