// SPDX-License-Identifier: GPL-3.0-or-later
// A row of the table `analyses`, and how it is read.
#pragma once

#include <soci/boost-optional.h>
#include <soci/soci.h>

#include <boost/optional.hpp>
#include <string>
#include <vector>

#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

struct RecordRow
{
  long long sequence = 0;
  std::string id, orthancId, seriesId, studyId, model, content, language, reason;
  std::string modality, patientId, impression;
  int level = 0, maxImages = 0, priority = 0, state = 0, attempts = 0, findings = 0;
  int reviewRevision = 0, signedOff = 0;
  std::string node;
  long long claims = 0, turn = 0;
  long long queuedAt = 0, nextAttemptAt = 0;
  boost::optional<long long> startedAt, completedAt, endedSequence;
  boost::optional<double> maxScore;

  // The columns in the order of Bind.
  static const std::string& Columns();
  void Bind(soci::statement& statement);
  AnalysisRecord ToRecord() const;
};

// Text and numbers of a query in the order of its placeholders, kept alive until it has run.
class QueryArguments
{
public:
  void Add(std::string text);
  void Add(long long number);
  void Add(double number);
  void Bind(soci::statement& statement);

private:
  struct Argument
  {
    enum class Kind
    {
      Text,
      Integer,
      Real
    };
    Kind kind = Kind::Text;
    std::string text;
    long long integer = 0;
    double real = 0.0;
  };
  std::vector<Argument> arguments_;
};

// After its variables and parameters were exchanged: for a statement that is executed once, which
// costs PostgreSQL one exchange of messages instead of three.
void PrepareOnce(soci::statement& statement, const std::string& query);

// SELECT <columns> FROM analyses <clause> LIMIT 1
std::optional<RecordRow> SelectRecord(soci::session& session, const std::string& clause,
                                      QueryArguments arguments);

std::optional<RecordRow> SelectRecordById(soci::session& session, const std::string& id);
// The same; nobody else changes it until the end of this transaction.
std::optional<RecordRow> TakeRecordById(soci::session& session, const std::string& id);
Error UnknownAnalysis(const std::string& id);

// The row of what this caller has in hand. Errors: NotFound, Conflict (Pipeline/AnalysisQueue.h).
Result<RecordRow> SelectClaimed(soci::session& session, const AnalysisRecord& claimed);

// The number of the next analysis that ends.
long long NextEnd(soci::session& session);

// The labels of an analysis' findings.
void InsertLabels(soci::session& session, long long sequence, const ReportSummary& summary);

template <typename Value>
boost::optional<Value> Nullable(const std::optional<Value>& value)
{
  return value ? boost::optional<Value>(*value) : boost::none;
}

// SELECT <columns> FROM analyses <clause>
std::vector<RecordRow> SelectRecords(soci::session& session, const std::string& clause,
                                     QueryArguments arguments);

}  // namespace vlm
