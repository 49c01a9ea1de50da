// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlEgressLedger.h"
#include "Storage/SqlDialect.h"

#include <algorithm>
#include <limits>

#include "Foundation/CleanText.h"
#include "Pipeline/RequestBudget.h"
#include "Storage/EgressRows.h"
#include "Storage/PageCursor.h"
#include "Storage/SqlAdmission.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestModelName = 200;
// Beyond any model; the sum of a table of them still fits 64 bits, where SQL's SUM would fail.
constexpr std::int64_t MostTokens = 1'000'000'000;

Result<void> OneChanged(soci::statement& statement, std::int64_t id)
{
  statement.execute(true);
  if (statement.get_affected_rows() == 0)
  {
    return Error{ErrorKind::NotFound,
                 "There is no entry " + std::to_string(id) + " in the egress ledger."};
  }
  return {};
}

struct NotedBefore
{
  std::string model;
  Timestamp time{};
  std::int64_t tokens = 0;
};

NotedBefore Noted(soci::session& session, std::int64_t id)
{
  const long long key = id;
  NotedBefore noted;
  long long time = 0;
  long long tokens = 0;
  session << "SELECT model, time, input_tokens + output_tokens FROM egress WHERE id = :id",
      soci::use(key), soci::into(noted.model), soci::into(time), soci::into(tokens);
  noted.time = Timestamp(std::chrono::milliseconds(time));
  noted.tokens = tokens;
  return noted;
}

}  // namespace

// To the disk, since it is called before the request is sent: what left is known even if the power
// fails at that moment.
Result<std::int64_t> SqlEgressLedger::Record(const EgressEntry& entry)
{
  return database_.RunToDisk([&](soci::session& session) -> Result<std::int64_t>
                             { return InsertEntry(session, node_, entry); });
}

Result<Admission> SqlEgressLedger::Admit(const EgressEntry& entry, const SharedLimits& limits)
{
  return database_.RunToDisk([&](soci::session& session) -> Result<Admission>
                             { return AdmitInto(session, node_, entry, limits); });
}

Result<void> SqlEgressLedger::Complete(std::int64_t id, int httpStatus, const std::string& outcome,
                                       std::chrono::milliseconds latency)
{
  return database_.Run(
      [&](soci::session& session)
      {
        const long long key = id;
        const long long milliseconds = latency.count();
        StorableTexts texts(session);
        soci::statement statement =
            (session.prepare << "UPDATE egress SET http_status = :status, outcome = :outcome, "
                                "latency = :latency WHERE id = :id",
             soci::use(httpStatus), soci::use(texts.Whole(outcome)), soci::use(milliseconds),
             soci::use(key));
        return OneChanged(statement, id);
      });
}

Result<void> SqlEgressLedger::NoteUsage(std::int64_t id, std::int64_t inputTokens,
                                        std::int64_t outputTokens, const std::string& servedModel)
{
  return database_.Run(
      [&](soci::session& session) -> Result<void>
      {
        const long long key = id;
        const long long input = std::clamp<std::int64_t>(inputTokens, 0, MostTokens);
        const long long output = std::clamp<std::int64_t>(outputTokens, 0, MostTokens);
        // The one text of the ledger that a server chooses.
        const std::string served =
            CleanText(servedModel, LongestModelName, LineBreaks::ReplaceBySpaces);
        const auto before = Noted(session, id);
        soci::statement statement =
            (session.prepare << "UPDATE egress SET input_tokens = :input, output_tokens = :output, "
                                "served = :served WHERE id = :id",
             soci::use(input), soci::use(output), soci::use(served), soci::use(key));
        auto changed = OneChanged(statement, id);
        if (changed.HasValue())
        {
          AddToDay(session, before.model, before.time, {0, input + output - before.tokens});
        }
        return changed;
      });
}

Result<EgressPage> SqlEgressLedger::List(const EgressFilter& filter)
{
  const auto cursor = ReadCursor(filter.cursor);
  if (!cursor.HasValue())
  {
    return cursor.Failure();
  }
  return database_.Run(
      [&](soci::session& session) -> Result<EgressPage>
      {
        QueryArguments arguments;
        std::string clause = "WHERE id < :cursor";
        arguments.Add(cursor.Value().value_or(std::numeric_limits<long long>::max()));
        if (!filter.orthancStudyId.empty())
        {
          clause += " AND study = :study";
          arguments.Add(filter.orthancStudyId);
        }
        const std::size_t limit = PageSize(filter.limit);
        EgressPage page;
        // One more than asked for tells whether there is a next page.
        page.entries =
            SelectEntries(session, clause + " ORDER BY id DESC LIMIT " + std::to_string(limit + 1),
                          std::move(arguments));
        if (page.entries.size() > limit)
        {
          page.entries.resize(limit);
          page.next = std::to_string(page.entries.back().id);
        }
        return page;
      });
}

// Of whole days there are sums.
Result<EgressUsage> SqlEgressLedger::UsageSince(const std::string& model, Timestamp since)
{
  const bool isMidnight = DayOf(since) == since;
  return database_.Run(
      [&](soci::session& session) -> Result<EgressUsage>
      {
        const long long from = MillisecondsOf(since);
        const long long day = DayNumberOf(since);
        long long requests = 0;
        long long tokens = 0;
        if (isMidnight)
        {
          session
              << "SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT), CAST(COALESCE(SUM(tokens), "
                 "0) AS BIGINT) FROM model_days WHERE model = :model AND day >= :day",
              soci::use(model), soci::use(day), soci::into(requests), soci::into(tokens);
        }
        else
        {
          session
              << "SELECT COUNT(*), CAST(COALESCE(SUM(input_tokens + output_tokens), 0) AS BIGINT)"
                 " FROM egress WHERE model = :model AND time >= :since",
              soci::use(model), soci::use(from), soci::into(requests), soci::into(tokens);
        }
        return EgressUsage{requests, tokens};
      });
}

Result<std::vector<Timestamp>> SqlEgressLedger::RequestsSince(const std::string& model,
                                                              Timestamp since)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<Timestamp>>
      {
        const long long from = since.time_since_epoch().count();
        long long time = 0;
        soci::statement statement = (session.prepare << "SELECT time FROM egress WHERE model = "
                                                        ":model AND time >= :since ORDER BY time",
                                     soci::use(model), soci::use(from), soci::into(time));
        statement.execute();
        std::vector<Timestamp> times;
        while (statement.fetch())
        {
          times.emplace_back(std::chrono::milliseconds(time));
        }
        return times;
      });
}

}  // namespace vlm
