// SPDX-License-Identifier: GPL-3.0-or-later
#include "Model/CandidateSelection.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "Pixels/BoxOverlap.h"

namespace vlm
{
namespace
{

BoundingBox BoxOf(const Blob& blob)
{
  return {blob.centre.x - blob.radiusX, blob.centre.y - blob.radiusY, 2.0 * blob.radiusX,
          2.0 * blob.radiusY};
}

}  // namespace

std::vector<std::size_t> StrongestOf(const std::vector<Blob>& blobs, const Selection& selection)
{
  std::vector<std::size_t> order(blobs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&blobs](std::size_t a, std::size_t b)
                   { return blobs[a].response > blobs[b].response; });
  std::vector<std::size_t> kept;
  for (const std::size_t candidate : order)
  {
    if (kept.size() >= selection.maximum)
    {
      break;
    }
    if (std::all_of(kept.begin(), kept.end(),
                    [&](std::size_t stronger)
                    {
                      return IntersectionOverUnion(BoxOf(blobs[candidate]),
                                                   BoxOf(blobs[stronger])) <= selection.mostOverlap;
                    }))
    {
      kept.push_back(candidate);
    }
  }
  return kept;
}

double ScoreOf(double response, double threshold)
{
  return response > 0.0 ? response / (response + threshold) : 0.0;
}

double LogisticScoreOf(double value, double threshold)
{
  return 1.0 / (1.0 + std::exp(threshold - value));
}

}  // namespace vlm
