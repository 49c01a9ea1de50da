// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/FrameGate.h"

#include <set>

#include "Pipeline/Renderings.h"

namespace vlm
{
namespace
{

EgressDecision Judge(const Frame& frame, const VisionModel& model, BurnedInPolicy policy)
{
  if (model.SendsPictures())
  {
    return JudgeBurnedInText(frame, Renderings(frame, model.Views()), policy);
  }
  EgressDecision decision;
  decision.isAllowed = true;
  return decision;
}

}  // namespace

GatedFrames GateFrames(const std::vector<Frame>& frames, const VisionModel& model,
                       BurnedInPolicy policy)
{
  GatedFrames gated;
  std::set<std::string> rules;
  for (std::size_t i = 0; i < frames.size(); ++i)
  {
    const EgressDecision decision = Judge(frames[i], model, policy);
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
