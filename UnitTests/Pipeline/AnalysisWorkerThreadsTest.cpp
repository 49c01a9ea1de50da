// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "Pipeline/WorkersFixture.h"

namespace vlm
{
namespace
{

class AnalysisWorkerThreadsTest : public ::testing::Test, protected WorkersFixture
{
protected:
  // Stays in the model until the analysis is interrupted; `begun` gets a value at the first one.
  void UseModelThatWaits()
  {
    UseModel(
        [this](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
        {
          if (!hasBegun_.exchange(true))
          {
            begun.set_value();
          }
          while (!cancellation.IsRequested())
          {
            std::this_thread::yield();
          }
          return Error{ErrorKind::Canceled, "asked to"};
        });
  }

  std::promise<void> begun;

private:
  std::atomic<bool> hasBegun_{false};
};

TEST_F(AnalysisWorkerThreadsTest, AnalyseEverythingOnce)
{
  std::set<std::string> ids;
  for (int i = 0; i < 20; ++i)
  {
    ids.insert(Enqueue("r" + std::to_string(i)));
  }
  workers.Start();
  for (const auto& id : ids)
  {
    const auto record = workers.WaitForEnd(id);
    ASSERT_TRUE(record.HasValue());
    EXPECT_EQ(record.Value().state, AnalysisState::Completed);
    EXPECT_EQ(record.Value().attempts, 1);
  }
  EXPECT_EQ(reports.Count(), ids.size());
}

TEST_F(AnalysisWorkerThreadsTest, WakeForWhatArrivesLater)
{
  workers.Start();
  const auto id = Enqueue("late");
  workers.Wake();
  const auto record = workers.WaitForEnd(id);
  ASSERT_TRUE(record.HasValue());
  EXPECT_EQ(record.Value().state, AnalysisState::Completed);
}

TEST_F(AnalysisWorkerThreadsTest, TellWhoWaitsForAnUnknownAnalysis)
{
  workers.Start();
  const auto record = workers.WaitForEnd("nobody");
  ASSERT_FALSE(record.HasValue());
  EXPECT_EQ(record.Failure().kind, ErrorKind::NotFound);
}

TEST_F(AnalysisWorkerThreadsTest, EndAnAnalysisThatWasDeletedAndInterrupted)
{
  UseModelThatWaits();
  const auto id = Enqueue("i0");
  workers.Start();
  begun.get_future().wait();
  ASSERT_TRUE(queue.Remove(id).HasValue());
  workers.Interrupt(id);
  const auto record = workers.WaitForEnd(id);
  ASSERT_FALSE(record.HasValue());
  EXPECT_EQ(record.Failure().kind, ErrorKind::NotFound);
  workers.RequestStop();
  workers.Join();
  EXPECT_EQ(reports.Count(), 0u);
}

TEST_F(AnalysisWorkerThreadsTest, StopReleasesWhatRunsAndWhoWaits)
{
  UseModelThatWaits();
  const auto id = Enqueue("i0");
  workers.Start();
  begun.get_future().wait();
  auto waiting = std::async(std::launch::async, [&] { return workers.WaitForEnd(id); });
  workers.RequestStop();
  workers.Join();
  const auto record = waiting.get();
  ASSERT_FALSE(record.HasValue());
  EXPECT_EQ(record.Failure().kind, ErrorKind::NotReady);
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
}

TEST_F(AnalysisWorkerThreadsTest, StopDoesNotWaitForWhatRuns)
{
  std::promise<void> begunHere;
  std::promise<void> allowed;
  UseModel(
      [&](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
      {
        begunHere.set_value();
        allowed.get_future().wait();
        return Error{ErrorKind::Canceled, "asked to"};
      });
  Enqueue("i0");
  workers.Start();
  begunHere.get_future().wait();
  workers.RequestStop();  // would hang here if it waited
  allowed.set_value();
  workers.Join();
}

TEST_F(AnalysisWorkerThreadsTest, StopWithoutAStartAndTwiceIsHarmless)
{
  workers.RequestStop();
  workers.Join();
  workers.RequestStop();
  workers.Join();
}

}  // namespace
}  // namespace vlm
