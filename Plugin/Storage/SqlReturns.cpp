// SPDX-License-Identifier: GPL-3.0-or-later
// How SqlAnalysisQueue takes back what was at work.
#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

// Before a record at work goes back to the queue: it becomes one with a record that waits there for
// newer content. The one of higher priority stays, since somebody may know its identifier. Returns
// the sequence of what stays.
long long MergeWithWaiting(soci::session& session, const RecordRow& row)
{
  QueryArguments arguments;
  arguments.Add(row.orthancId);
  arguments.Add(row.model);
  const auto waiting = SelectRecord(
      session, "WHERE orthanc_id = :resource AND model = :model AND state = 0" + LockRows(session),
      std::move(arguments));
  if (!waiting)
  {
    return row.sequence;
  }
  const bool staysWaiting = waiting->priority > row.priority;
  const RecordRow& kept = staysWaiting ? *waiting : row;
  const RecordRow& dropped = staysWaiting ? row : *waiting;
  session << "DELETE FROM analyses WHERE sequence = :sequence", soci::use(dropped.sequence);
  session
      << "UPDATE analyses SET content = :content, attempts = :attempts WHERE sequence = :sequence",
      soci::use(waiting->content), soci::use(row.attempts), soci::use(kept.sequence);
  return kept.sequence;
}

// What is in the hands of a node that is not alive.
std::vector<RecordRow> SelectInterrupted(soci::session& session, long long now)
{
  QueryArguments arguments;
  arguments.Add(now);
  return SelectRecords(session,
                       "WHERE state = 1 AND node NOT IN (SELECT id FROM nodes WHERE lease_until > "
                       ":now) ORDER BY sequence" +
                           LockUnlocked(session),
                       std::move(arguments));
}

void EndWithoutReport(soci::session& session, const RecordRow& row, AnalysisState state,
                      const std::string& reason, long long now)
{
  const int number = static_cast<int>(state);
  const long long ended = NextEnd(session);
  StorableTexts texts(session);
  session
      << "UPDATE analyses SET state = :state, node = '', reason = :reason, completed_at = :now, "
         "ended_sequence = :ended, to_deliver = 1 WHERE sequence = :sequence",
      soci::use(number), soci::use(texts.Whole(reason)), soci::use(now), soci::use(ended),
      soci::use(row.sequence);
}

}  // namespace

Result<void> SqlAnalysisQueue::Postpone(const AnalysisRecord& claimed, Timestamp when,
                                        const std::string& reason)
{
  return Change(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectClaimed(session, claimed);
        if (!row.HasValue())
        {
          return row.Failure();
        }
        const long long kept = MergeWithWaiting(session, row.Value());
        const long long next = when.time_since_epoch().count();
        StorableTexts texts(session);
        session << "UPDATE analyses SET state = 0, node = '', next_attempt_at = :next, reason = "
                   ":reason "
                   "WHERE sequence = :sequence",
            soci::use(next), soci::use(texts.Whole(reason)), soci::use(kept);
        return {};
      });
}

Result<void> SqlAnalysisQueue::Release(const AnalysisRecord& claimed, const std::string& reason)
{
  return Change(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = SelectClaimed(session, claimed);
        if (!row.HasValue())
        {
          return row.Failure();
        }
        const long long kept = MergeWithWaiting(session, row.Value());
        StorableTexts texts(session);
        session << "UPDATE analyses SET state = 0, node = '', attempts = attempts - 1, started_at "
                   "= NULL, "
                   "reason = :reason WHERE sequence = :sequence",
            soci::use(texts.Whole(reason)), soci::use(kept);
        return {};
      });
}

Result<int> SqlAnalysisQueue::RecoverInterrupted(int maximumAttempts)
{
  auto recovered = database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        const auto interrupted = SelectInterrupted(session, NowMs());
        for (const auto& row : interrupted)
        {
          if (row.attempts >= maximumAttempts)
          {
            EndWithoutReport(session, row, AnalysisState::Failed,
                             "The server ended " + std::to_string(row.attempts) +
                                 " times while this was analysed; it is not tried again.",
                             NowMs());
            continue;
          }
          const long long kept = MergeWithWaiting(session, row);
          session << "UPDATE analyses SET state = 0, node = '' WHERE sequence = :sequence",
              soci::use(kept);
        }
        TellOthers(session, !interrupted.empty());
        return static_cast<int>(interrupted.size());
      });
  NoteChange(recovered.HasValue() && recovered.Value() > 0);
  return recovered;
}

Result<std::map<std::string, std::int64_t>> SqlAnalysisQueue::InHand()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::map<std::string, std::int64_t>>
      {
        std::string id;
        long long claims = 0;
        soci::statement statement =
            (session.prepare << "SELECT id, claims FROM analyses WHERE state = 1 AND node = :node",
             soci::into(id), soci::into(claims), soci::use(node_));
        statement.execute();
        std::map<std::string, std::int64_t> inHand;
        while (statement.fetch())
        {
          inHand[id] = claims;
        }
        return inHand;
      });
}

Result<void> SqlAnalysisQueue::Cancel(const std::string& id, const std::string& reason)
{
  return Change(
      [&](soci::session& session) -> Result<void>
      {
        const auto row = TakeRecordById(session, id);
        if (!row)
        {
          return UnknownAnalysis(id);
        }
        const auto state = static_cast<AnalysisState>(row->state);
        if (HasEnded(state))
        {
          return Error{ErrorKind::Conflict,
                       "Analysis " + id + " is " + StateName(state) + " already."};
        }
        EndWithoutReport(session, *row, AnalysisState::Canceled, reason, NowMs());
        return {};
      });
}

}  // namespace vlm
