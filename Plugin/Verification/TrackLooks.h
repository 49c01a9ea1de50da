// SPDX-License-Identifier: GPL-3.0-or-later
// What the looks that did not see a finding say of it, and those that may have written its axes in
// the wrong order.
#pragma once

#include <vector>

#include "Verification/FindingTracks.h"

namespace vlm
{

// Sets the counts of looks. A look that saw the finding counts; one that did not counts if it
// showed the place in the middle half of its field, or all of what is likely of it.
void CountLooks(const std::vector<Look>& looks, const Frame& frame, FindingTrack& track);

// Two tracks of different looks that would be one if one's axes were swapped: the one that fewer
// readings saw is the wrong one; of equals, nobody knows, and both are flagged.
void FlagSwappedAxes(std::vector<FindingTrack>& tracks, const Frame& frame,
                     const ReadingNoise& noise);

}  // namespace vlm
