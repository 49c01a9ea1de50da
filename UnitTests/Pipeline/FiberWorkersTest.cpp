// SPDX-License-Identifier: GPL-3.0-or-later
// Many analyses wait for their models at once on few threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/fiber/operations.hpp>

#include "Pipeline/FiberMutex.h"
#include "WorkersFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

// Holds everybody who enters until `count` have; counts how many are inside at once.
class Meeting
{
public:
  explicit Meeting(int count) : awaited_(count) {}

  void Enter(const Cancellation& cancellation)
  {
    const FiberLock lock(mutex_);
    most_ = std::max(most_, ++inside_);
    arrived_ += 1;
    changed_.notify_all();
    while (arrived_ < awaited_ && !cancellation.IsRequested())
    {
      changed_.wait_for(mutex_, std::chrono::milliseconds(20));
    }
    --inside_;
  }
  int Most()
  {
    const FiberLock lock(mutex_);
    return most_;
  }

private:
  FiberMutex mutex_;
  FiberCondition changed_;
  int awaited_;
  int arrived_ VLM_GUARDED_BY(mutex_) = 0;
  int inside_ VLM_GUARDED_BY(mutex_) = 0;
  int most_ VLM_GUARDED_BY(mutex_) = 0;
};

class FiberWorkersTest : public ::testing::Test, protected WorkersFixture
{
protected:
  ScriptedModel& UseRemote(ScriptedModel::Script script, int capacity)
  {
    auto model = std::make_unique<ScriptedModel>(std::move(script));
    model->isRemote = true;
    model->health = [capacity]
    {
      ModelHealth health;
      health.capacity = capacity;
      return health;
    };
    ScriptedModel& made = *model;
    models["scripted"] = std::move(model);
    return made;
  }
};

Result<ModelReply> Normal()
{
  ModelReply reply;
  reply.text = R"({"findings": [], "no_abnormality": true})";
  return reply;
}

TEST_F(FiberWorkersTest, TwoThreadsCarryAsManyAnalysesAsTheModelTakes)
{
  constexpr int inFlight = 40;
  Meeting meeting(inFlight);
  UseRemote(
      [&meeting](const ModelRequest&, const Cancellation& cancellation)
      {
        meeting.Enter(cancellation);
        return Normal();
      },
      inFlight);
  std::vector<std::string> ids;
  for (int i = 0; i < inFlight; ++i)
  {
    ids.push_back(Enqueue("i" + std::to_string(i)));
  }
  workers.Start();
  for (const auto& id : ids)
  {
    const auto ended = workers.WaitForEnd(id);
    ASSERT_TRUE(ended.HasValue());
    EXPECT_EQ(ended.Value().state, AnalysisState::Completed);
  }
  EXPECT_EQ(meeting.Most(), inFlight) << "the model was asked by all at once";
}

TEST_F(FiberWorkersTest, NoMoreAreBegunThanTheModelTakesAndAFewToPrepare)
{
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  UseRemote(
      [&](const ModelRequest&, const Cancellation&)
      {
        most = std::max(most.load(), ++inside);
        for (int i = 0; i < 20; ++i)
        {
          boost::this_fiber::yield();
        }
        --inside;
        return Normal();
      },
      3);
  std::vector<std::string> ids;
  for (int i = 0; i < 30; ++i)
  {
    ids.push_back(Enqueue("i" + std::to_string(i)));
  }
  workers.Start();
  for (const auto& id : ids)
  {
    ASSERT_TRUE(workers.WaitForEnd(id).HasValue());
  }
  EXPECT_LE(most.load(), 3 + settings.workers);
}

TEST_F(FiberWorkersTest, WhatIsInFlightGoesBackToTheQueueWhenTheServerStops)
{
  Meeting meeting(1000);  // never complete
  UseRemote(
      [&meeting](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        meeting.Enter(cancellation);
        return Error{ErrorKind::Canceled, "Stopped."};
      },
      8);
  const auto id = Enqueue("i0");
  workers.Start();
  while (meeting.Most() == 0)
  {
    boost::this_fiber::sleep_for(std::chrono::milliseconds(1));
  }
  workers.RequestStop();
  workers.Join();
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
}

TEST_F(FiberWorkersTest, WhatWaitsForAPausedModelIsNotClaimed)
{
  auto& model = UseRemote([](const ModelRequest&, const Cancellation&) { return Normal(); }, 4);
  ModelHealth health;
  health.state = ModelState::Paused;
  health.reason = "The key is wrong.";
  model.health = [&health] { return health; };
  const auto id = Enqueue("i0");
  EXPECT_FALSE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  const auto waited = workers.WaitForEnd(id);
  ASSERT_FALSE(waited.HasValue());
  EXPECT_EQ(waited.Failure().kind, ErrorKind::ModelPaused);
  EXPECT_THAT(waited.Failure().message, HasSubstr("The key is wrong."));

  health.state = ModelState::Open;
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(FiberWorkersTest, AModelThatPausesKeepsItsAnalysisWaitingWithTheReason)
{
  UseRemote(
      [](const ModelRequest&, const Cancellation&) -> Result<ModelReply> {
        return Error{ErrorKind::ModelPaused, "401: the key is refused."};
      },
      4);
  const auto id = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
  EXPECT_EQ(Record(id).reason, "401: the key is refused.");
}

TEST_F(FiberWorkersTest, AHeldModelWaitsUntilItIsLetGo)
{
  const auto id = Enqueue("i0");
  workers.Hold("scripted");
  EXPECT_FALSE(workers.WorkOnce());
  workers.LetGo("scripted");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

TEST_F(FiberWorkersTest, RepliesAreKeptEvenIfTheAnalysisFails)
{
  UseRemote(
      [](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
      {
        ModelReply reply;
        reply.text = "{\"findings\": 7}";
        return reply;
      },
      4);
  const auto id = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Failed);
  const auto readings = reports.FindReadings(ResourceLevel::Instance, "i0", id).Value();
  ASSERT_TRUE(readings);
  const auto& reading = (*readings)["Readings"][0];
  EXPECT_EQ(reading["Replies"][0]["Text"], "{\"findings\": 7}");
  EXPECT_EQ(reading["Used"], false);
  EXPECT_THAT(reading["Problem"].asString(), HasSubstr("findings"));
}

}  // namespace
}  // namespace vlm
