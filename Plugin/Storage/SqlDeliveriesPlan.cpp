// SPDX-License-Identifier: GPL-3.0-or-later
// What SqlDeliveries adds for analyses that ended, that are to be tried again, or were found.
#include "Storage/RecordRow.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{
namespace
{

constexpr const char* WaitsForObjects = "The objects are not stored yet.";

// A new row; what there is no time for waits until its objects are stored.
struct NewDelivery
{
  DeliveryKind kind = DeliveryKind::Objects;
  std::string destination = {};
  boost::optional<long long> nextAttemptAt = {};
  DeliveryState state = DeliveryState::Waiting;
  std::string reason = {};
};

void Insert(soci::session& session, const RecordRow& record, const NewDelivery& delivery,
            long long now)
{
  const int kind = static_cast<int>(delivery.kind);
  const int state = static_cast<int>(delivery.state);
  session << "INSERT INTO deliveries (sequence, analysis, study, kind, destination, state, "
             "created_at, next_attempt_at, reason) VALUES (:sequence, :analysis, :study, :kind, "
             ":destination, :state, :created, :next, :reason)",
      soci::use(record.sequence), soci::use(record.id), soci::use(record.studyId), soci::use(kind),
      soci::use(delivery.destination), soci::use(state), soci::use(now),
      soci::use(delivery.nextAttemptAt), soci::use(delivery.reason);
}

bool HasInstances(soci::session& session, const std::string& analysisId)
{
  int count = 0;
  session << "SELECT COUNT(*) FROM result_instances WHERE analysis = :analysis",
      soci::use(analysisId), soci::into(count);
  return count > 0;
}

std::vector<NewDelivery> DeliveriesOf(const DeliveryPlan& plan, AnalysisState state,
                                      bool hasInstances, long long now)
{
  const bool hasReport = HasReport(state);
  const bool hasObjects = hasInstances || (plan.objects && hasReport);
  std::vector<NewDelivery> deliveries;
  if (hasObjects)
  {
    deliveries.push_back({DeliveryKind::Objects, "", now});
  }
  if (plan.labels && (hasReport || state == AnalysisState::Failed))
  {
    deliveries.push_back({DeliveryKind::Labels, "", now});
  }
  for (const auto& destination : hasReport ? plan.destinations : std::vector<std::string>())
  {
    deliveries.push_back(hasObjects ? NewDelivery{DeliveryKind::Send, destination, boost::none,
                                                  DeliveryState::Waiting, WaitsForObjects}
                                    : NewDelivery{DeliveryKind::Send, destination, now});
  }
  return deliveries;
}

bool IsRestored(soci::session& session, long long sequence)
{
  int toDeliver = 0;
  session << "SELECT to_deliver FROM analyses WHERE sequence = :sequence", soci::use(sequence),
      soci::into(toDeliver);
  return toDeliver == 2;
}

int InsertAll(soci::session& session, const RecordRow& record,
              const std::vector<NewDelivery>& deliveries, long long now)
{
  for (const auto& delivery : deliveries)
  {
    Insert(session, record, delivery, now);
  }
  return static_cast<int>(deliveries.size());
}

// In place of those of an earlier end.
int PlanEnded(soci::session& session, const RecordRow& record, const DeliveryPlan& plan,
              long long now)
{
  session << "DELETE FROM deliveries WHERE analysis = :analysis", soci::use(record.id);
  const auto state = static_cast<AnalysisState>(record.state);
  const bool hasInstances = HasInstances(session, record.id);
  return InsertAll(session, record, DeliveriesOf(plan, state, hasInstances, now), now);
}

// Its objects are adopted as they are, but others may have set the labels since.
int PlanRestored(soci::session& session, const RecordRow& record, const DeliveryPlan& plan,
                 long long now)
{
  session << "DELETE FROM deliveries WHERE analysis = :analysis AND kind = 1", soci::use(record.id);
  const DeliveryPlan labelsAlone{false, plan.labels, {}};
  const auto state = static_cast<AnalysisState>(record.state);
  return InsertAll(session, record, DeliveriesOf(labelsAlone, state, false, now), now);
}

}  // namespace

Result<int> SqlDeliveries::Plan(const DeliveryPlan& plan)
{
  int added = 0;
  for (;;)
  {
    const auto step = PlanSome(plan);
    if (!step.HasValue())
    {
      return step.Failure();
    }
    if (step.Value().analyses == 0)
    {
      return added;
    }
    added += step.Value().deliveries;
  }
}

Result<SqlDeliveries::PlanStep> SqlDeliveries::PlanSome(const DeliveryPlan& plan)
{
  return database_.Run(
      [&](soci::session& session) -> Result<PlanStep>
      {
        const long long now = NowMs();
        PlanStep step;
        // Not too many at once, since the queue waits meanwhile.
        for (const auto& row :
             SelectRecords(session, "WHERE to_deliver > 0 ORDER BY sequence LIMIT 200", {}))
        {
          const bool isRestored = IsRestored(session, row.sequence);
          session << "UPDATE analyses SET to_deliver = 0 WHERE sequence = :sequence",
              soci::use(row.sequence);
          ++step.analyses;
          if (!HasEnded(static_cast<AnalysisState>(row.state)))
          {
            continue;  // it was retried, and will end again
          }
          step.deliveries += isRestored ? PlanRestored(session, row, plan, now)
                                        : PlanEnded(session, row, plan, now);
        }
        return step;
      });
}

Result<void> SqlDeliveries::PlanAgain(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        soci::statement statement =
            (session.prepare << "UPDATE analyses SET to_deliver = 1 WHERE id = :id",
             soci::use(analysisId));
        statement.execute(true);
        return statement.get_affected_rows() == 0 ? Result<void>(UnknownAnalysis(analysisId))
                                                  : Result<void>();
      });
}

Result<int> SqlDeliveries::RetryOf(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        const long long now = NowMs();
        soci::statement statement =
            (session.prepare
                 << "UPDATE deliveries SET state = 0, attempts = 0, interruptions = 0, created_at "
                    "= :now, next_attempt_at = :next, reason = '' WHERE analysis = :analysis AND "
                    "+state IN (0, 2)",
             soci::use(now), soci::use(now), soci::use(analysisId));
        statement.execute(true);
        const auto changed = static_cast<int>(statement.get_affected_rows());
        const std::string reason = WaitsForObjects;
        session << "UPDATE deliveries SET next_attempt_at = NULL, reason = :reason WHERE analysis "
                   "= :analysis AND +state = 0 AND kind = 2 AND EXISTS (SELECT 1 FROM deliveries "
                   "objects WHERE objects.analysis = :same AND objects.kind = 0 AND +objects.state "
                   "= 0)",
            soci::use(reason), soci::use(analysisId), soci::use(analysisId);
        return changed;
      });
}

Result<void> SqlDeliveries::Adopt(const AnalysisRecord& record,
                                  const std::vector<ResultInstance>& instances)
{
  const auto adopted = database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectRecordById(session, record.id);
        if (!row)
        {
          return UnknownAnalysis(record.id);
        }
        int known = 0;
        session << "SELECT COUNT(*) FROM deliveries WHERE analysis = :analysis AND kind = 0",
            soci::use(record.id), soci::into(known);
        if (known == 0 && !instances.empty())
        {
          const long long now = NowMs();
          Insert(session, *row,
                 {DeliveryKind::Objects, "", now, DeliveryState::Delivered,
                  "They were found in the archive."},
                 now);
        }
        return {};
      });
  return adopted.HasValue() ? NoteInstances(record.id, instances) : adopted;
}

}  // namespace vlm
