// SPDX-License-Identifier: GPL-3.0-or-later
#include "Storage/RecordRow.h"

#include <utility>

#include "Storage/LabelWords.h"
#include "Storage/SqlDialect.h"

namespace vlm
{
namespace
{

Timestamp TimestampOf(long long milliseconds)
{
  return Timestamp(std::chrono::milliseconds(milliseconds));
}

std::optional<Timestamp> TimestampOf(const boost::optional<long long>& milliseconds)
{
  return milliseconds ? std::optional<Timestamp>(TimestampOf(*milliseconds)) : std::nullopt;
}

}  // namespace

const std::string& RecordRow::Columns()
{
  static const std::string columns =
      "sequence, id, level, orthanc_id, series_id, study_id, model, content, language, max_images, "
      "priority, "
      "state, attempts, queued_at, next_attempt_at, started_at, completed_at, ended_sequence, "
      "reason, modality, "
      "patient_id, impression, findings, max_score, review_revision, signed_off, node, claims, "
      "turn";
  return columns;
}

void RecordRow::Bind(soci::statement& statement)
{
  using soci::into;
  statement.exchange(into(sequence));
  statement.exchange(into(id));
  statement.exchange(into(level));
  statement.exchange(into(orthancId));
  statement.exchange(into(seriesId));
  statement.exchange(into(studyId));
  statement.exchange(into(model));
  statement.exchange(into(content));
  statement.exchange(into(language));
  statement.exchange(into(maxImages));
  statement.exchange(into(priority));
  statement.exchange(into(state));
  statement.exchange(into(attempts));
  statement.exchange(into(queuedAt));
  statement.exchange(into(nextAttemptAt));
  statement.exchange(into(startedAt));
  statement.exchange(into(completedAt));
  statement.exchange(into(endedSequence));
  statement.exchange(into(reason));
  statement.exchange(into(modality));
  statement.exchange(into(patientId));
  statement.exchange(into(impression));
  statement.exchange(into(findings));
  statement.exchange(into(maxScore));
  statement.exchange(into(reviewRevision));
  statement.exchange(into(signedOff));
  statement.exchange(into(node));
  statement.exchange(into(claims));
  statement.exchange(into(turn));
}

AnalysisRecord RecordRow::ToRecord() const
{
  AnalysisRecord record;
  record.id = id;
  record.order.level = static_cast<ResourceLevel>(level);
  record.order.orthancId = orthancId;
  record.order.orthancSeriesId = seriesId;
  record.order.orthancStudyId = studyId;
  record.order.model = model;
  record.order.contentVersion = content;
  record.order.language = language;
  record.order.maxImages = maxImages;
  record.order.priority = priority;
  record.state = static_cast<AnalysisState>(state);
  record.attempts = attempts;
  record.queuedAt = TimestampOf(queuedAt);
  record.nextAttemptAt = TimestampOf(nextAttemptAt);
  record.startedAt = TimestampOf(startedAt);
  record.completedAt = TimestampOf(completedAt);
  record.reason = reason;
  record.summary.modality = modality;
  record.summary.patientId = patientId;
  record.summary.impression = impression;
  record.summary.findings = findings;
  if (maxScore)
  {
    record.summary.maxScore = *maxScore;
  }
  record.reviewRevision = reviewRevision;
  record.isSignedOff = signedOff != 0;
  record.node = node;
  record.claims = claims;
  return record;
}

void QueryArguments::Add(std::string text)
{
  Argument argument;
  argument.text = std::move(text);
  arguments_.push_back(std::move(argument));
}

void QueryArguments::Add(long long number)
{
  Argument argument;
  argument.kind = Argument::Kind::Integer;
  argument.integer = number;
  arguments_.push_back(std::move(argument));
}

void QueryArguments::Add(double number)
{
  Argument argument;
  argument.kind = Argument::Kind::Real;
  argument.real = number;
  arguments_.push_back(std::move(argument));
}

void QueryArguments::Bind(soci::statement& statement)
{
  for (auto& argument : arguments_)
  {
    switch (argument.kind)
    {
      case Argument::Kind::Text:
        statement.exchange(soci::use(argument.text));
        break;
      case Argument::Kind::Integer:
        statement.exchange(soci::use(argument.integer));
        break;
      case Argument::Kind::Real:
        statement.exchange(soci::use(argument.real));
        break;
    }
  }
}

void PrepareOnce(soci::statement& statement, const std::string& query)
{
  statement.alloc();
  statement.prepare(query, soci::details::st_one_time_query);
  statement.define_and_bind();
}

std::vector<RecordRow> SelectRecords(soci::session& session, const std::string& clause,
                                     QueryArguments arguments)
{
  RecordRow row;
  soci::statement statement(session);
  row.Bind(statement);
  arguments.Bind(statement);
  PrepareOnce(statement, "SELECT " + RecordRow::Columns() + " FROM analyses " + clause);
  std::vector<RecordRow> rows;
  if (statement.execute(true))
  {
    do
    {
      rows.push_back(row);
    } while (statement.fetch());
  }
  return rows;
}

std::optional<RecordRow> SelectRecord(soci::session& session, const std::string& clause,
                                      QueryArguments arguments)
{
  const auto rows = SelectRecords(session, clause + " LIMIT 1", std::move(arguments));
  return rows.empty() ? std::nullopt : std::optional<RecordRow>(rows.front());
}

std::optional<RecordRow> SelectRecordById(soci::session& session, const std::string& id)
{
  QueryArguments arguments;
  arguments.Add(id);
  return SelectRecord(session, "WHERE id = :id", std::move(arguments));
}

std::optional<RecordRow> TakeRecordById(soci::session& session, const std::string& id)
{
  QueryArguments arguments;
  arguments.Add(id);
  return SelectRecord(session, "WHERE id = :id" + LockRows(session), std::move(arguments));
}

Error UnknownAnalysis(const std::string& id)
{
  return Error{ErrorKind::NotFound, "There is no analysis '" + id + "'."};
}

Result<RecordRow> SelectClaimed(soci::session& session, const AnalysisRecord& claimed)
{
  auto row = TakeRecordById(session, claimed.id);
  if (!row)
  {
    return UnknownAnalysis(claimed.id);
  }
  const bool isRunning = row->state == static_cast<int>(AnalysisState::Running);
  if (!isRunning || row->node != claimed.node || row->claims != claimed.claims)
  {
    return Error{ErrorKind::Conflict,
                 "Analysis " + claimed.id + " is not in the hands of this node any more."};
  }
  return *std::move(row);
}

long long NextEnd(soci::session& session)
{
  long long ended = 0;
  session << "UPDATE progress SET value = value + 1 WHERE name = 'ended' RETURNING value",
      soci::into(ended);
  return ended;
}

void InsertLabels(soci::session& session, long long sequence, const ReportSummary& summary)
{
  for (const auto& [name, score] : summary.labels)
  {
    StorableTexts texts(session);
    const std::string& label = texts.Indexed(name);
    const auto labelScore = Nullable(score);
    const long long word = WordOf(session, label);
    session << "INSERT INTO finding_labels (analysis, label, score, word, ended_sequence) SELECT "
               "sequence, CAST(:label AS TEXT), CAST(:score AS DOUBLE PRECISION), CAST(:word AS "
               "BIGINT), ended_sequence FROM analyses WHERE sequence = :analysis",
        soci::use(label), soci::use(labelScore), soci::use(word), soci::use(sequence);
  }
}

}  // namespace vlm
