// SPDX-License-Identifier: GPL-3.0-or-later
// What is paused, and what must wait for the hours of backfill, stays in the queue.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <future>

#include "Pipeline/WorkersFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

class StandstillTest : public ::testing::Test, protected WorkersFixture
{
protected:
  std::string EnqueueWithPriority(const std::string& orthancId, int priority)
  {
    AnalysisOrder order;
    order.orthancId = orthancId;
    order.model = "scripted";
    order.priority = priority;
    return queue.Enqueue(order, IfKnown::Collapse).Value().id;
  }
  void NotePauses() { ASSERT_TRUE(workers.NotePauses().HasValue()); }
  std::string WhyNot(const std::string& id)
  {
    const auto ended = workers.WaitForEnd(id);
    EXPECT_FALSE(ended.HasValue());
    EXPECT_EQ(ended.HasValue() ? ErrorKind::Internal : ended.Failure().kind,
              ErrorKind::ModelPaused);
    return ended.HasValue() ? "" : ended.Failure().message;
  }
};

TEST_F(StandstillTest, NothingIsBegunWhileTheQueueIsPaused)
{
  const auto id = Enqueue("i0");
  ASSERT_TRUE(pauses.Pause("", "The scanner is being serviced").HasValue());
  NotePauses();
  EXPECT_FALSE(workers.WorkOnce());
  EXPECT_THAT(WhyNot(id), HasSubstr("The scanner is being serviced"));
  ASSERT_TRUE(pauses.Resume("").HasValue());
  NotePauses();
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(StandstillTest, OtherModelsGoOnWhileOneIsPaused)
{
  models["other"] = std::make_unique<ScriptedModel>(R"({"findings": [], "no_abnormality": true})");
  const auto paused = Enqueue("i0");
  AnalysisOrder order;
  order.orthancId = "i1";
  order.model = "other";
  const auto other = queue.Enqueue(order, IfKnown::Collapse).Value().id;
  ASSERT_TRUE(pauses.Pause("scripted", "").HasValue());
  NotePauses();
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(other).state, AnalysisState::Completed);
  EXPECT_FALSE(workers.WorkOnce());
  EXPECT_EQ(Record(paused).state, AnalysisState::Queued);
  EXPECT_THAT(WhyNot(paused), HasSubstr("POST /vlm/models/scripted/resume"));
}

TEST_F(StandstillTest, WhatIsUnderWayGoesOnWhenItsModelIsPaused)
{
  const auto id = Enqueue("i0");
  UseModel(
      [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        EXPECT_TRUE(pauses.Pause("scripted", "").HasValue());
        NotePauses();
        EXPECT_FALSE(cancellation.IsRequested());
        return ModelReply{R"({"findings": [], "no_abnormality": true})", "", 1, 0, 0, 0};
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(StandstillTest, WhatWasPausedStaysSoWhileTheDatabaseIsAway)
{
  Enqueue("i0");
  ASSERT_TRUE(pauses.Pause("", "").HasValue());
  NotePauses();
  pauses.SetAway(true);
  EXPECT_FALSE(workers.NotePauses().HasValue());
  EXPECT_FALSE(workers.WorkOnce());
}

TEST_F(StandstillTest, WhoeverWaitsIsToldOnceItIsPaused)
{
  const auto id = Enqueue("i0");
  auto waiting = std::async(std::launch::async, [&] { return workers.WaitForEnd(id); });
  ASSERT_TRUE(pauses.Pause("", "").HasValue());
  NotePauses();
  const auto ended = waiting.get();
  ASSERT_FALSE(ended.HasValue());
  EXPECT_EQ(ended.Failure().kind, ErrorKind::ModelPaused);
}

TEST_F(StandstillTest, WhoeverWaitsSeesWhatAnotherNodeEnded)
{
  const auto id = Enqueue("i0");
  auto waiting = std::async(std::launch::async, [&] { return workers.WaitForEnd(id); });
  queue.HandOver(id, "other");
  ASSERT_TRUE(queue.Finish(Record(id), AnalysisState::Completed, "", {}).HasValue());
  workers.NoteOthers();
  const auto ended = waiting.get();
  ASSERT_TRUE(ended.HasValue());
  EXPECT_EQ(ended.Value().state, AnalysisState::Completed);
}

// FakeClock begins at 2026-11-24T05:37:58Z.
class BackfillTest : public StandstillTest
{
protected:
  BackfillTest()
  {
    setenv("TZ", "UTC0", 1);
    auto nightly = settings;
    nightly.hours = AnalysisHours::Parse("20:00-06:00").Value();
    night = std::make_unique<AnalysisWorkers>(
        WorkerPorts{images, reports, queue, clock, log, ingest, pauses}, models, nightly);
  }
  ~BackfillTest() override { unsetenv("TZ"); }

  std::unique_ptr<AnalysisWorkers> night;
};

TEST_F(BackfillTest, WaitsForItsHoursAndNothingElseDoes)
{
  clock.Advance(std::chrono::hours(2));
  const auto backfill = EnqueueWithPriority("i0", -100);
  const auto arrived = EnqueueWithPriority("i1", 0);
  EXPECT_TRUE(night->WorkOnce());
  EXPECT_EQ(Record(arrived).state, AnalysisState::Completed);
  EXPECT_FALSE(night->WorkOnce());
  EXPECT_EQ(Record(backfill).state, AnalysisState::Queued);
  const auto waited = night->WaitForEnd(backfill);
  ASSERT_FALSE(waited.HasValue());
  EXPECT_THAT(waited.Failure().message, HasSubstr("AnalysisHours (20:00-06:00)"));

  clock.Advance(std::chrono::hours(13));
  EXPECT_TRUE(night->WorkOnce());
  EXPECT_EQ(Record(backfill).state, AnalysisState::Completed);
}

TEST_F(BackfillTest, IsBegunAtOnceDuringItsHours)
{
  const auto backfill = EnqueueWithPriority("i0", -100);
  EXPECT_TRUE(night->WorkOnce());
  EXPECT_EQ(Record(backfill).state, AnalysisState::Completed);
}

}  // namespace
}  // namespace vlm
