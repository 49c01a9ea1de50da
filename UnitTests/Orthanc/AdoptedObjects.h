// SPDX-License-Identifier: GPL-3.0-or-later
// A list of deliveries that remembers which objects it adopted, and does nothing else.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "Pipeline/Deliveries.h"

namespace vlm
{

class AdoptedObjects : public Deliveries
{
public:
  // Analyses that are gone but still have a delivery.
  std::set<std::string> leaving;

  // "kind uid" of each object of an analysis.
  std::vector<std::string> Of(const std::string& analysisId)
  {
    std::vector<std::string> texts;
    for (const auto& one : adopted_[analysisId])
    {
      texts.push_back(one.kind + " " + one.sopInstanceUid);
    }
    return texts;
  }

  Result<std::vector<ResultInstance>> InstancesOf(const std::string& analysisId) override
  {
    return adopted_[analysisId];
  }
  Result<void> Adopt(const AnalysisRecord& record,
                     const std::vector<ResultInstance>& instances) override
  {
    auto& all = adopted_[record.id];
    all.insert(all.end(), instances.begin(), instances.end());
    return {};
  }

  Result<int> Plan(const DeliveryPlan&) override { return 0; }
  Result<std::optional<Delivery>> Next(const DeliveryChoice&) override
  {
    return std::optional<Delivery>();
  }
  Result<void> Deliver(std::int64_t, const std::string&) override { return {}; }
  Result<void> Postpone(std::int64_t, Timestamp, const std::string&) override { return {}; }
  Result<void> Fail(std::int64_t, const std::string&) override { return {}; }
  Result<std::optional<Timestamp>> NextDue(const DeliveryChoice&) override
  {
    return std::optional<Timestamp>();
  }
  Result<void> PlanAgain(const std::string&) override { return {}; }
  Result<int> RetryOf(const std::string&) override { return 0; }
  Result<std::vector<Delivery>> ListOf(const std::string& analysisId) override
  {
    return std::vector<Delivery>(leaving.count(analysisId));
  }
  Result<std::map<DeliveryState, std::int64_t>> CountByState() override
  {
    return std::map<DeliveryState, std::int64_t>();
  }
  Result<void> NoteInstances(const std::string&, const std::vector<ResultInstance>&) override
  {
    return {};
  }
  Result<void> ForgetInstances(const std::string&) override { return {}; }
  Result<std::vector<std::string>> PredecessorsOf(const Delivery&) override
  {
    return std::vector<std::string>();
  }
  Result<bool> IsSuperseded(const Delivery&) override { return false; }
  Result<std::vector<ResourceOutcome>> OutcomesOf(const std::string&) override
  {
    return std::vector<ResourceOutcome>();
  }
  Result<std::vector<Orphan>> Orphans(std::int64_t) override { return std::vector<Orphan>(); }
  Result<void> Forget(const std::string&) override { return {}; }

private:
  std::map<std::string, std::vector<ResultInstance>> adopted_;
};

}  // namespace vlm
