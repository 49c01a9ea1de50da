// SPDX-License-Identifier: GPL-3.0-or-later
// How SqlAnalysisQueue gives work out: model by model, so that what waits for a paused model is not
// even looked at.
#include <algorithm>
#include <boost/optional.hpp>
#include <limits>
#include <set>
#include <tuple>

#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

// Whose resource and model are not at work already. A subquery that PostgreSQL cannot turn into a
// join of all there is; the plus makes both databases look among the few records of the resource.
constexpr const char* IsFree =
    "COALESCE((SELECT 1 FROM analyses busy WHERE +busy.state = 1 AND busy.orthanc_id = "
    "analyses.orthanc_id AND busy.model = analyses.model LIMIT 1), 0) = 0";

// What waits for the same model with the same priority.
struct Group
{
  std::string model;
  int priority = 0;
  long long earliest = 0;  // when the first of them is due
};

// The models of queued records. One step through the index for each: names in `waiting` are only
// compared here, so that they may be many, and anything.
std::vector<std::string> ModelsReady(soci::session& session,
                                     const std::vector<std::string>& waiting)
{
  const std::set<std::string> excluded(waiting.begin(), waiting.end());
  std::vector<std::string> ready;
  std::string model;
  soci::statement statement(session);
  statement.exchange(soci::into(model));
  PrepareOnce(
      statement,
      "WITH RECURSIVE models (model) AS (SELECT (SELECT model FROM analyses WHERE state = 0 "
      "ORDER BY model LIMIT 1) UNION ALL SELECT (SELECT model FROM analyses WHERE state = 0 "
      "AND analyses.model > models.model ORDER BY analyses.model LIMIT 1) FROM models WHERE "
      "models.model IS NOT NULL) SELECT model FROM models WHERE model IS NOT NULL");
  for (bool isThere = statement.execute(true); isThere; isThere = statement.fetch())
  {
    if (excluded.count(model) == 0)
    {
      ready.push_back(model);
    }
  }
  return ready;
}

// The priorities of a model, and when the first that is free is due. Without MIN and MAX, for which
// PostgreSQL would read all there is while its statistics are old.
std::string GroupsQuery()
{
  return std::string(
             "WITH RECURSIVE steps (priority) AS (SELECT (SELECT priority FROM analyses WHERE "
             "state = 0 AND model = :model1 ORDER BY priority DESC LIMIT 1) UNION ALL SELECT "
             "(SELECT priority FROM analyses WHERE state = 0 AND model = :model2 AND "
             "analyses.priority < steps.priority ORDER BY analyses.priority DESC LIMIT 1) FROM "
             "steps WHERE steps.priority > :least1) SELECT priority, (SELECT next_attempt_at FROM "
             "analyses WHERE state = 0 AND model = :model3 AND analyses.priority = steps.priority "
             "AND ") +
         IsFree + " ORDER BY next_attempt_at LIMIT 1) FROM steps WHERE priority >= :least2";
}

// The groups of a model that have something free, the highest priority first. Again one step
// through an index for each, past any number of records that may not be begun.
std::vector<Group> GroupsOf(soci::session& session, const std::string& model, int leastPriority)
{
  Group group;
  group.model = model;
  boost::optional<long long> earliest;
  soci::statement statement(session);
  statement.exchange(soci::into(group.priority));
  statement.exchange(soci::into(earliest));
  statement.exchange(soci::use(model));
  statement.exchange(soci::use(model));
  statement.exchange(soci::use(leastPriority));
  statement.exchange(soci::use(model));
  statement.exchange(soci::use(leastPriority));
  PrepareOnce(statement, GroupsQuery());
  std::vector<Group> groups;
  for (bool isThere = statement.execute(true); isThere; isThere = statement.fetch())
  {
    if (earliest)
    {
      group.earliest = *earliest;
      groups.push_back(group);
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const Group& left, const Group& right) { return left.priority > right.priority; });
  return groups;
}

int LeastPriority(const ClaimChoice& choice)
{
  return choice.leastPriority.value_or(std::numeric_limits<int>::min());
}

// Of each model the group that is to be begun first, if any is due.
std::vector<Group> GroupsDue(soci::session& session, const ClaimChoice& choice, long long now)
{
  std::vector<Group> due;
  for (const auto& model : ModelsReady(session, choice.waiting))
  {
    const auto groups = GroupsOf(session, model, LeastPriority(choice));
    const auto first = std::find_if(groups.begin(), groups.end(),
                                    [now](const Group& group) { return group.earliest <= now; });
    if (first != groups.end())
    {
      due.push_back(*first);
    }
  }
  return due;
}

