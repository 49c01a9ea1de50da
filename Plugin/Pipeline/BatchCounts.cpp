// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Batches.h"

namespace vlm
{

std::int64_t BatchCounts::Of(BatchItemState state) const
{
  const auto found = items.find(state);
  return found == items.end() ? 0 : found->second;
}

std::int64_t BatchCounts::Total() const
{
  std::int64_t total = 0;
  for (const auto& [state, count] : items)
  {
    total += count;
  }
  return total;
}

std::int64_t BatchCounts::Ended() const
{
  return Total() - Of(BatchItemState::Given) - Of(BatchItemState::Waiting) -
         Of(BatchItemState::Queued);
}

}  // namespace vlm
