// SPDX-License-Identifier: GPL-3.0-or-later
// The queries of SqlAnalysisQueue over many records.
#include <algorithm>

#include "Storage/PageCursor.h"
#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestLabel = 1000;  // SQLite refuses patterns over 50000 bytes

std::string ContainsPattern(const std::string& text)
{
  std::string pattern = "%";
  for (const char c : text)
  {
    if (c == '%' || c == '_' || c == '\\')
    {
      pattern += '\\';
    }
    pattern += c;
  }
  return pattern + '%';
}

// Conditions joined by AND, with their arguments in the same order.
class Where
{
public:
  template <typename Value>
  void Add(const std::string& condition, const Value& value)
  {
    Add(condition);
    arguments_.Add(value);
  }
  void Add(const std::string& condition)
  {
    clause_ += (clause_.empty() ? "WHERE " : " AND ") + condition;
  }
  template <typename Value>
  void AddArgument(const Value& value)
  {
    arguments_.Add(value);
  }
  const std::string& Clause() const { return clause_; }
  QueryArguments TakeArguments() { return std::move(arguments_); }

private:
  std::string clause_;
  QueryArguments arguments_;
};

std::string StateList(const std::vector<AnalysisState>& states)
{
  std::string list;
  for (const auto state : states)
  {
    list += (list.empty() ? "" : ", ") + std::to_string(static_cast<int>(state));
  }
  return list;
}

void AddLabelCondition(const AnalysisFilter& filter, Where& where)
{
  std::string condition =
      "sequence IN (SELECT analysis FROM finding_labels WHERE lower(label) LIKE lower(:label) "
      "ESCAPE '\\'";
  condition += filter.minimumScore ? " AND score >= :labelscore)" : ")";
  where.Add(condition, ContainsPattern(filter.label));
  if (filter.minimumScore)
  {
    where.AddArgument(*filter.minimumScore);
  }
}

Where ConditionsOf(const AnalysisFilter& filter)
{
  Where where;
  if (!filter.states.empty())
  {
    where.Add("state IN (" + StateList(filter.states) + ")");
  }
  if (!filter.modality.empty())
  {
    where.Add("modality = :modality", filter.modality);
  }
  if (!filter.patientId.empty())
  {
    where.Add("patient_id = :patient", filter.patientId);
  }
  if (!filter.orthancId.empty())
  {
    where.Add("orthanc_id = :resource", filter.orthancId);
  }
  if (filter.isReviewed)
  {
    where.Add(*filter.isReviewed ? "review_revision > 0" : "review_revision = 0");
  }
  if (!filter.label.empty())
  {
    AddLabelCondition(filter, where);
  }
  else if (filter.minimumScore)
  {
    where.Add("max_score >= :score", *filter.minimumScore);
  }
  return where;
}

long long SortKey(const RecordRow& row, AnalysisFilter::Order order)
{
  return order == AnalysisFilter::Order::Ended ? row.endedSequence.value_or(0) : row.sequence;
}

}  // namespace

Result<AnalysisPage> SqlAnalysisQueue::List(const AnalysisFilter& filter)
{
  const auto cursor = ReadCursor(filter.cursor);
  if (!cursor.HasValue())
  {
    return cursor.Failure();
  }
  if (filter.label.size() > LongestLabel)
  {
    return Error{ErrorKind::BadInput, "label has " + std::to_string(filter.label.size()) +
                                          " bytes; allowed: at most " +
                                          std::to_string(LongestLabel) + "."};
  }
  return database_.Run(
      [&](soci::session& session) -> Result<AnalysisPage>
      {
        const bool byEnd = filter.order == AnalysisFilter::Order::Ended;
        const std::string key = byEnd ? "ended_sequence" : "sequence";
        Where where = ConditionsOf(filter);
        if (byEnd)
        {
          where.Add("ended_sequence IS NOT NULL");
        }
        if (cursor.Value())
        {
          where.Add(key + " < :cursor", *cursor.Value());
        }
        const auto limit = PageSize(filter.limit);
        // One more than asked for tells whether there is a next page.
        auto rows = SelectRecords(
            session,
            where.Clause() + " ORDER BY " + key + " DESC LIMIT " + std::to_string(limit + 1),
            where.TakeArguments());
        AnalysisPage page;
        if (rows.size() > limit)
        {
          rows.resize(limit);
          page.next = std::to_string(SortKey(rows.back(), filter.order));
        }
        for (const auto& row : rows)
        {
          page.records.push_back(row.ToRecord());
        }
        return page;
      });
}

