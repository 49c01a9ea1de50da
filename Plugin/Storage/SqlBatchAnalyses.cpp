// SPDX-License-Identifier: GPL-3.0-or-later
// The analyses that a batch has in the queue: followed, held, let go.
#include <soci/boost-optional.h>

#include <boost/optional.hpp>

#include "Storage/SqlBatches.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

constexpr long long Never = 253402300799000;  // the end of the year 9999
constexpr const char* OnHold = "Its job is paused.";

// What an item becomes once its analysis is in this state; none: it is still queued.
std::optional<BatchItemState> OutcomeOf(const boost::optional<int>& state)
{
  if (!state)
  {
    return BatchItemState::Skipped;
  }
  switch (static_cast<AnalysisState>(*state))
  {
    case AnalysisState::Completed:
    case AnalysisState::Abstained:
      return BatchItemState::Completed;
    case AnalysisState::Failed:
      return BatchItemState::Failed;
    case AnalysisState::Canceled:
      return BatchItemState::Canceled;
    case AnalysisState::Queued:
    case AnalysisState::Running:
      break;
  }
  return std::nullopt;
}

struct Looked
{
  std::vector<long long> positions;
  std::vector<BatchNews> news;
};

Looked LookAtQueued(soci::session& session, const std::string& batchId, long long after, int limit)
{
  Looked looked;
  long long position = 0;
  boost::optional<int> state;
  boost::optional<std::string> reason;
  std::string analysisId;
  soci::statement select =
      (session.prepare << "SELECT i.position, i.analysis, a.state, a.reason FROM batch_items i "
                          "LEFT JOIN analyses a ON a.id = i.analysis WHERE i.batch = :batch AND "
                          "i.state = 2 AND i.position > :after ORDER BY i.position LIMIT :limit",
       soci::use(batchId), soci::use(after), soci::use(limit), soci::into(position),
       soci::into(analysisId), soci::into(state), soci::into(reason));
  select.execute();
  while (select.fetch())
  {
    looked.positions.push_back(position);
    if (const auto outcome = OutcomeOf(state))
    {
      looked.news.push_back(
          {position, *outcome, analysisId,
           state ? reason.get_value_or("") : "It was deleted, or its analysis was."});
    }
  }
  return looked;
}

std::optional<std::int64_t> PlaceAfter(const std::vector<long long>& positions, int limit)
{
  return static_cast<int>(positions.size()) < limit ? std::nullopt
                                                    : std::optional<std::int64_t>(positions.back());
}

void Write(soci::session& session, const std::vector<BatchNews>& news)
{
  for (const auto& one : news)
  {
    const int state = static_cast<int>(one.state);
    const long long position = one.position;
    session << "UPDATE batch_items SET state = :state, reason = :reason WHERE position = :position "
               "AND state = 2",
        soci::use(state), soci::use(one.reason), soci::use(position);
  }
}

}  // namespace

Batches::Place SqlBatches::Follow(const std::string& batchId, std::int64_t after, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Place
      {
        const Looked looked = LookAtQueued(session, batchId, after, limit);
        Write(session, looked.news);
        return PlaceAfter(looked.positions, limit);
      });
}

// Repeated while the job is paused: what was at work may be back in the queue. Any other order for
// the same resource and model makes it due again.
Batches::Place SqlBatches::Hold(const BatchRecord& batch, std::int64_t after, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Place
      {
        const Looked looked = LookAtQueued(session, batch.id, after, limit);
        const long long from = after;
        const long long to = looked.positions.empty() ? after : looked.positions.back();
        const long long created = batch.createdAt.time_since_epoch().count();
        const std::string reason = OnHold;
        session << "UPDATE analyses SET next_attempt_at = 253402300799000, reason = :reason WHERE "
                   "state = 0 AND next_attempt_at < 253402300799000 AND priority <= :priority AND "
                   "queued_at >= :created AND id IN (SELECT analysis FROM batch_items WHERE batch "
                   "= :batch AND state = 2 AND position > :from AND position <= :to)",
            soci::use(reason), soci::use(batch.wish.priority), soci::use(created),
            soci::use(batch.id), soci::use(from), soci::use(to);
        return PlaceAfter(looked.positions, limit);
      });
}

Batches::Place SqlBatches::LetGo(const BatchRecord& batch, std::int64_t after, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Place
      {
        const Looked looked = LookAtQueued(session, batch.id, after, limit);
        const long long from = after;
        const long long to = looked.positions.empty() ? after : looked.positions.back();
        const long long now = clock_.Now().time_since_epoch().count();
        session << "UPDATE analyses SET next_attempt_at = :now, reason = '' WHERE state = 0 AND "
                   "next_attempt_at = :never AND id IN (SELECT analysis FROM batch_items WHERE "
                   "batch = :batch AND state = 2 AND position > :from AND position <= :to)",
            soci::use(now), soci::use(Never), soci::use(batch.id), soci::use(from), soci::use(to);
        session << "UPDATE progress SET value = value + 1 WHERE name = 'changed'";
        return PlaceAfter(looked.positions, limit);
      });
}

}  // namespace vlm
