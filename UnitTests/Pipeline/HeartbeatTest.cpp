// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Heartbeat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Fakes/MemoryCluster.h"
#include "Pipeline/WorkersFixture.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HeartbeatTest : public ::testing::Test, protected WorkersFixture
{
protected:
  HeartbeatTest()
  {
    listeners.calibrate = [this]
    {
      calls.push_back("calibrate");
      return Result<void>();
    };
    listeners.whenChanged = [this] { calls.push_back("changed"); };
    cluster.beforeCall = [this](const std::string& method)
    {
      if (isAway)
      {
        return Result<void>(Error{ErrorKind::StorageFailed, "The database is away."});
      }
      calls.push_back(method);
      return Result<void>();
    };
  }
  Heartbeat Beating()
  {
    return {{cluster, queue, workers, clock, log}, {lease, settings.maximumAttempts}, listeners};
  }
  static void Succeed(const Result<void>& step)
  {
    EXPECT_TRUE(step.HasValue()) << (step.HasValue() ? "" : step.Failure().message);
  }
  // Claimed by another node that died since.
  std::string LeftBehind(const std::string& orthancId)
  {
    const auto id = Enqueue(orthancId);
    queue.HandOver(id, "dead");
    queue.LetDie("dead");
    return id;
  }

  static constexpr std::chrono::milliseconds lease{30000};
  SharedLeases leases;
  MemoryCluster cluster{leases, "this node"};
  HeartbeatListeners listeners;
  std::vector<std::string> calls;
  bool isAway = false;
};

TEST_F(HeartbeatTest, SetsTheClockBeforeTheFirstSignOfLife)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  EXPECT_THAT(calls, ElementsAre("calibrate", "Beat"));
}

TEST_F(HeartbeatTest, TakesOverTheWorkOfADeadNode)
{
  const auto id = LeftBehind("i0");
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  EXPECT_EQ(Record(id).state, AnalysisState::Running);
  Succeed(heartbeat.Beat());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("1 analyses were in the hands of a node that")));
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(HeartbeatTest, LeavesAllAliveThatWereSilentSinceTheDatabaseWasAway)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  const auto id = LeftBehind("i0");
  isAway = true;
  EXPECT_FALSE(heartbeat.Beat().HasValue());
  clock.Advance(lease * 2);
  isAway = false;
  Succeed(heartbeat.Beat());
  EXPECT_EQ(Record(id).state, AnalysisState::Running) << "its node could not beat either";
  for (int i = 0; i < 3; ++i)
  {
    clock.Advance(lease / 6);
    Succeed(heartbeat.Beat());
  }
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
}

TEST_F(HeartbeatTest, TakesOverAtOnceAfterAShortAbsence)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  const auto id = LeftBehind("i0");
  isAway = true;
  EXPECT_FALSE(heartbeat.Beat().HasValue());
  clock.Advance(lease / 2);
  isAway = false;
  Succeed(heartbeat.Beat());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
}

TEST_F(HeartbeatTest, InterruptsWhatThisNodeHasLost)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  const auto id = Enqueue("i0");
  bool wasKept = false;
  UseModel(
      [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        Succeed(heartbeat.Beat());
        wasKept = !cancellation.IsRequested();
        queue.HandOver(id, "other");
        Succeed(heartbeat.Beat());
        EXPECT_TRUE(cancellation.IsRequested());
        return Error{ErrorKind::Canceled, "asked to"};
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_TRUE(wasKept);
  EXPECT_EQ(Record(id).node, "other");
}

TEST_F(HeartbeatTest, InterruptsAnEarlierClaimOfTheSameNode)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  const auto id = Enqueue("i0");
  UseModel(
      [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        queue.HandOver(id, "this node");
        Succeed(heartbeat.Beat());
        EXPECT_TRUE(cancellation.IsRequested());
        return Error{ErrorKind::Canceled, "asked to"};
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).claims, 2);
}

TEST_F(HeartbeatTest, InterruptsWhatWasCanceledOrDeletedElsewhere)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  for (const bool isDeleted : {false, true})
  {
    const auto id = Enqueue("i0");
    UseModel(
        [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
        {
          Succeed(isDeleted ? queue.Remove(id) : queue.Cancel(id, "enough"));
          Succeed(heartbeat.Beat());
          EXPECT_TRUE(cancellation.IsRequested());
          return Error{ErrorKind::Canceled, "asked to"};
        });
    EXPECT_TRUE(workers.WorkOnce());
    EXPECT_EQ(queue.Find(id).HasValue(), !isDeleted);
  }
}

