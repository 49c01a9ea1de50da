// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlAnalysisQueue.h"

#include <boost/optional.hpp>

#include "Foundation/Uuid.h"
#include "Storage/RecordRow.h"

namespace vlm
{
namespace
{

constexpr int Queued = static_cast<int>(AnalysisState::Queued);
constexpr int Running = static_cast<int>(AnalysisState::Running);

Error Unknown(const std::string& id)
{
  return Error{ErrorKind::NotFound, "There is no analysis '" + id + "'."};
}

Result<void> OneChanged(soci::statement& statement, const std::string& id)
{
  statement.execute(true);
  if (statement.get_affected_rows() == 0)
  {
    return Unknown(id);
  }
  return {};
}

std::optional<RecordRow> SelectById(soci::session& session, const std::string& id)
{
  QueryArguments arguments;
  arguments.Add(id);
  const auto rows = SelectRecords(session, "WHERE id = :id", std::move(arguments));
  return rows.empty() ? std::nullopt : std::optional<RecordRow>(rows.front());
}

// What is waiting or at work for the same resource and model; else the newest one that ended.
std::optional<RecordRow> SelectKnown(soci::session& session, const AnalysisOrder& order)
{
  QueryArguments arguments;
  arguments.Add(order.orthancId);
  arguments.Add(order.model);
  const auto rows =
      SelectRecords(session,
                    "WHERE orthanc_id = :resource AND model = :model "
                    "ORDER BY CASE WHEN state IN (0, 1) THEN 0 ELSE 1 END, sequence DESC LIMIT 1",
                    std::move(arguments));
  return rows.empty() ? std::nullopt : std::optional<RecordRow>(rows.front());
}

bool Collapses(const RecordRow& known, const AnalysisOrder& order, IfKnown ifKnown)
{
  const auto state = static_cast<AnalysisState>(known.state);
  if (!HasEnded(state))
  {
    return true;
  }
  return ifKnown == IfKnown::Collapse && known.content == order.contentVersion &&
         (state == AnalysisState::Completed || state == AnalysisState::Abstained);
}

}  // namespace

long long SqlAnalysisQueue::NowMs() const
{
  return clock_.Now().time_since_epoch().count();
}

EnqueueOutcome SqlAnalysisQueue::Insert(soci::session& session, const AnalysisOrder& order,
                                        IfKnown ifKnown) const
{
  const auto known = SelectKnown(session, order);
  if (known && Collapses(*known, order, ifKnown))
  {
    // A user who asks for what waits already wants it sooner.
    session << "UPDATE analyses SET priority = :priority WHERE id = :id AND priority < :same",
        soci::use(order.priority), soci::use(known->id), soci::use(order.priority);
    return {known->id, false};
  }
  const std::string id = RandomUuid();
  const int level = static_cast<int>(order.level);
  const long long now = NowMs();
  session
      << "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, "
         "language, "
         "max_images, priority, state, attempts, queued_at, next_attempt_at) VALUES (:id, :level, "
         ":resource, "
         ":series, :study, :model, :content, :language, :images, :priority, 0, 0, :queued, :next)",
      soci::use(id), soci::use(level), soci::use(order.orthancId), soci::use(order.orthancSeriesId),
      soci::use(order.orthancStudyId), soci::use(order.model), soci::use(order.contentVersion),
      soci::use(order.language), soci::use(order.maxImages), soci::use(order.priority),
      soci::use(now), soci::use(now);
  return {id, true};
}

Result<EnqueueOutcome> SqlAnalysisQueue::Enqueue(const AnalysisOrder& order, IfKnown ifKnown)
{
  return database_.Run([&](soci::session& session) -> Result<EnqueueOutcome>
                       { return Insert(session, order, ifKnown); });
}

Result<int> SqlAnalysisQueue::Arrive(const std::vector<AnalysisOrder>& orders,
                                     std::int64_t changePosition)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        int added = 0;
        for (const auto& order : orders)
        {
          added += Insert(session, order, IfKnown::Collapse).isNew ? 1 : 0;
        }
        const long long position = changePosition;
        session << "DELETE FROM progress WHERE name = 'changes'";
        session << "INSERT INTO progress (name, value) VALUES ('changes', :position)",
            soci::use(position);
        return added;
      });
}

Result<std::optional<std::int64_t>> SqlAnalysisQueue::ChangePosition()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<std::int64_t>>
      {
        boost::optional<long long> position;
        session << "SELECT MAX(value) FROM progress WHERE name = 'changes'", soci::into(position);
        return position ? std::optional<std::int64_t>(*position) : std::nullopt;
      });
}

Result<std::optional<AnalysisRecord>> SqlAnalysisQueue::Claim()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<AnalysisRecord>>
      {
        const long long now = NowMs();
        QueryArguments arguments;
        arguments.Add(now);
        const auto due = SelectRecords(session,
                                       "WHERE state = 0 AND next_attempt_at <= :now "
                                       "ORDER BY priority DESC, sequence LIMIT 1",
                                       std::move(arguments));
        if (due.empty())
        {
          return std::optional<AnalysisRecord>();
        }
        RecordRow row = due.front();
        session << "UPDATE analyses SET state = 1, attempts = attempts + 1, started_at = :now, "
                   "reason = '' "
                   "WHERE sequence = :sequence",
            soci::use(now), soci::use(row.sequence);
        row.state = Running;
        row.attempts += 1;
        row.startedAt = now;
        return std::optional<AnalysisRecord>(row.ToRecord());
      });
}

