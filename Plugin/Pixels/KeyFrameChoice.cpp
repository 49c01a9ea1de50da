// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/KeyFrameChoice.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace vlm
{
namespace
{

constexpr double SamePicture = 0.002;  // mean difference, of 1
constexpr double AlmostSamePicture = 0.01;

class Chooser
{
public:
  Chooser(const std::vector<KeyFrameCandidate>& candidates, std::vector<int> usable)
      : candidates_(candidates), usable_(std::move(usable))
  {
    for (const int one : usable_)
    {
      mostInformation_ = std::max(mostInformation_, Of(one).content.information);
    }
  }

  // All that can be used, less copies of those before where `sequence` is of time.
  std::vector<int> All(Sequence sequence) const
  {
    std::vector<int> chosen;
    for (const int one : usable_)
    {
      if (sequence == Sequence::Slices || LeastDifference(one, chosen) > SamePicture)
      {
        chosen.push_back(one);
      }
    }
    return chosen;
  }

  std::vector<int> Spread(int wanted) const
  {
    const double start = Of(usable_.front()).place;
    const double part = (Of(usable_.back()).place - start) / wanted;
    std::vector<int> chosen;
    for (int i = 0; i < wanted; ++i)
    {
      const double centre = start + (i + 0.5) * part;
      const int best = BestOf(centre, 0.25 * part, chosen);
      const int next = best < 0 ? Nearest(centre, 0.5 * part) : best;
      if (next >= 0 && std::find(chosen.begin(), chosen.end(), next) == chosen.end())
      {
        chosen.push_back(next);
      }
    }
    FillGaps(wanted, part, chosen);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
  }

private:
  const KeyFrameCandidate& Of(int index) const
  {
    return candidates_[static_cast<std::size_t>(index)];
  }

  double LeastDifference(int one, const std::vector<int>& chosen) const
  {
    double least = 1.0;
    for (const int other : chosen)
    {
      least = std::min(least, DifferenceOf(Of(one).content, Of(other).content));
    }
    return least;
  }

  // Information counts as much as closeness to the centre; what looks like one chosen, least.
  double Score(int one, double distance, const std::vector<int>& chosen) const
  {
    const double information =
        mostInformation_ > 0.0 ? Of(one).content.information / mostInformation_ : 0.0;
    const double penalty = LeastDifference(one, chosen) < AlmostSamePicture ? 1.0 : 0.0;
    return information - distance - penalty;
  }

  // Of those within `reach` of `centre`; -1: there is none.
  int BestOf(double centre, double reach, const std::vector<int>& chosen) const
  {
    int best = -1;
    double bestScore = -std::numeric_limits<double>::infinity();
    for (const int one : usable_)
    {
      const double distance = std::abs(Of(one).place - centre);
      if (distance > reach)
      {
        continue;
      }
      const double score = Score(one, 0.5 * distance / std::max(reach, 1e-9), chosen);
      if (score > bestScore)
      {
        bestScore = score;
        best = one;
      }
    }
    return best;
  }

  int Nearest(double centre, double reach) const
  {
    int nearest = -1;
    double least = reach;
    for (const int one : usable_)
    {
      const double distance = std::abs(Of(one).place - centre);
      if (distance <= least)
      {
        least = distance;
        nearest = one;
      }
    }
    return nearest;
  }

  // Parts without a frame give theirs to where frames are farthest from those chosen.
  void FillGaps(int wanted, double part, std::vector<int>& chosen) const
  {
    while (static_cast<int>(chosen.size()) < wanted)
    {
      int farthest = -1;
      double most = 0.45 * part;
      for (const int one : usable_)
      {
        double distance = std::numeric_limits<double>::infinity();
        for (const int other : chosen)
        {
          distance = std::min(distance, std::abs(Of(one).place - Of(other).place));
        }
        if (distance > most && LeastDifference(one, chosen) > SamePicture)
        {
          most = distance;
          farthest = one;
        }
      }
      if (farthest < 0)
      {
        return;
      }
      chosen.push_back(farthest);
    }
  }

  const std::vector<KeyFrameCandidate>& candidates_;
  std::vector<int> usable_;
  double mostInformation_ = 0.0;
};

}  // namespace

KeyFrameChoice ChooseKeyFrames(const std::vector<KeyFrameCandidate>& candidates, int maximum,
                               Sequence sequence)
{
  std::vector<int> usable;
  for (std::size_t i = 0; i < candidates.size(); ++i)
  {
    if (!candidates[i].content.isEmpty)
    {
      usable.push_back(static_cast<int>(i));
    }
  }
  KeyFrameChoice choice;
  choice.empty = static_cast<int>(candidates.size() - usable.size());
  if (usable.empty() || maximum < 1)
  {
    return choice;
  }
  if (sequence == Sequence::Cine && maximum > 1)
  {
    usable = Chooser(candidates, usable).All(sequence);
  }
  const Chooser chooser(candidates, std::move(usable));
  choice.chosen = chooser.All(Sequence::Slices);
  if (static_cast<int>(choice.chosen.size()) > maximum)
  {
    choice.chosen = chooser.Spread(maximum);
  }
  return choice;
}

}  // namespace vlm
