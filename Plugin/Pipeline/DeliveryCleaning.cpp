// SPDX-License-Identifier: GPL-3.0-or-later
// How DeliveryWorker removes what is left of deleted analyses.
#include <algorithm>
#include <map>

#include "Pipeline/DeliveryWorker.h"

namespace vlm
{

// What cannot be removed now is passed over, and tried again once the rest is gone.
Result<bool> DeliveryWorker::CleanUp()
{
  const Timestamp now = ports_.clock.Now();
  if (now < nextCleanUp_)
  {
    return false;
  }
  const auto orphans = ports_.deliveries.Orphans(keptOrphan_);
  if (!orphans.HasValue())
  {
    return orphans.Failure();
  }
  if (orphans.Value().empty())
  {
    constexpr std::chrono::seconds pause{30};
    nextCleanUp_ = keptOrphan_ > 0 ? now + pause : nextCleanUp_;
    keptOrphan_ = 0;
    return false;
  }
  const auto removed = Remove(orphans.Value());
  if (!removed.HasValue() && news_.IsNews("orphans", "", now))
  {
    ports_.log.Warning("What is left of deleted analyses cannot be removed yet: " +
                       removed.Failure().message);
  }
  return true;
}

// Study by study, so that none keeps another's. The result is the last failure.
Result<void> DeliveryWorker::Remove(const std::vector<Deliveries::Orphan>& orphans)
{
  std::map<std::string, std::vector<Deliveries::Orphan>> studies;
  for (const auto& orphan : orphans)
  {
    studies[orphan.orthancStudyId].push_back(orphan);
  }
  Result<void> outcome;
  for (const auto& [study, ofStudy] : studies)
  {
    auto removed = RemoveOf(study, ofStudy);
    if (!removed.HasValue())
    {
      keptOrphan_ = std::max(keptOrphan_, ofStudy.back().lastDelivery);
      outcome = removed;
    }
  }
  return outcome;
}

// They are forgotten last, so that a crash or a stop before leads here again.
Result<void> DeliveryWorker::RemoveOf(const std::string& orthancStudyId,
                                      const std::vector<Deliveries::Orphan>& orphans)
{
  Result<void> outcome;
  std::vector<std::string> discarded;
  for (const auto& orphan : orphans)
  {
    if (stopping_.IsRequested())
    {
      return {};
    }
    auto gone = Discard(orphan.analysisId, orthancStudyId);
    if (gone.HasValue())
    {
      discarded.push_back(orphan.analysisId);
    }
    else
    {
      outcome = gone;
    }
  }
  const auto labelled = BringLabels(orthancStudyId);
  if (!labelled.HasValue())
  {
    return labelled.Failure();
  }
  for (const auto& analysisId : discarded)
  {
    auto forgotten = ports_.deliveries.Forget(analysisId);
    if (!forgotten.HasValue())
    {
      return forgotten;
    }
  }
  return outcome;
}

}  // namespace vlm