Result<void> SqlAnalysisQueue::Finish(const std::string& id, AnalysisState state,
                                      const std::string& reason, const ReportSummary& summary)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectById(session, id);
        if (!row)
        {
          return Unknown(id);
        }
        const int stateNumber = static_cast<int>(state);
        const long long now = NowMs();
        long long ended = 0;
        session << "SELECT COALESCE(MAX(ended_sequence), 0) + 1 FROM analyses", soci::into(ended);
        boost::optional<double> maxScore;
        if (summary.maxScore)
        {
          maxScore = *summary.maxScore;
        }
        session << "UPDATE analyses SET state = :state, reason = :reason, completed_at = :now, "
                   "ended_sequence = :ended, "
                   "modality = :modality, patient_id = :patient, impression = :impression, "
                   "findings = :findings, "
                   "max_score = :score WHERE sequence = :sequence",
            soci::use(stateNumber), soci::use(reason), soci::use(now), soci::use(ended),
            soci::use(summary.modality), soci::use(summary.patientId),
            soci::use(summary.impression), soci::use(summary.findings), soci::use(maxScore),
            soci::use(row->sequence);
        session << "DELETE FROM finding_labels WHERE analysis = :sequence",
            soci::use(row->sequence);
        for (const auto& [label, score] : summary.labels)
        {
          boost::optional<double> labelScore;
          if (score)
          {
            labelScore = *score;
          }
          session << "INSERT INTO finding_labels (analysis, label, score) VALUES (:analysis, "
                     ":label, :score)",
              soci::use(row->sequence), soci::use(label), soci::use(labelScore);
        }
        return {};
      });
}

Result<void> SqlAnalysisQueue::Postpone(const std::string& id, Timestamp when,
                                        const std::string& reason)
{
  return database_.Run(
      [&](soci::session& session)
      {
        const long long next = when.time_since_epoch().count();
        soci::statement statement =
            (session.prepare
                 << "UPDATE analyses SET state = 0, next_attempt_at = :next, reason = :reason "
                    "WHERE id = :id",
             soci::use(next), soci::use(reason), soci::use(id));
        return OneChanged(statement, id);
      });
}

Result<void> SqlAnalysisQueue::Release(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session)
      {
        soci::statement statement =
            (session.prepare
                 << "UPDATE analyses SET state = 0, attempts = attempts - 1, started_at = NULL "
                    "WHERE id = :id AND state = 1",
             soci::use(id));
        return OneChanged(statement, id);
      });
}

Result<void> SqlAnalysisQueue::Retry(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectById(session, id);
        if (!row)
        {
          return Unknown(id);
        }
        const auto state = static_cast<AnalysisState>(row->state);
        if (!HasEnded(state) || state == AnalysisState::Completed)
        {
          return Error{ErrorKind::Conflict,
                       "Analysis " + id + " is " + StateName(state) +
                           "; only Failed, Abstained and Canceled ones can be retried."};
        }
        const auto known = SelectKnown(session, row->ToRecord().order);
        if (known && !HasEnded(static_cast<AnalysisState>(known->state)))
        {
          return Error{ErrorKind::Conflict,
                       "Analysis " + known->id + " of the same resource and model is already " +
                           StateName(static_cast<AnalysisState>(known->state)) + "."};
        }
        const long long now = NowMs();
        session
            << "UPDATE analyses SET state = 0, attempts = 0, next_attempt_at = :now, started_at = "
               "NULL, "
               "completed_at = NULL, ended_sequence = NULL, reason = '' WHERE sequence = :sequence",
            soci::use(now), soci::use(row->sequence);
        return {};
      });
}

Result<int> SqlAnalysisQueue::RecoverInterrupted(int maximumAttempts)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        const long long now = NowMs();
        const auto interrupted = SelectRecords(session, "WHERE state = 1", {});
        for (const auto& row : interrupted)
        {
          if (row.attempts < maximumAttempts)
          {
            session << "UPDATE analyses SET state = 0 WHERE sequence = :sequence",
                soci::use(row.sequence);
            continue;
          }
          const std::string reason = "The server ended " + std::to_string(row.attempts) +
                                     " times while this was analysed; it is not tried again.";
          session << "UPDATE analyses SET state = 4, reason = :reason, completed_at = :now, "
                     "ended_sequence = "
                     "(SELECT COALESCE(MAX(ended_sequence), 0) + 1 FROM analyses) WHERE sequence = "
                     ":sequence",
              soci::use(reason), soci::use(now), soci::use(row.sequence);
        }
        return static_cast<int>(interrupted.size());
      });
}

Result<AnalysisRecord> SqlAnalysisQueue::Find(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<AnalysisRecord>
      {
        const auto row = SelectById(session, id);
        if (!row)
        {
          return Unknown(id);
        }
        return row->ToRecord();
      });
}

Result<std::optional<Timestamp>> SqlAnalysisQueue::NextDue()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<Timestamp>>
      {
        boost::optional<long long> next;
        session << "SELECT MIN(next_attempt_at) FROM analyses WHERE state = 0", soci::into(next);
        return next ? std::optional<Timestamp>(Timestamp(std::chrono::milliseconds(*next)))
                    : std::nullopt;
      });
}

Result<void> SqlAnalysisQueue::Remove(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session)
      {
        soci::statement statement =
            (session.prepare << "DELETE FROM analyses WHERE id = :id", soci::use(id));
        return OneChanged(statement, id);
      });
}

Result<int> SqlAnalysisQueue::RemoveOf(const std::string& orthancId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        soci::statement statement =
            (session.prepare
                 << "DELETE FROM analyses WHERE orthanc_id = :resource OR series_id = :series OR "
                    "study_id = :study",
             soci::use(orthancId), soci::use(orthancId), soci::use(orthancId));
        statement.execute(true);
        return static_cast<int>(statement.get_affected_rows());
      });
}

}  // namespace vlm