// The commit of a claim arrived, its answer did not.
TEST_F(HeartbeatTest, ReleasesWhatNobodyKnowsToHaveInHand)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  const auto id = Enqueue("i0");
  ASSERT_TRUE(queue.Claim({}).Value());
  for (int i = 0; i < 3; ++i)
  {
    Succeed(heartbeat.Beat());
    EXPECT_EQ(Record(id).state, AnalysisState::Running) << "it may be about to begin";
  }
  Succeed(heartbeat.Beat());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(HeartbeatTest, ReleasesNothingThatIsInFlight)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Begin());
  const auto id = Enqueue("i0");
  UseModel(
      [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        for (int i = 0; i < 10; ++i)
        {
          Succeed(heartbeat.Beat());
        }
        EXPECT_FALSE(cancellation.IsRequested());
        return ModelReply{R"({"findings": [], "no_abnormality": true})", "", 1, 0, 0, 0};
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(HeartbeatTest, TellsOfChangesOfOtherNodesOnce)
{
  auto heartbeat = Beating();
  Succeed(heartbeat.Look());  // what was before is unknown
  const auto before = queue.Changes();
  calls.clear();
  Succeed(heartbeat.Look());
  EXPECT_THAT(calls, ElementsAre("Changes"));
  EXPECT_EQ(queue.Changes(), before);
  cluster.changes = 7;
  calls.clear();
  Succeed(heartbeat.Look());
  Succeed(heartbeat.Look());
  EXPECT_THAT(calls, ElementsAre("Changes", "changed", "Changes"));
  EXPECT_NE(queue.Changes(), before);
}

TEST_F(HeartbeatTest, SeesWhatAnotherNodeHasPaused)
{
  auto heartbeat = Beating();
  Enqueue("i0");
  ASSERT_TRUE(pauses.Pause("", "").HasValue());
  Succeed(heartbeat.Look());
  EXPECT_FALSE(workers.WorkOnce());
}

// Real time passes here, so that nothing but the order of events counts.
class HeartbeatThreadTest : public HeartbeatTest
{
protected:
  HeartbeatThreadTest()
  {
    cluster.beforeCall = [this](const std::string& method) -> Result<void>
    {
      const bool isAwayNow = away;
      looked += method == "Changes" ? 1 : 0;
      (isAwayNow ? failed : succeeded) += method == "Beat" ? 1 : 0;
      changed.Notify();
      return isAwayNow ? Result<void>(Error{ErrorKind::StorageFailed, "The database is away."})
                       : Result<void>();
    };
    listeners.calibrate = [] { return Result<void>(); };
    listeners.whenChanged = [] {};
  }
  void WaitUntil(const std::function<bool()>& holds)
  {
    while (!holds())
    {
      changed.WaitFor(changed.Count(), std::chrono::milliseconds(5));
    }
  }
  long CountErrors() const
  {
    const auto lines = log.Lines();
    return std::count_if(lines.begin(), lines.end(),
                         [](const std::string& line) { return line.front() == 'E'; });
  }

  WakeUp changed;
  std::atomic<bool> away{false};
  std::atomic<int> failed{0};
  std::atomic<int> succeeded{0};
  std::atomic<int> looked{0};
};

TEST_F(HeartbeatThreadTest, OutlivesADatabaseThatIsAwayAndTellsItOnce)
{
  Heartbeat heartbeat({cluster, queue, workers, clock, log}, {std::chrono::milliseconds(60), 3},
                      listeners);
  heartbeat.Start();
  WaitUntil([&] { return succeeded > 1 && looked > 1; });  // although every turn is a beat
  away = true;
  WaitUntil([&] { return failed > 1; });
  EXPECT_EQ(CountErrors(), 1);
  const int before = succeeded;
  away = false;
  WaitUntil([&] { return succeeded > before + 1; });
  heartbeat.RequestStop();
  heartbeat.Join();
  EXPECT_EQ(CountErrors(), 1);
  EXPECT_THAT(log.Lines(), Contains("W This node shows signs of life again."));
}

}  // namespace
}  // namespace vlm
