// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a series -> the one stack of them that is looked at.
#pragma once

#include <vector>

#include "Pixels/FrameTraits.h"

namespace vlm
{

// In the order of their places.
struct FrameStack
{
  std::vector<FrameTraits> frames;
  // Along the normal of the slices or SliceLocation [mm], else the frames' numbers from 0 on.
  std::vector<double> places;
  // Of the series' frames those that do not belong to the stack.
  int localizers = 0;
  int captures = 0;     // pages and copies of screens
  int otherStacks = 0;  // of another orientation, echo, b-value, phase, ...
};

// Deterministic whatever the order of `frames`. Localizers and captures count only where there is
// nothing else. Frames lie in one stack that are parallel (within 3 degrees), of the same size and
// Stack ID and, where places are taken more than once, alike in type, b-value, echo, phase,
// acquisition and kernel. Of several stacks that with most places is preferred; of those with about
// as many: magnitude before maps, the highest b-value, of two echoes the later and of more the
// middle one, the middle phase. Without three slices in any stack, all frames are one. Without
// positions SliceLocation orders them, then InstanceNumber, then SOPInstanceUID.
FrameStack PreferredStack(std::vector<FrameTraits> frames);

}  // namespace vlm
