// SPDX-License-Identifier: GPL-3.0-or-later
// How SqlAnalysisQueue gives work out: model by model, so that what waits for a paused model is not
// even looked at.
#include <boost/optional.hpp>
#include <set>

#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"

namespace vlm
{
namespace
{

// What is queued and whose resource and model are not at work already. The plus makes SQLite look
// among the few records of the resource rather than among all that is at work.
constexpr const char* Claimable =
    "state = 0 AND model = :model AND NOT EXISTS (SELECT 1 FROM analyses busy WHERE "
    "+busy.state = 1 AND busy.orthanc_id = analyses.orthanc_id AND busy.model = analyses.model)";

// The models of queued records. One step through the index for each: names in `waiting` are only
// compared here, so that they may be many, and anything.
std::vector<std::string> ModelsReady(soci::session& session,
                                     const std::vector<std::string>& waiting)
{
  const std::set<std::string> excluded(waiting.begin(), waiting.end());
  std::vector<std::string> ready;
  boost::optional<std::string> model;
  session << "SELECT MIN(model) FROM analyses WHERE state = 0", soci::into(model);
  while (model)
  {
    const std::string last = *model;
    if (excluded.count(last) == 0)
    {
      ready.push_back(last);
    }
    session << "SELECT MIN(model) FROM analyses WHERE state = 0 AND model > :last", soci::use(last),
        soci::into(model);
  }
  return ready;
}

std::optional<long long> EarliestDue(soci::session& session, const std::string& model)
{
  long long due = 0;
  session << std::string("SELECT next_attempt_at FROM analyses WHERE ") + Claimable +
                 " ORDER BY next_attempt_at LIMIT 1",
      soci::use(model), soci::into(due);
  return session.got_data() ? std::optional<long long>(due) : std::nullopt;
}

std::optional<RecordRow> FirstDue(soci::session& session, const std::string& model, long long now)
{
  // Otherwise a long queue of which nothing is due yet would be read to its end.
  const auto earliest = EarliestDue(session, model);
  if (!earliest || *earliest > now)
  {
    return std::nullopt;
  }
  QueryArguments arguments;
  arguments.Add(model);
  arguments.Add(now);
  // The plus keeps SQLite from finding all that is due and sorting it: the index in the order of
  // claims has the answer among its first entries.
  return SelectRecord(session,
                      std::string("WHERE ") + Claimable +
                          " AND +next_attempt_at <= :now ORDER BY priority DESC, sequence",
                      std::move(arguments));
}

bool IsBefore(const RecordRow& left, const RecordRow& right)
{
  return left.priority != right.priority ? left.priority > right.priority
                                         : left.sequence < right.sequence;
}

}  // namespace

Result<std::optional<AnalysisRecord>> SqlAnalysisQueue::Claim(const ClaimChoice& choice)
{
  auto claimed = database_.Run(
      [&](soci::session& session) -> Result<std::optional<AnalysisRecord>>
      {
        const long long now = NowMs();
        std::optional<RecordRow> first;
        for (const auto& model : ModelsReady(session, choice.waiting))
        {
          auto due = FirstDue(session, model, now);
          if (due && (!first || IsBefore(*due, *first)))
          {
            first = std::move(due);
          }
        }
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
          const auto due = EarliestDue(session, model);
          if (due && (!next || *due < *next))
          {
            next = due;
          }
        }
        return next ? std::optional<Timestamp>(Timestamp(std::chrono::milliseconds(*next)))
                    : std::nullopt;
      });
}

}  // namespace vlm
