// SPDX-License-Identifier: GPL-3.0-or-later
// The queries of SqlAnalysisQueue over many records.
#include <algorithm>
#include <cmath>

#include "Storage/LabelWords.h"
#include "Storage/PageCursor.h"
#include "Storage/PagePlan.h"
#include "Storage/RecordRow.h"
#include "Storage/SqlAnalysisQueue.h"

namespace vlm
{
namespace
{

constexpr std::size_t LongestLabel = 1000;  // SQLite refuses patterns over 50000 bytes

long long SortKey(const RecordRow& row, AnalysisFilter::Order order)
{
  return order == AnalysisFilter::Order::Ended ? row.endedSequence.value_or(0) : row.sequence;
}

// Of the rows with these keys those that the filter asks for, the greatest key first; at most
// `most`.
std::vector<RecordRow> SelectOf(soci::session& session, const AnalysisFilter& filter,
                                const std::vector<long long>& words,
                                const std::vector<long long>& keys, std::size_t most)
{
  const std::string key = PageKey(filter.order);
  auto conditions = RowConditions(session, filter, words);
  return SelectRecords(session,
                       "WHERE " + key + " IS NOT NULL AND " + key + " IN (" + ListOfNumbers(keys) +
                           ")" + conditions.first + " ORDER BY " + key + " DESC LIMIT " +
                           std::to_string(most),
                       std::move(conditions.second));
}

// At most `most`.
std::vector<RecordRow> SelectPage(soci::session& session, const AnalysisFilter& filter,
                                  long long before, std::size_t most)
{
  const auto words =
      filter.label.empty() ? std::vector<long long>() : WordsWith(session, filter.label);
  const bool asksInVain = (!filter.label.empty() && words.empty()) ||
                          (filter.minimumScore && std::isnan(*filter.minimumScore));
  std::vector<RecordRow> rows;
  if (asksInVain)
  {
    return rows;
  }
  PagePlan plan(session, filter, words, before);
  for (auto keys = plan.NextKeys(session); !keys.empty() && rows.size() < most;
       keys = plan.NextKeys(session))
  {
    const auto more = SelectOf(session, filter, words, keys, most - rows.size());
    rows.insert(rows.end(), more.begin(), more.end());
    if (rows.size() == most)
    {
      break;
    }
  }
  return rows;
}

// Before labels are asked for: those that an earlier version of the plugin wrote are taken in.
Result<void> TakeAllUnknownLabels(Database& database)
{
  for (;;)
  {
    const auto mayBeMore = database.Run([](soci::session& session) -> Result<bool>
                                        { return TakeUnknownLabels(session); });
    if (!mayBeMore.HasValue())
    {
      return mayBeMore.Failure();
    }
    if (!mayBeMore.Value())
    {
      return {};
    }
  }
}

Result<void> CheckLabel(const std::string& label)
{
  return label.size() <= LongestLabel
             ? Result<void>()
             : Result<void>(Error{ErrorKind::BadInput, "label has " + std::to_string(label.size()) +
                                                           " bytes; allowed: at most " +
                                                           std::to_string(LongestLabel) + "."});
}

AnalysisPage PageOf(std::vector<RecordRow> rows, std::size_t limit, AnalysisFilter::Order order)
{
  AnalysisPage page;
  if (rows.size() > limit)
  {
    rows.resize(limit);
    page.next = std::to_string(SortKey(rows.back(), order));
  }
  for (const auto& row : rows)
  {
    page.records.push_back(row.ToRecord());
  }
  return page;
}

}  // namespace

Result<AnalysisPage> SqlAnalysisQueue::List(const AnalysisFilter& filter)
{
  const auto cursor = ReadCursor(filter.cursor);
  auto step = cursor.HasValue() ? CheckLabel(filter.label) : cursor.Failure();
  if (step.HasValue() && !filter.label.empty())
  {
    step = TakeAllUnknownLabels(database_);
  }
  if (!step.HasValue())
  {
    return step.Failure();
  }
  return database_.Run(
      [&](soci::session& session) -> Result<AnalysisPage>
      {
        const auto limit = PageSize(filter.limit);
        // One more than asked for tells whether there is a next page.
        auto rows = SelectPage(session, filter, cursor.Value().value_or(BeyondAllKeys), limit + 1);
        return PageOf(std::move(rows), limit, filter.order);
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
