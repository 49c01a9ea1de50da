// SPDX-License-Identifier: GPL-3.0-or-later
// How the images that were analysed were chosen among those that there are.
#pragma once

namespace vlm
{

struct KeyImageCounts
{
  int available = 0;  // frames of the resource
  // Of these, what was left out on purpose.
  int localizers = 0;
  int captures = 0;     // pages on doses, copies of screens
  int otherStacks = 0;  // of another orientation, echo, b-value, phase, ...
  int empty = 0;        // seen to show little of the patient; there may be more

  KeyImageCounts& operator+=(const KeyImageCounts& other)
  {
    available += other.available;
    localizers += other.localizers;
    captures += other.captures;
    otherStacks += other.otherStacks;
    empty += other.empty;
    return *this;
  }
};

}  // namespace vlm
