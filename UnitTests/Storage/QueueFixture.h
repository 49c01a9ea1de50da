// SPDX-License-Identifier: GPL-3.0-or-later
// A queue on a new database, at a time that stands still.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "Fakes/FakeClock.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/TestDatabase.h"

namespace vlm
{

class QueueFixture : public ::testing::Test
{
protected:
  // On that PostgreSQL server, or on SQLite if it is empty.
  explicit QueueFixture(const std::string& serverUrl = TestServerUrl()) : store(serverUrl)
  {
    Open();
  }

  void Open()
  {
    queue.reset();
    database.reset();
    auto opened = Database::Open(store.Settings());
    ASSERT_TRUE(opened.HasValue()) << opened.Failure().message;
    database = std::move(opened).Value();
    queue = std::make_unique<SqlAnalysisQueue>(*database, clock);
  }
  bool IsPostgres() const { return store.IsPostgres(); }
  std::string Path() const { return store.Location(); }

  static AnalysisOrder OrderOf(const std::string& orthancId, const std::string& content = "")
  {
    AnalysisOrder order;
    order.orthancId = orthancId;
    order.orthancSeriesId = "series of " + orthancId;
    order.orthancStudyId = "study";
    order.model = "offline";
    order.contentVersion = content;
    return order;
  }
  EnqueueOutcome Enqueue(const AnalysisOrder& order, IfKnown ifKnown = IfKnown::Collapse)
  {
    const auto outcome = queue->Enqueue(order, ifKnown);
    EXPECT_TRUE(outcome.HasValue()) << (outcome.HasValue() ? "" : outcome.Failure().message);
    return outcome.HasValue() ? outcome.Value() : EnqueueOutcome();
  }
  // The identifier of what was claimed, or "".
  std::string Claim()
  {
    const auto claimed = queue->Claim({});
    EXPECT_TRUE(claimed.HasValue());
    return claimed.HasValue() && claimed.Value() ? claimed.Value()->id : std::string();
  }
  // Enqueues, claims and ends an analysis.
  std::string Ended(const AnalysisOrder& order, AnalysisState state,
                    const ReportSummary& summary = {})
  {
    const std::string id = Enqueue(order, IfKnown::Repeat).id;
    EXPECT_EQ(Claim(), id);
    EXPECT_TRUE(queue->Finish(Record(id), state, "", summary).HasValue());
    return id;
  }
  AnalysisRecord Record(const std::string& id)
  {
    const auto found = queue->Find(id);
    EXPECT_TRUE(found.HasValue());
    return found.HasValue() ? found.Value() : AnalysisRecord();
  }
  std::vector<std::string> Listed(const AnalysisFilter& filter)
  {
    const auto page = queue->List(filter);
    EXPECT_TRUE(page.HasValue()) << (page.HasValue() ? "" : page.Failure().message);
    std::vector<std::string> ids;
    if (page.HasValue())
    {
      for (const auto& record : page.Value().records)
      {
        ids.push_back(record.id);
      }
    }
    return ids;
  }
  long long CountRows(const std::string& table)
  {
    const auto count = database->Run(
        [&](soci::session& session) -> Result<long long>
        {
          long long rows = 0;
          session << "SELECT COUNT(*) FROM " + table, soci::into(rows);
          return rows;
        });
    EXPECT_TRUE(count.HasValue());
    return count.HasValue() ? count.Value() : -1;
  }

  TestDatabase store;
  FakeClock clock;
  std::unique_ptr<Database> database;
  std::unique_ptr<SqlAnalysisQueue> queue;
};

}  // namespace vlm
