// SPDX-License-Identifier: GPL-3.0-or-later
// Two nodes on one database. On SQLite they share one file and its connection, as the threads of
// one server do; on PostgreSQL each has connections of its own.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "Storage/QueueFixture.h"
#include "Storage/SqlCluster.h"

namespace vlm
{

// One of them.
class TestNode
{
public:
  TestNode(Database& database, const Clock& clock, const std::string& name)
      : cluster(database, clock, {name, std::chrono::seconds(30)}, "1.0"),
        queue(database, clock, cluster.ThisNode())
  {
  }

  AnalysisRecord Claim()
  {
    const auto claimed = queue.Claim({});
    EXPECT_TRUE(claimed.HasValue()) << (claimed.HasValue() ? "" : claimed.Failure().message);
    return claimed.HasValue() && claimed.Value() ? *claimed.Value() : AnalysisRecord();
  }
  // What may be done with what was claimed: each is one thing that a worker tries.
  std::vector<Result<void>> EndAll(const AnalysisRecord& claimed, Timestamp when)
  {
    ReportSummary summary;
    summary.impression = "of the loser";
    return {queue.Finish(claimed, AnalysisState::Completed, "done", summary),
            queue.Postpone(claimed, when, "later"), queue.Release(claimed, "released")};
  }

  SqlCluster cluster;
  SqlAnalysisQueue queue;
};

class NodesFixture : public QueueFixture
{
protected:
  NodesFixture()
  {
    if (IsPostgres())
    {
      auto opened = Database::Open(store.Settings());
      EXPECT_TRUE(opened.HasValue());
      otherDatabase = std::move(opened).Value();
    }
    a = std::make_unique<TestNode>(*database, clock, "a");
    b = std::make_unique<TestNode>(IsPostgres() ? *otherDatabase : *database, clock, "b");
    EXPECT_TRUE(a->cluster.Beat().HasValue());
    EXPECT_TRUE(b->cluster.Beat().HasValue());
  }

  // On all of them at once; what they throw fails the test.
  static void AtOnce(const std::vector<std::function<void()>>& actions)
  {
    std::vector<std::future<void>> running;
    running.reserve(actions.size());
    for (const auto& action : actions)
    {
      running.push_back(std::async(std::launch::async, action));
    }
    for (auto& one : running)
    {
      one.get();
    }
  }

  std::unique_ptr<Database> otherDatabase;
  std::unique_ptr<TestNode> a;
  std::unique_ptr<TestNode> b;
};

}  // namespace vlm
