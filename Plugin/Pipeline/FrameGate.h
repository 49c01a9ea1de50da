// SPDX-License-Identifier: GPL-3.0-or-later
// The egress gate for the images of one analysis: which of them a model that is not in this process
// may be shown, and what is covered in them.
#pragma once

#include <string>
#include <vector>

#include "Model/EgressGate.h"
#include "Model/VisionModel.h"
#include "Pipeline/Views.h"

namespace vlm
{

struct GatedFrames
{
  std::vector<ShownFrame> shown;      // one for each frame
  std::vector<int> allowed;           // indices of those that may be shown
  std::vector<std::string> refusals;  // one for each frame; empty: allowed
  std::string rule;                   // for the egress ledger
};

// `frames` must outlive the result. A model inside this process may see everything.
GatedFrames GateFrames(const std::vector<Frame>& frames, const VisionModel& model,
                       BurnedInPolicy policy);

}  // namespace vlm
