// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/EgressRows.h"
#include "Storage/SqlDialect.h"

#include <chrono>

#include "Foundation/Json.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds DayLength = std::chrono::hours(24);

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

}  // namespace

long long MillisecondsOf(Timestamp time)
{
  return time.time_since_epoch().count();
}

long long DayNumberOf(Timestamp time)
{
  return MillisecondsOf(time) / DayLength.count();
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

std::int64_t InsertEntry(soci::session& session, const std::string& node, const EgressEntry& entry)
{
  const long long time = MillisecondsOf(entry.time);
  const long long bytes = entry.bytes;
  const std::string pictures = ToJsonArray(entry.pictureSha256);
  const std::string context = ToJsonArray(entry.contextKeys);
  long long id = 0;
  StorableTexts texts(session);
  session << "INSERT INTO egress (time, analysis, study, model, host, rule, bytes, pictures, "
             "context, node) VALUES (:time, :analysis, :study, :model, :host, :rule, :bytes, "
             ":pictures, :context, :node) RETURNING id",
      soci::use(time), soci::use(texts.Whole(entry.analysisId)),
      soci::use(texts.Indexed(entry.orthancStudyId)), soci::use(texts.Indexed(entry.model)),
      soci::use(texts.Whole(entry.host)), soci::use(texts.Whole(entry.rule)), soci::use(bytes),
      soci::use(texts.Whole(pictures)), soci::use(texts.Whole(context)), soci::use(node),
      soci::into(id);
  AddToDay(session, entry.model, entry.time, {1, 0});
  return std::int64_t{id};
}

void AddToDay(soci::session& session, const std::string& model, Timestamp time,
              const EgressUsage& usage)
{
  const long long day = DayNumberOf(time);
  const long long requests = usage.requests;
  const long long tokens = usage.tokens;
  session << "INSERT INTO model_days (model, day, requests, tokens) VALUES (:model, :day, "
             ":requests, :tokens) ON CONFLICT (model, day) DO UPDATE SET requests = "
             "model_days.requests + excluded.requests, tokens = model_days.tokens + "
             "excluded.tokens",
      soci::use(model), soci::use(day), soci::use(requests), soci::use(tokens);
}

}  // namespace vlm
