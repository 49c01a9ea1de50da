// SPDX-License-Identifier: GPL-3.0-or-later
// How SqlAnalysisQueue takes back what is only in the archive any more.
#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

boost::optional<long long> MillisecondsOrNull(const std::optional<Timestamp>& time)
{
  return time ? boost::optional<long long>(time->time_since_epoch().count()) : boost::none;
}

// The columns that a new record has; Complete() writes the others. Returns its sequence.
long long InsertNew(soci::session& session, const AnalysisRecord& record)
{
  const AnalysisOrder& order = record.order;
  const int level = static_cast<int>(order.level);
  const int state = static_cast<int>(record.state);
  const long long queued = record.queuedAt.time_since_epoch().count();
  const long long next = record.nextAttemptAt.time_since_epoch().count();
  session << "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, "
             "language, max_images, priority, state, attempts, queued_at, next_attempt_at) VALUES "
             "(:id, :level, :resource, :series, :study, :model, :content, :language, :images, "
             ":priority, :state, :attempts, :queued, :next)",
      soci::use(record.id), soci::use(level), soci::use(order.orthancId),
      soci::use(order.orthancSeriesId), soci::use(order.orthancStudyId), soci::use(order.model),
      soci::use(order.contentVersion), soci::use(order.language), soci::use(order.maxImages),
      soci::use(order.priority), soci::use(state), soci::use(record.attempts), soci::use(queued),
      soci::use(next);
  long long sequence = 0;
  session << "SELECT sequence FROM analyses WHERE id = :id", soci::use(record.id),
      soci::into(sequence);
  return sequence;
}

void Complete(soci::session& session, long long sequence, const AnalysisRecord& record,
              const ReportSummary& summary)
{
  const auto started = MillisecondsOrNull(record.startedAt);
  const auto completed = MillisecondsOrNull(record.completedAt);
  const auto maxScore = Nullable(summary.maxScore);
  const long long ended = NextEnd(session);
  StorableTexts texts(session);
  session << "UPDATE analyses SET started_at = :started, completed_at = :completed, "
             "ended_sequence = :ended, to_deliver = 2, reason = :reason, modality = :modality, "
             "patient_id = "
             ":patient, impression = :impression, findings = :findings, max_score = :score WHERE "
             "sequence = :sequence",
      soci::use(started), soci::use(completed), soci::use(ended),
      soci::use(texts.Whole(record.reason)), soci::use(texts.Indexed(summary.modality)),
      soci::use(texts.Indexed(summary.patientId)), soci::use(texts.Whole(summary.impression)),
      soci::use(summary.findings), soci::use(maxScore), soci::use(sequence);
  InsertLabels(session, sequence, summary);
}

}  // namespace

Result<bool> SqlAnalysisQueue::Restore(const AnalysisRecord& record, const ReportSummary& summary)
{
  if (!HasEnded(record.state))
  {
    return Error{ErrorKind::BadInput, "Analysis " + record.id + " is " + StateName(record.state) +
                                          "; only what ended can be restored."};
  }
  return Change(
      [&](soci::session& session) -> Result<bool>
      {
        if (SelectRecordById(session, record.id))
        {
          return false;
        }
        Complete(session, InsertNew(session, record), record, summary);
        return true;
      });
}

}  // namespace vlm
