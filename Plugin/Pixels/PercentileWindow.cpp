// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/PercentileWindow.h"

#include <algorithm>

namespace vlm
{
namespace
{

// The lowest value with more than `below` values at or under it; `histogram` is sorted.
double ValueAt(const std::vector<ValueCount>& histogram, std::int64_t below)
{
  std::int64_t seen = 0;
  for (const ValueCount& bin : histogram)
  {
    seen += bin.count;
    if (seen > below)
    {
      return bin.value;
    }
  }
  return histogram.back().value;
}

}  // namespace

std::optional<VoiWindow> PercentileWindow(std::vector<ValueCount> histogram)
{
  if (histogram.empty())
  {
    return std::nullopt;
  }
  std::sort(histogram.begin(), histogram.end(),
            [](const ValueCount& a, const ValueCount& b) { return a.value < b.value; });
  std::int64_t total = 0;
  for (const ValueCount& bin : histogram)
  {
    total += bin.count;
  }
  const std::int64_t tail = total / 200;
  double low = ValueAt(histogram, tail);
  double high = ValueAt(histogram, total - 1 - tail);
  if (!(high > low))
  {
    low = histogram.front().value;
    high = histogram.back().value;
  }
  if (!(high > low))
  {
    return std::nullopt;
  }
  return VoiWindow{(low + high) / 2.0, high - low, VoiWindow::Function::LinearExact};
}

}  // namespace vlm
