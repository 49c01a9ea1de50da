// SPDX-License-Identifier: GPL-3.0-or-later
// Which frames of a series or multi-frame object a model will see.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace vlm
{

struct FrameReference
{
  std::string orthancId;  // of the instance
  int frame = 0;          // zero-based
};

// One instance of a series, in the order of its slices.
struct InstanceFrames
{
  std::string orthancId;
  int frames = 1;
  std::optional<double> place = {};  // along the normal of the slices [mm], where that orders them
};

// At most `maximum` frames, evenly spread over all frames of `instances` in their order; the middle
// one if maximum is 1.
std::vector<FrameReference> SelectKeyFrames(const std::vector<InstanceFrames>& instances,
                                            int maximum);

}  // namespace vlm
