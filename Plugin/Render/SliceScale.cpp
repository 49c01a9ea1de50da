// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/SliceScale.h"

#include <string_view>

#include "Pixels/SlicePosition.h"

namespace vlm
{

namespace
{

// Which axis a direction is on: "R" and "L" on the same.
std::size_t AxisOf(const std::string& towards)
{
  return std::string_view("RLAPFH").find(towards) / 2;
}

bool IsPositive(const std::string& towards)
{
  return towards == "L" || towards == "P" || towards == "H";
}

}  // namespace

std::optional<SliceScale> SliceScaleOf(const std::vector<KeyImage>& images)
{
  SliceScale scale;
  std::optional<std::size_t> axis;
  for (const KeyImage& image : images)
  {
    scale.mm.emplace_back();
    const auto position = SlicePositionOf(image.frame);
    if (!position)
    {
      continue;
    }
    if (axis.value_or(AxisOf(position->towards)) != AxisOf(position->towards))
    {
      return std::nullopt;
    }
    const double mm = IsPositive(position->towards) ? position->mm : -position->mm;
    if (!axis || mm < scale.firstMm)
    {
      scale.firstMm = mm;
      scale.first = TextOf(*position);
    }
    if (!axis || mm > scale.lastMm)
    {
      scale.lastMm = mm;
      scale.last = TextOf(*position);
    }
    axis = AxisOf(position->towards);
    scale.mm.back() = mm;
  }
  constexpr double smallestMm = 0.05;  // as positions are written in tenths
  return scale.lastMm - scale.firstMm > smallestMm ? std::optional<SliceScale>(scale)
                                                   : std::nullopt;
}

}  // namespace vlm
