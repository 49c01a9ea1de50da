// SPDX-License-Identifier: GPL-3.0-or-later
// Parallel slices, of which several may lie at one place -> volumes with one slice a place.
#pragma once

#include <vector>

#include "Pixels/FrameTraits.h"

namespace vlm
{

struct PlacedFrame
{
  FrameTraits traits;
  double place = 0.0;
};

// Of slices at the same place, what came first by InstanceNumber, then SOPInstanceUID and frame, is
// first.
bool ComesBefore(const PlacedFrame& a, const PlacedFrame& b);

// The volume that is preferred (see FrameStack.h), ordered by place. `frames` is not empty.
std::vector<PlacedFrame> PreferredVolume(std::vector<PlacedFrame> frames);

}  // namespace vlm
