// SPDX-License-Identifier: GPL-3.0-or-later
// Several nodes, one of which rebuilds the database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/FakeClock.h"
#include "Fakes/FakeOrthanc.h"
#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryQueue.h"
#include "Orthanc/AdoptedObjects.h"
#include "Orthanc/Reindex.h"

namespace vlm
{
namespace
{

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ReindexNodesTest : public ::testing::Test
{
protected:
  ReindexNodesTest() { orthanc.Answer("/studies?since=0&limit=100", "[]"); }

  using State = ReindexProgress::State;
  FakeOrthanc orthanc;
  OrthancApi api{orthanc.Context()};
  FakeClock clock;
  MemoryQueue queue{clock};
  AdoptedObjects deliveries;
  SharedLeases leases;
  MemoryCluster firstCluster{leases, "first"};
  MemoryCluster secondCluster{leases, "second"};
  NamedLocks locks{firstCluster};
  OrthancReportArchive reports{api, locks};
  MemoryLog log;
  IngestActivity ingest;
  Reindex first{{api, queue, deliveries, reports, log, firstCluster}, clock, ingest};
  Reindex second{{api, queue, deliveries, reports, log, secondCluster}, clock, ingest};
};

TEST_F(ReindexNodesTest, WalkOneAfterTheOther)
{
  ASSERT_TRUE(first.Begin().HasValue());
  const auto refused = second.Begin();
  ASSERT_FALSE(refused.HasValue());
  EXPECT_EQ(refused.Failure().kind, ErrorKind::Conflict);
  EXPECT_THAT(refused.Failure().message, HasSubstr("Another node"));
  EXPECT_EQ(second.Progress().state, State::Idle);
  first.Walk();
  EXPECT_EQ(first.Progress().state, State::Completed);
  EXPECT_TRUE(second.Begin().HasValue());
}

TEST_F(ReindexNodesTest, TakeUpWhatADeadOneLeft)
{
  ASSERT_TRUE(first.Begin().HasValue());
  leases.Kill("first");
  second.Start();  // finds the mark
  while (second.Progress().state != State::Completed)
  {
    std::this_thread::yield();
  }
  second.RequestStop();
  second.Join();
  EXPECT_EQ(leases.HolderOf("reindex"), "");
}

TEST_F(ReindexNodesTest, LeaveAWalkUnderWayAloneWhenTheyStart)
{
  ASSERT_TRUE(first.Begin().HasValue());
  second.Start();
  second.RequestStop();
  second.Join();
  EXPECT_EQ(second.Progress().state, State::Idle);
  EXPECT_EQ(leases.HolderOf("reindex"), "first");
  EXPECT_THAT(log.Lines(), Each(Not(StartsWith("E"))));
}

TEST_F(ReindexNodesTest, LetOthersGoOnWhenTheyStop)
{
  ASSERT_TRUE(first.Begin().HasValue());
  first.RequestStop();
  first.Join();
  EXPECT_EQ(leases.HolderOf("reindex"), "");
}

TEST_F(ReindexNodesTest, BeginNothingThatTheDatabaseDoesNotKnowOf)
{
  queue.beforeWrite = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "disk full"});
  };
  EXPECT_FALSE(first.Begin().HasValue());
  EXPECT_EQ(first.Progress().state, State::Idle);
  queue.beforeWrite = [](const std::string&) { return Result<void>(); };
  EXPECT_TRUE(second.Begin().HasValue()) << "the lease was given back";
}

}  // namespace
}  // namespace vlm
