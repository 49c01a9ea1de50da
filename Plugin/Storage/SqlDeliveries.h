// SPDX-License-Identifier: GPL-3.0-or-later
// The durable list of deliveries in SQL, beside the queue.
#pragma once

#include "Pipeline/Clock.h"
#include "Pipeline/Deliveries.h"
#include "Storage/Database.h"

namespace vlm
{

class SqlDeliveries : public Deliveries
{
public:
  SqlDeliveries(Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<int> Plan(const DeliveryPlan& plan) override;

  Result<std::optional<Delivery>> Next(const DeliveryChoice& choice) override;
  Result<void> Deliver(std::int64_t id, const std::string& remark) override;
  Result<void> Postpone(std::int64_t id, Timestamp when, const std::string& reason) override;
  Result<void> Fail(std::int64_t id, const std::string& reason) override;
  Result<std::optional<Timestamp>> NextDue(const DeliveryChoice& choice) override;

  Result<void> PlanAgain(const std::string& analysisId) override;
  Result<int> RetryOf(const std::string& analysisId) override;
  Result<std::vector<Delivery>> ListOf(const std::string& analysisId) override;
  Result<std::map<DeliveryState, std::int64_t>> CountByState() override;

  Result<void> NoteInstances(const std::string& analysisId,
                             const std::vector<ResultInstance>& instances) override;
  Result<std::vector<ResultInstance>> InstancesOf(const std::string& analysisId) override;
  Result<void> ForgetInstances(const std::string& analysisId) override;

  Result<std::vector<std::string>> PredecessorsOf(const Delivery& delivery) override;
  Result<bool> IsSuperseded(const Delivery& delivery) override;
  Result<std::vector<ResourceOutcome>> OutcomesOf(const std::string& orthancStudyId) override;

  Result<std::vector<Orphan>> Orphans(std::int64_t afterDelivery) override;
  Result<void> Forget(const std::string& analysisId) override;
  Result<void> Adopt(const AnalysisRecord& record,
                     const std::vector<ResultInstance>& instances) override;

private:
  // Those of the next analyses that ended; how many of them, and how many deliveries.
  struct PlanStep
  {
    int analyses = 0;
    int deliveries = 0;
  };
  Result<PlanStep> PlanSome(const DeliveryPlan& plan);
  long long NowMs() const;

  Database& database_;
  const Clock& clock_;
};

}  // namespace vlm