Result<std::vector<AnalysisRecord>> SqlAnalysisQueue::ListOf(const std::string& orthancId)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<AnalysisRecord>>
      {
        QueryArguments arguments;
        arguments.Add(orthancId);
        arguments.Add(orthancId);
        arguments.Add(orthancId);
        const auto rows = SelectRecords(session,
                                        "WHERE orthanc_id = :resource OR series_id = :series OR "
                                        "study_id = :study ORDER BY sequence DESC LIMIT 1000",
                                        std::move(arguments));
        std::vector<AnalysisRecord> records;
        records.reserve(rows.size());
        for (const auto& row : rows)
        {
          records.push_back(row.ToRecord());
        }
        return records;
      });
}

Result<int> SqlAnalysisQueue::Position(const std::string& id)
{
  return database_.Run(
      [&](soci::session& session) -> Result<int>
      {
        int before = 0;
        session << "SELECT COUNT(*) FROM analyses other, analyses mine WHERE mine.id = :id AND "
                   "other.state = 0 AND "
                   "(other.priority > mine.priority OR (other.priority = mine.priority AND "
                   "other.sequence < mine.sequence))",
            soci::use(id), soci::into(before);
        return before;
      });
}

Result<std::map<AnalysisState, std::int64_t>> SqlAnalysisQueue::CountByState()
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::map<AnalysisState, std::int64_t>>
      {
        std::map<AnalysisState, std::int64_t> counts;
        int state = 0;
        long long count = 0;
        soci::statement statement =
            (session.prepare << "SELECT state, COUNT(*) FROM analyses GROUP BY state",
             soci::into(state), soci::into(count));
        statement.execute();
        while (statement.fetch())
        {
          counts[static_cast<AnalysisState>(state)] = count;
        }
        return counts;
      });
}

Result<QueueAge> SqlAnalysisQueue::Age()
{
  return database_.Run(
      [&](soci::session& session) -> Result<QueueAge>
      {
        const long long now = NowMs();
        long long due = 0;
        boost::optional<long long> oldest;
        session << "SELECT COUNT(*), MIN(queued_at) FROM analyses WHERE state = 0 AND "
                   "next_attempt_at <= :now",
            soci::use(now), soci::into(due), soci::into(oldest);
        QueueAge age;
        age.due = due;
        if (oldest)
        {
          age.oldest = Timestamp(std::chrono::milliseconds(*oldest));
        }
        return age;
      });
}

Result<std::vector<std::pair<ResourceLevel, std::string>>> SqlAnalysisQueue::Resources(
    const std::string& after, int limit)
{
  return database_.Run(
      [&](soci::session& session) -> Result<std::vector<std::pair<ResourceLevel, std::string>>>
      {
        std::vector<std::pair<ResourceLevel, std::string>> resources;
        int level = 0;
        std::string id;
        soci::statement statement =
            (session.prepare << "SELECT level, orthanc_id FROM analyses WHERE orthanc_id > :after "
                                "GROUP BY level, orthanc_id ORDER BY orthanc_id LIMIT :count",
             soci::into(level), soci::into(id), soci::use(after), soci::use(limit));
        statement.execute();
        while (statement.fetch())
        {
          resources.emplace_back(static_cast<ResourceLevel>(level), id);
        }
        return resources;
      });
}

}  // namespace vlm