std::optional<RecordRow> FirstOf(soci::session& session, const Group& group, long long now,
                                 const std::string& lock)
{
  QueryArguments arguments;
  arguments.Add(group.model);
  arguments.Add(static_cast<long long>(group.priority));
  arguments.Add(now);
  // The plus keeps SQLite from finding all that is due and sorting it: the index in the order of
  // claims has the answer among its first entries.
  const std::string time = IsPostgres(session) ? "next_attempt_at" : "+next_attempt_at";
  return SelectRecord(session,
                      "WHERE state = 0 AND model = :model AND priority = :priority AND " + time +
                          " <= :now AND " + IsFree + " ORDER BY turn, sequence" + lock,
                      std::move(arguments));
}

// In the order of claims (Storage/SqlTurns.h); of each model the first one that is due.
std::vector<Group> InOrder(soci::session& session, std::vector<Group> groups, long long now)
{
  if (groups.size() < 2)
  {
    return groups;
  }
  using Place = std::tuple<int, long long, long long, std::size_t>;
  std::vector<Place> places;
  for (std::size_t i = 0; i < groups.size(); ++i)
  {
    if (const auto first = FirstOf(session, groups[i], now, ""))
    {
      places.emplace_back(-first->priority, first->turn, first->sequence, i);
    }
  }
  std::sort(places.begin(), places.end());
  std::vector<Group> ordered;
  ordered.reserve(places.size());
  for (const auto& place : places)
  {
    ordered.push_back(std::move(groups[std::get<std::size_t>(place)]));
  }
  return ordered;
}

// Rows that another node is about to take are passed by.
std::optional<RecordRow> TakeFirst(soci::session& session, const ClaimChoice& choice, long long now)
{
  for (const auto& group : InOrder(session, GroupsDue(session, choice, now), now))
  {
    if (auto row = FirstOf(session, group, now, LockUnlocked(session)))
    {
      return row;
    }
  }
  return std::nullopt;
}

// PostgreSQL's planner may prefer to find all that is due and sort it while its statistics are old.
// A claim that a crash of the server undoes is made again, and whoever had it is told Conflict.
void PrepareForClaim(soci::session& session)
{
  if (IsPostgres(session))
  {
    std::string nothing;
    session << "SELECT set_config('enable_sort', 'off', true) || "
               "set_config('synchronous_commit', 'off', true)",
        soci::into(nothing);
  }
}

}  // namespace

Result<std::optional<AnalysisRecord>> SqlAnalysisQueue::Claim(const ClaimChoice& choice)
{
  auto claimed = database_.Run(
      [&](soci::session& session) -> Result<std::optional<AnalysisRecord>>
      {
        const long long now = NowMs();
        PrepareForClaim(session);
        auto first = TakeFirst(session, choice, now);
        if (!first)
        {
          return std::optional<AnalysisRecord>();
        }
        session << "UPDATE analyses SET state = 1, attempts = attempts + 1, claims = claims + 1, "
                   "node = :node, started_at = :now, reason = '' WHERE sequence = :sequence",
            soci::use(node_), soci::use(now), soci::use(first->sequence);
        first->state = static_cast<int>(AnalysisState::Running);
        first->attempts += 1;
        first->claims += 1;
        first->node = node_;
        first->startedAt = now;
        first->reason.clear();
        TellOthers(session, true);
        return std::optional<AnalysisRecord>(first->ToRecord());
      });
  NoteChange(claimed.HasValue() && claimed.Value().has_value());
  return claimed;
}

Result<std::optional<Timestamp>> SqlAnalysisQueue::NextDue(const ClaimChoice& choice)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<Timestamp>>
      {
        std::optional<long long> next;
        for (const auto& model : ModelsReady(session, choice.waiting))
        {
          for (const auto& group : GroupsOf(session, model, LeastPriority(choice)))
          {
            next = std::min(next.value_or(group.earliest), group.earliest);
          }
        }
        return next ? std::optional<Timestamp>(Timestamp(std::chrono::milliseconds(*next)))
                    : std::nullopt;
      });
}

}  // namespace vlm
