// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/SqlEgressLedger.h"

#include <algorithm>
#include <limits>

#include "Foundation/CleanText.h"
#include "Foundation/Json.h"
#include "Storage/PageCursor.h"
#include "Storage/RecordRow.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestModelName = 200;
// Beyond any model; the sum of a table of them still fits 64 bits, where SQL's SUM would fail.
constexpr std::int64_t MostTokens = 1'000'000'000;

std::string ToJsonArray(const std::vector<std::string>& texts)
{
  Json::Value array(Json::arrayValue);
  for (const auto& text : texts)
  {
    array.append(text);
  }
  return WriteJson(array);
}

// Of what ToJsonArray wrote; an entry that somebody damaged still tells the rest.
std::vector<std::string> FromJsonArray(const std::string& text)
{
  std::vector<std::string> texts;
  const auto array = ParseJson(text);
  if (array.HasValue() && array.Value().isArray())
  {
    for (const auto& element : array.Value())
    {
      texts.push_back(element.isString() ? element.asString() : std::string());
    }
  }
  return texts;
}

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

struct EgressRow
{
  long long id = 0, time = 0, bytes = 0, latency = 0, inputTokens = 0, outputTokens = 0;
  int httpStatus = 0;
  std::string analysis, study, model, host, rule, pictures, context, outcome, served;

  void Bind(soci::statement& statement);
  EgressEntry ToEntry() const;
};

constexpr const char* Columns =
    "id, time, analysis, study, model, host, rule, bytes, pictures, context, http_status, outcome, "
    "latency, input_tokens, output_tokens, served";

// In the order of Columns.
void EgressRow::Bind(soci::statement& statement)
{
  using soci::into;
  statement.exchange(into(id));
  statement.exchange(into(time));
  statement.exchange(into(analysis));
  statement.exchange(into(study));
  statement.exchange(into(model));
  statement.exchange(into(host));
  statement.exchange(into(rule));
  statement.exchange(into(bytes));
  statement.exchange(into(pictures));
  statement.exchange(into(context));
  statement.exchange(into(httpStatus));
  statement.exchange(into(outcome));
  statement.exchange(into(latency));
  statement.exchange(into(inputTokens));
  statement.exchange(into(outputTokens));
  statement.exchange(into(served));
}

EgressEntry EgressRow::ToEntry() const
{
  EgressEntry entry;
  entry.id = id;
  entry.time = Timestamp(std::chrono::milliseconds(time));
  entry.analysisId = analysis;
  entry.orthancStudyId = study;
  entry.model = model;
  entry.host = host;
  entry.rule = rule;
  entry.bytes = bytes;
  entry.pictureSha256 = FromJsonArray(pictures);
  entry.contextKeys = FromJsonArray(context);
  entry.httpStatus = httpStatus;
  entry.outcome = outcome;
  entry.latency = std::chrono::milliseconds(latency);
  entry.inputTokens = inputTokens;
  entry.outputTokens = outputTokens;
  entry.servedModel = served;
  return entry;
}

std::vector<EgressEntry> SelectEntries(soci::session& session, const std::string& clause,
                                       QueryArguments arguments)
{
  EgressRow row;
  soci::statement statement(session);
  row.Bind(statement);
  arguments.Bind(statement);
  statement.alloc();
  statement.prepare(std::string("SELECT ") + Columns + " FROM egress " + clause);
  statement.define_and_bind();
  std::vector<EgressEntry> entries;
  if (statement.execute(true))
  {
    do
    {
      entries.push_back(row.ToEntry());
    } while (statement.fetch());
  }
  return entries;
}

}  // namespace

// To the disk, since it is called before the request is sent: what left is known even if the power
// fails at that moment.
Result<std::int64_t> SqlEgressLedger::Record(const EgressEntry& entry)
{
  return database_.RunToDisk(
      [&](soci::session& session) -> Result<std::int64_t>
      {
        const long long time = entry.time.time_since_epoch().count();
        const long long bytes = entry.bytes;
        const std::string pictures = ToJsonArray(entry.pictureSha256);
        const std::string context = ToJsonArray(entry.contextKeys);
        long long id = 0;
        session << "INSERT INTO egress (time, analysis, study, model, host, rule, bytes, pictures, "
                   "context) VALUES (:time, :analysis, :study, :model, :host, :rule, :bytes, "
                   ":pictures, :context) RETURNING id",
            soci::use(time), soci::use(entry.analysisId), soci::use(entry.orthancStudyId),
            soci::use(entry.model), soci::use(entry.host), soci::use(entry.rule), soci::use(bytes),
            soci::use(pictures), soci::use(context), soci::into(id);
        return std::int64_t{id};
      });
}

Result<void> SqlEgressLedger::Complete(std::int64_t id, int httpStatus, const std::string& outcome,
                                       std::chrono::milliseconds latency)
{
  return database_.Run(
      [&](soci::session& session)
      {
        const long long key = id;
        const long long milliseconds = latency.count();
        soci::statement statement =
            (session.prepare << "UPDATE egress SET http_status = :status, outcome = :outcome, "
                                "latency = :latency WHERE id = :id",
             soci::use(httpStatus), soci::use(outcome), soci::use(milliseconds), soci::use(key));
        return OneChanged(statement, id);
      });
}

Result<void> SqlEgressLedger::NoteUsage(std::int64_t id, std::int64_t inputTokens,
                                        std::int64_t outputTokens, const std::string& servedModel)
{
  return database_.Run(
      [&](soci::session& session)
      {
        const long long key = id;
        const long long input = std::clamp<std::int64_t>(inputTokens, 0, MostTokens);
        const long long output = std::clamp<std::int64_t>(outputTokens, 0, MostTokens);
        // The one text of the ledger that a server chooses.
        const std::string served =
            CleanText(servedModel, LongestModelName, LineBreaks::ReplaceBySpaces);
        soci::statement statement =
            (session.prepare << "UPDATE egress SET input_tokens = :input, output_tokens = :output, "
                                "served = :served WHERE id = :id",
             soci::use(input), soci::use(output), soci::use(served), soci::use(key));
        return OneChanged(statement, id);
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

Result<EgressUsage> SqlEgressLedger::UsageSince(const std::string& model, Timestamp since)
{
  return database_.Run(
      [&](soci::session& session) -> Result<EgressUsage>
      {
        const long long from = since.time_since_epoch().count();
        long long requests = 0;
        long long tokens = 0;
        session << "SELECT COUNT(*), CAST(COALESCE(SUM(input_tokens + output_tokens), 0) AS BIGINT)"
                   " FROM egress WHERE model = :model AND time >= :since",
            soci::use(model), soci::use(from), soci::into(requests), soci::into(tokens);
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
