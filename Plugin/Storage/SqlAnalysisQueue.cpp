// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDialect.h"

#include "Storage/RecordRow.h"
#include "Storage/SqlTurns.h"

namespace vlm
{
namespace
{

Result<void> OneChanged(soci::statement& statement, const std::string& id)
{
  statement.execute(true);
  if (statement.get_affected_rows() == 0)
  {
    return UnknownAnalysis(id);
  }
  return {};
}

// Otherwise the report could change between a review's beginning and end.
bool IsReviewPending(soci::session& session, long long sequence)
{
  int pending = 0;
  session << "SELECT review_pending FROM analyses WHERE sequence = :sequence", soci::use(sequence),
      soci::into(pending);
  return pending > 0;
}

// No value: it may be tried again.
std::optional<Error> WhyNoRetry(soci::session& session, const RecordRow& row)
{
  const auto state = static_cast<AnalysisState>(row.state);
  if (!HasEnded(state) || state == AnalysisState::Completed)
  {
    return Error{ErrorKind::Conflict,
                 "Analysis " + row.id + " is " + StateName(state) +
                     "; only Failed, Abstained and Canceled ones can be retried."};
  }
  if (row.reviewRevision > 0 || IsReviewPending(session, row.sequence))
  {
    return Error{ErrorKind::Conflict,
                 "The report of analysis " + row.id +
                     " was reviewed, which trying again would lose; ask for a new analysis."};
  }
  QueryArguments arguments;
  arguments.Add(row.orthancId);
  arguments.Add(row.model);
  const auto pending =
      SelectRecord(session, "WHERE orthanc_id = :resource AND model = :model AND state IN (0, 1)",
                   std::move(arguments));
  if (pending)
  {
    return Error{ErrorKind::Conflict,
                 "Analysis " + pending->id + " of the same resource and model is already " +
                     StateName(static_cast<AnalysisState>(pending->state)) + "."};
  }
  return std::nullopt;
}

// Nothing of its former end stays.
void QueueAnew(soci::session& session, const RecordRow& row, long long now)
{
  const long long turn = NextTurn(session, row.studyId, row.model, row.priority);
  session << "UPDATE analyses SET state = 0, turn = :turn, attempts = 0, queued_at = :queued, "
             "next_attempt_at = :due, started_at = NULL, completed_at = NULL, ended_sequence = "
             "NULL, reason = '', modality = '', patient_id = '', impression = '', findings = 0, "
             "max_score = NULL WHERE sequence = :sequence",
      soci::use(turn), soci::use(now), soci::use(now), soci::use(row.sequence);
  session << "DELETE FROM finding_labels WHERE analysis = :sequence", soci::use(row.sequence);
}

}  // namespace

long long SqlAnalysisQueue::NowMs() const
{
  return clock_.Now().time_since_epoch().count();
}

void SqlAnalysisQueue::TellOthers(soci::session& session, bool hasChanged)
{
  if (hasChanged && IsPostgres(session))
  {
    session << "UPDATE progress SET value = value + 1 WHERE name = 'changed'";
  }
}

Result<void> SqlAnalysisQueue::Finish(const AnalysisRecord& claimed, AnalysisState state,
                                      const std::string& reason, const ReportSummary& summary)
{
  return Change(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectClaimed(session, claimed);
        if (!row.HasValue())
        {
          return row.Failure();
        }
        const int stateNumber = static_cast<int>(state);
        const long long now = NowMs();
        const long long ended = NextEnd(session);
        const auto maxScore = Nullable(summary.maxScore);
        StorableTexts texts(session);
        session << "UPDATE analyses SET state = :state, node = '', reason = :reason, completed_at "
                   "= :now, "
                   "ended_sequence = :ended, to_deliver = 1, "
                   "modality = :modality, patient_id = :patient, impression = :impression, "
                   "findings = :findings, "
                   "max_score = :score WHERE sequence = :sequence",
            soci::use(stateNumber), soci::use(texts.Whole(reason)), soci::use(now),
            soci::use(ended), soci::use(texts.Indexed(summary.modality)),
            soci::use(texts.Indexed(summary.patientId)), soci::use(texts.Whole(summary.impression)),
            soci::use(summary.findings), soci::use(maxScore), soci::use(row.Value().sequence);
        session << "DELETE FROM finding_labels WHERE analysis = :sequence",
            soci::use(row.Value().sequence);
        InsertLabels(session, row.Value().sequence, summary);
        return {};
      });
}

Result<void> SqlAnalysisQueue::Retry(const std::string& id)
{
  return Change(
      [&](soci::session& session) -> Result<void>
      {
        if (const auto seen = SelectRecordById(session, id))
        {
          LockTurns(session, seen->studyId, seen->model);
        }
        const auto row = TakeRecordById(session, id);
        if (!row)
        {
          return UnknownAnalysis(id);
        }
        if (const auto problem = WhyNoRetry(session, *row))
        {
          return *problem;
        }
        QueueAnew(session, *row, NowMs());
        return {};
      });
}

Result<AnalysisRecord> SqlAnalysisQueue::Find(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<AnalysisRecord>
      {
        const auto row = SelectRecordById(session, id);
        if (!row)
        {
          return UnknownAnalysis(id);
        }
        return row->ToRecord();
      });
}

Result<void> SqlAnalysisQueue::Remove(const std::string& id)
{
  return Change(
      [&](soci::session& session)
      {
        soci::statement statement =
            (session.prepare << "DELETE FROM analyses WHERE id = :id", soci::use(id));
        return OneChanged(statement, id);
      });
}

Result<int> SqlAnalysisQueue::RemoveOf(const std::string& orthancId)
{
  auto removed = database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        soci::statement statement =
            (session.prepare
                 << "DELETE FROM analyses WHERE orthanc_id = :resource OR series_id = :series OR "
                    "study_id = :study",
             soci::use(orthancId), soci::use(orthancId), soci::use(orthancId));
        statement.execute(true);
        const auto count = static_cast<int>(statement.get_affected_rows());
        TellOthers(session, count > 0);
        return count;
      });
  NoteChange(removed.HasValue() && removed.Value() > 0);
  return removed;
}

}  // namespace vlm
