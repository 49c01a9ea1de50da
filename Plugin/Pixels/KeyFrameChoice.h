// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a stack that stand for it: evenly over the part of the body that has content, and
// of neighbours the one that shows most.
#pragma once

#include <vector>

#include "Pixels/FrameContent.h"

namespace vlm
{

// A frame that may be chosen.
struct KeyFrameCandidate
{
  double place = 0.0;  // as in FrameStack
  FrameContent content;
};

struct KeyFrameChoice
{
  std::vector<int> chosen;  // indices of candidates, ascending
  int empty = 0;            // candidates left out since they show little of the patient
};

// `candidates` in the order of their places; at most `maximum` are chosen. Frames without content
// never are. If there are more others than wanted, the stretch from the first to the last of them
// is cut in `maximum` equal parts and one is chosen of the middle half of each, so that neither
// neighbours of the same look nor the ends of the stack come in. `isOneCine`: all are frames of one
// instance in time; then what shows the same as one chosen before is left out.
enum class Sequence
{
  Slices,
  Cine
};
KeyFrameChoice ChooseKeyFrames(const std::vector<KeyFrameCandidate>& candidates, int maximum,
                               Sequence sequence);

}  // namespace vlm
