// SPDX-License-Identifier: GPL-3.0-or-later
// How SqlDeliveries gives work out, lane by lane, so that what waits for a dead destination is not
// even looked at.
#include "Storage/SqlDeliveries.h"
#include "Storage/SqlDialect.h"

#include <algorithm>

#include "Storage/RecordRow.h"

namespace vlm
{
namespace
{

// Deliveries of one kind to one destination.
struct Lane
{
  int kind = 0;
  std::string destination;
};

struct DeliveryRow
{
  long long id = 0, createdAt = 0;
  boost::optional<long long> nextAttemptAt;
  std::string analysis, orthancId, study, model, destination, reason;
  int level = 0, kind = 0, state = 0, attempts = 0, interruptions = 0;

  void Bind(soci::statement& statement)
  {
    using soci::into;
    statement.exchange(into(id));
    statement.exchange(into(createdAt));
    statement.exchange(into(nextAttemptAt));
    statement.exchange(into(analysis));
    statement.exchange(into(orthancId));
    statement.exchange(into(study));
    statement.exchange(into(model));
    statement.exchange(into(destination));
    statement.exchange(into(reason));
    statement.exchange(into(level));
    statement.exchange(into(kind));
    statement.exchange(into(state));
    statement.exchange(into(attempts));
    statement.exchange(into(interruptions));
  }
  Delivery ToDelivery() const
  {
    Delivery delivery;
    delivery.id = id;
    delivery.analysisId = analysis;
    delivery.level = static_cast<ResourceLevel>(level);
    delivery.orthancId = orthancId;
    delivery.orthancStudyId = study;
    delivery.model = model;
    delivery.kind = static_cast<DeliveryKind>(kind);
    delivery.destination = destination;
    delivery.state = static_cast<DeliveryState>(state);
    delivery.attempts = attempts;
    delivery.interruptions = interruptions;
    delivery.createdAt = Timestamp(std::chrono::milliseconds(createdAt));
    delivery.nextAttemptAt =
        Timestamp(std::chrono::milliseconds(nextAttemptAt.value_or(createdAt)));
    delivery.reason = reason;
    return delivery;
  }
};

std::vector<DeliveryRow> SelectDeliveries(soci::session& session, const std::string& clause,
                                          QueryArguments arguments)
{
  DeliveryRow row;
  soci::statement statement(session);
  row.Bind(statement);
  arguments.Bind(statement);
  statement.alloc();
  statement.prepare(
      "SELECT deliveries.id, created_at, deliveries.next_attempt_at, analysis, orthanc_id, study, "
      "model, destination, deliveries.reason, level, kind, deliveries.state, deliveries.attempts, "
      "interruptions FROM deliveries JOIN analyses ON analyses.sequence = deliveries.sequence " +
      clause);
  statement.define_and_bind();
  std::vector<DeliveryRow> rows;
  if (statement.execute(true))
  {
    do
    {
      rows.push_back(row);
    } while (statement.fetch());
  }
  return rows;
}

// One step through the index for each destination: names that are excepted are only compared here,
// so that they may be many, and anything.
std::vector<Lane> LanesOf(soci::session& session, const DeliveryChoice& choice)
{
  std::vector<Lane> lanes;
  for (const auto wanted : choice.kinds)
  {
    const int kind = static_cast<int>(wanted);
    boost::optional<std::string> destination;
    session << "SELECT MIN(destination) FROM deliveries WHERE state = 0 AND kind = :kind",
        soci::use(kind), soci::into(destination);
    while (destination)
    {
      const std::string last = *destination;
      const auto& except = choice.exceptDestinations;
      if (std::find(except.begin(), except.end(), last) == except.end())
      {
        lanes.push_back({kind, last});
      }
      session << "SELECT MIN(destination) FROM deliveries WHERE state = 0 AND kind = :kind AND "
                 "destination > :last",
          soci::use(kind), soci::use(last), soci::into(destination);
    }
  }
  return lanes;
}

// The first that is due, or will be, of what is not held up by something else.
std::optional<DeliveryRow> FirstOf(soci::session& session, const DeliveryChoice& choice)
{
  std::optional<DeliveryRow> first;
  for (const auto& lane : LanesOf(session, choice))
  {
    QueryArguments arguments;
    arguments.Add(static_cast<long long>(lane.kind));
    arguments.Add(lane.destination);
    const auto rows = SelectDeliveries(
        session,
        "WHERE deliveries.state = 0 AND kind = :kind AND destination = :destination AND "
        "deliveries.next_attempt_at IS NOT NULL ORDER BY deliveries.next_attempt_at, deliveries.id "
        "LIMIT 1",
        std::move(arguments));
    if (!rows.empty() && (!first || *rows.front().nextAttemptAt < *first->nextAttemptAt))
    {
      first = rows.front();
    }
  }
  return first;
}

}  // namespace

long long SqlDeliveries::NowMs() const
{
  return clock_.Now().time_since_epoch().count();
}

Result<std::optional<Delivery>> SqlDeliveries::Next(const DeliveryChoice& choice)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<Delivery>>
      {
        auto next = FirstOf(session, choice);
        if (!next || *next->nextAttemptAt > NowMs())
        {
          return std::optional<Delivery>();
        }
        session << "UPDATE deliveries SET attempts = attempts + 1, interruptions = interruptions + "
                   "1 WHERE id = :id",
            soci::use(next->id);
        next->attempts += 1;
        next->interruptions += 1;
        return std::optional<Delivery>(next->ToDelivery());
      });
}

