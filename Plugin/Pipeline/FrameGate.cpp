// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/FrameGate.h"

#include <set>

namespace vlm
{

GatedFrames GateFrames(const std::vector<Frame>& frames, const VisionModel& model,
                       BurnedInPolicy policy)
{
  GatedFrames gated;
  std::set<std::string> rules;
  for (std::size_t i = 0; i < frames.size(); ++i)
  {
    EgressDecision decision;
    decision.isAllowed = true;
    if (model.SendsPictures())
    {
      decision = JudgeBurnedInText(frames[i], policy);
    }
    gated.shown.push_back({frames[i], decision.covered});
    gated.refusals.push_back(decision.refusal);
    if (decision.isAllowed)
    {
      gated.allowed.push_back(static_cast<int>(i));
      rules.insert(decision.rule);
    }
  }
  for (const auto& rule : rules)
  {
    gated.rule += (gated.rule.empty() ? "" : "; ") + rule;
  }
  return gated;
}

}  // namespace vlm
