// SPDX-License-Identifier: GPL-3.0-or-later
// How SqlAnalysisQueue takes orders in: what is new, and what collapses into what is known.
#include <algorithm>
#include <set>
#include <utility>

#include "Foundation/Uuid.h"
#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlTurns.h"

namespace vlm
{
namespace
{

constexpr const char* MoreMayArrive = "More images may arrive.";

// What waits for the same resource and model; else what is at work; else the newest one that ended.
std::optional<RecordRow> SelectKnown(soci::session& session, const AnalysisOrder& order)
{
  QueryArguments arguments;
  arguments.Add(order.orthancId);
  arguments.Add(order.model);
  return SelectRecord(session,
                      "WHERE orthanc_id = :resource AND model = :model "
                      "ORDER BY CASE WHEN state IN (0, 1) THEN state ELSE 2 END, sequence DESC",
                      std::move(arguments));
}

bool Collapses(const RecordRow& known, const AnalysisOrder& order, IfKnown ifKnown)
{
  // What arrives only now is not part of what was read before.
  const bool isSameContent = known.content == order.contentVersion && !order.notBefore;
  switch (static_cast<AnalysisState>(known.state))
  {
    case AnalysisState::Queued:
      return true;
    case AnalysisState::Running:
      return isSameContent;
    case AnalysisState::Completed:
    case AnalysisState::Abstained:
      return isSameContent && ifKnown == IfKnown::Collapse;
    case AnalysisState::Failed:
    case AnalysisState::Canceled:
      break;
  }
  return false;
}

long long DueTime(const AnalysisOrder& order, long long now)
{
  return order.notBefore ? order.notBefore->time_since_epoch().count() : now;
}

// A later arrival moves the time only while the record still waits for arrivals; any other order
// makes it due. The result is false if it waits no longer: it was claimed meanwhile.
bool UpdateWaiting(soci::session& session, const RecordRow& known, const AnalysisOrder& order,
                   long long now)
{
  const bool isWaiting = known.nextAttemptAt > now;
  const long long due = order.notBefore && !isWaiting ? known.nextAttemptAt : DueTime(order, now);
  const std::string& content = order.contentVersion.empty() ? known.content : order.contentVersion;
  const int priority = std::max(known.priority, order.priority);
  const long long turn = priority > known.priority
                             ? NextTurn(session, known.studyId, known.model, priority)
                             : known.turn;
  long long changed = 0;
  session << "UPDATE analyses SET priority = :priority, turn = :turn, next_attempt_at = :due, "
             "content = :content WHERE sequence = :sequence AND state = 0 RETURNING sequence",
      soci::use(priority), soci::use(turn), soci::use(due), soci::use(content),
      soci::use(known.sequence), soci::into(changed);
  return session.got_data();
}

std::string InsertNew(soci::session& session, const AnalysisOrder& order, long long now)
{
  std::string id = RandomUuid();
  const int level = static_cast<int>(order.level);
  const long long due = DueTime(order, now);
  const long long turn = NextTurn(session, order.orthancStudyId, order.model, order.priority);
  const std::string reason = order.notBefore ? MoreMayArrive : "";
  session << "INSERT INTO analyses (id, level, orthanc_id, series_id, study_id, model, content, "
             "language, max_images, priority, turn, state, attempts, queued_at, next_attempt_at, "
             "reason) VALUES (:id, :level, :resource, :series, :study, :model, :content, "
             ":language, :images, :priority, :turn, 0, 0, :queued, :next, :reason)",
      soci::use(id), soci::use(level), soci::use(order.orthancId), soci::use(order.orthancSeriesId),
      soci::use(order.orthancStudyId), soci::use(order.model), soci::use(order.contentVersion),
      soci::use(order.language), soci::use(order.maxImages), soci::use(order.priority),
      soci::use(turn), soci::use(now), soci::use(due), soci::use(reason);
  return id;
}

// Always in the same order, so that two who take many do not wait for each other.
void LockTurnsOf(soci::session& session, const std::vector<AnalysisOrder>& orders)
{
  std::set<std::pair<std::string, std::string>> names;
  for (const auto& order : orders)
  {
    names.emplace(order.orthancStudyId, order.model);
  }
  for (const auto& [study, model] : names)
  {
    LockTurns(session, study, model);
  }
}

}  // namespace

// LockTurns keeps others from queueing the same meanwhile; it may be claimed or end, though.
EnqueueOutcome SqlAnalysisQueue::Insert(soci::session& session, const AnalysisOrder& order,
                                        IfKnown ifKnown) const
{
  const long long now = NowMs();
  for (;;)
  {
    const auto known = SelectKnown(session, order);
    if (!known || !Collapses(*known, order, ifKnown))
    {
      return {InsertNew(session, order, now), true};
    }
    const bool isQueued = known->state == static_cast<int>(AnalysisState::Queued);
    if (!isQueued || UpdateWaiting(session, *known, order, now))
    {
      return {known->id, false};
    }
  }
}

Result<EnqueueOutcome> SqlAnalysisQueue::Enqueue(const AnalysisOrder& order, IfKnown ifKnown)
{
  return Change(
      [&](soci::session& session) -> Result<EnqueueOutcome>
      {
        LockTurns(session, order.orthancStudyId, order.model);
        return Insert(session, order, ifKnown);
      });
}

Result<int> SqlAnalysisQueue::Arrive(const std::vector<AnalysisOrder>& orders,
                                     std::int64_t changePosition)
{
  auto arrived = database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        LockTurnsOf(session, orders);
        int added = 0;
        for (const auto& order : orders)
        {
          added += Insert(session, order, IfKnown::Collapse).isNew ? 1 : 0;
        }
        const long long position = changePosition;
        session << "INSERT INTO progress (name, value) VALUES ('changes', :position) ON CONFLICT "
                   "(name) DO UPDATE SET value = excluded.value",
            soci::use(position);
        TellOthers(session, !orders.empty());
        return added;
      });
  NoteChange(arrived.HasValue() && !orders.empty());
  return arrived;
}

Result<std::optional<std::int64_t>> SqlAnalysisQueue::ChangePosition()
{
  return FindMark("changes");
}

}  // namespace vlm