Result<std::optional<Timestamp>> SqlDeliveries::NextDue(const DeliveryChoice& choice)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::optional<Timestamp>>
      {
        const auto next = FirstOf(session, choice);
        return next ? std::optional(Timestamp(std::chrono::milliseconds(*next->nextAttemptAt)))
                    : std::nullopt;
      });
}

Result<void> SqlDeliveries::Deliver(std::int64_t id, const std::string& remark)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long number = id;
        const long long now = NowMs();
        StorableTexts texts(session);
        session << "UPDATE deliveries SET state = 1, interruptions = 0, reason = :remark WHERE id "
                   "= :id",
            soci::use(texts.Whole(remark)), soci::use(number);
        // What is to be sent is there now. The plus makes SQLite look among the few deliveries of
        // the analysis rather than among all that wait.
        session << "UPDATE deliveries SET next_attempt_at = :now, reason = '' WHERE +state = 0 AND "
                   "kind = 2 AND next_attempt_at IS NULL AND analysis = (SELECT objects.analysis "
                   "FROM deliveries objects WHERE objects.id = :id AND objects.kind = 0)",
            soci::use(now), soci::use(number);
        return {};
      });
}

Result<void> SqlDeliveries::Postpone(std::int64_t id, Timestamp when, const std::string& reason)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long number = id;
        const long long next = when.time_since_epoch().count();
        StorableTexts texts(session);
        session << "UPDATE deliveries SET interruptions = 0, next_attempt_at = :next, reason = "
                   ":reason WHERE id = :id",
            soci::use(next), soci::use(texts.Whole(reason)), soci::use(number);
        return {};
      });
}

Result<void> SqlDeliveries::Fail(std::int64_t id, const std::string& reason)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long number = id;
        StorableTexts texts(session);
        session << "UPDATE deliveries SET state = 2, interruptions = 0, reason = :reason WHERE id "
                   "= :id",
            soci::use(texts.Whole(reason)), soci::use(number);
        session << "UPDATE deliveries SET state = 2, reason = 'There are no objects to send.' "
                   "WHERE +state = 0 AND kind = 2 AND next_attempt_at IS NULL AND analysis = "
                   "(SELECT objects.analysis FROM deliveries objects WHERE objects.id = :id AND "
                   "objects.kind = 0)",
            soci::use(number);
        return {};
      });
}

Result<std::vector<Delivery>> SqlDeliveries::ListOf(const std::string& analysisId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<Delivery>>
      {
        QueryArguments arguments;
        arguments.Add(analysisId);
        std::vector<Delivery> deliveries;
        for (const auto& row :
             SelectDeliveries(session, "WHERE analysis = :analysis ORDER BY deliveries.id",
                              std::move(arguments)))
        {
          deliveries.push_back(row.ToDelivery());
        }
        return deliveries;
      });
}

Result<std::map<DeliveryState, std::int64_t>> SqlDeliveries::CountByState()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::map<DeliveryState, std::int64_t>>
      {
        std::map<DeliveryState, std::int64_t> counts;
        int state = 0;
        long long count = 0;
        soci::statement statement =
            (session.prepare << "SELECT state, COUNT(*) FROM deliveries GROUP BY state",
             soci::into(state), soci::into(count));
        statement.execute();
        while (statement.fetch())
        {
          counts[static_cast<DeliveryState>(state)] = count;
        }
        return counts;
      });
}

}  // namespace vlm
