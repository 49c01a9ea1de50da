// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/CandidateSelection.h"

#include <algorithm>
#include <cmath>

namespace vlm
{
namespace
{

bool AreApart(const Blob& a, const Blob& b)
{
  return std::abs(a.centre.x - b.centre.x) > a.radiusX + b.radiusX ||
         std::abs(a.centre.y - b.centre.y) > a.radiusY + b.radiusY;
}

}  // namespace

std::vector<Blob> StrongestApart(std::vector<Blob> blobs, std::size_t maximum)
{
  std::sort(blobs.begin(), blobs.end(),
            [](const Blob& a, const Blob& b) { return a.response > b.response; });
  std::vector<Blob> kept;
  for (const Blob& blob : blobs)
  {
    if (kept.size() >= maximum)
    {
      break;
    }
    if (std::all_of(kept.begin(), kept.end(),
                    [&blob](const Blob& other) { return AreApart(blob, other); }))
    {
      kept.push_back(blob);
    }
  }
  return kept;
}

double ScoreOf(double response, double threshold)
{
  return response > 0.0 ? response / (response + threshold) : 0.0;
}

}  // namespace vlm
