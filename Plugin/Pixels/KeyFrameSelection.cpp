// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/KeyFrameSelection.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace vlm
{

std::vector<FrameReference> SelectKeyFrames(const std::vector<InstanceFrames>& instances,
                                            int maximum)
{
  std::int64_t total = 0;
  for (const InstanceFrames& instance : instances)
  {
    total += std::max(instance.frames, 0);
  }
  const std::int64_t wanted = std::min<std::int64_t>(total, std::max(maximum, 0));
  std::vector<FrameReference> chosen;
  std::int64_t before = 0;  // frames of the instances passed
  std::size_t at = 0;
  for (std::int64_t i = 0; i < wanted; ++i)
  {
    // The middle of the i-th of `wanted` equal parts: ends of a series show little anatomy.
    const std::int64_t index = (2 * i + 1) * total / (2 * wanted);
    while (index >= before + std::max(instances[at].frames, 0))
    {
      before += std::max(instances[at].frames, 0);
      ++at;
    }
    chosen.push_back({instances[at].orthancId, static_cast<int>(index - before)});
  }
  return chosen;
}

}  // namespace vlm
