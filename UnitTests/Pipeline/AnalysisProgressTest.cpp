// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisProgress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "Pipeline/ReadingsFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(AnalysisProgress, TellsTheLastStepUntilItIsForgotten)
{
  AnalysisProgress progress;
  EXPECT_FALSE(progress.Of("a"));
  progress.Note("a", {AnalysisStage::Images});
  progress.Note("a", {AnalysisStage::Reading, 1, 4});
  progress.Note("b", {AnalysisStage::Storing});
  ASSERT_TRUE(progress.Of("a"));
  EXPECT_EQ(progress.Of("a")->stage, AnalysisStage::Reading);
  EXPECT_EQ(progress.Of("a")->done, 1);
  EXPECT_EQ(progress.Of("a")->of, 4);
  progress.Forget("a");
  EXPECT_FALSE(progress.Of("a"));
  EXPECT_TRUE(progress.Of("b"));
}

TEST(AnalysisProgress, CountsWhatPeopleCouldSee)
{
  AnalysisProgress progress;
  progress.Forget("never noted");
  EXPECT_EQ(progress.Changes(), 0U);
  progress.Note("a", {AnalysisStage::Images});
  progress.Note("a", {AnalysisStage::Verifying});
  EXPECT_EQ(progress.Changes(), 2U);
  progress.Forget("a");
  EXPECT_EQ(progress.Changes(), 3U);
}

TEST(AnalysisProgress, LosesNoNoteOfManyThreads)
{
  AnalysisProgress progress;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
  {
    threads.emplace_back(
        [&progress, i]
        {
          const std::string id = std::to_string(i);
          for (int look = 0; look < 500; ++look)
          {
            progress.Note(id, {AnalysisStage::Reading, look, 500});
            EXPECT_EQ(progress.Of(id)->done, look);
          }
          progress.Forget(id);
        });
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  EXPECT_EQ(progress.Changes(), 8U * 501U);
}

TEST(StageName, IsWhatRestShows)
{
  EXPECT_EQ(StageName(AnalysisStage::Images), "Images");
  EXPECT_EQ(StageName(AnalysisStage::Reading), "Reading");
  EXPECT_EQ(StageName(AnalysisStage::Verifying), "Verifying");
  EXPECT_EQ(StageName(AnalysisStage::Storing), "Storing");
}

// What a person sees at the moment of each call, and at the end.
class ReadingProgressTest : public ReadingsTest
{
protected:
  using Seen = std::vector<std::pair<int, int>>;

  Seen WatchedReadings(int calls, const std::function<std::string(const ModelImage&)>& answer)
  {
    Seen seen;
    const auto note = [&]
    {
      const auto step = progress.Of("analysis");
      ASSERT_TRUE(step);
      EXPECT_EQ(step->stage, AnalysisStage::Reading);
      seen.emplace_back(step->done, step->of);
    };
    ScriptedModel model(
        [&](const ModelRequest& request, const Cancellation&) -> Result<ModelReply>
        {
          note();
          ModelReply reply;
          reply.text = answer(request.images.front());
          return reply;
        });
    model.views.calls = calls;
    frames.push_back(DrawnFrame("i0"));
    ReadingTask task;
    task.frames.push_back({frames.front(), {}});
    task.images = {0};
    task.language = "en";
    task.analysisId = "analysis";
    task.progress = &progress;
    const auto readings = ReadImages(task, model, Cancellation());
    note();
    EXPECT_EQ(seen.back().first, static_cast<int>(readings.size()));
    return seen;
  }

  AnalysisProgress progress;
};

TEST_F(ReadingProgressTest, OneCallIsOneOfOne)
{
  EXPECT_THAT(WatchedReadings(1, [](const ModelImage&) { return NothingFound; }),
              ElementsAre(Pair(0, 1), Pair(1, 1)));
}

TEST_F(ReadingProgressTest, WhereNothingIsFoundFewerLooksAreExpected)
{
  EXPECT_THAT(WatchedReadings(6, [](const ModelImage&) { return NothingFound; }),
              ElementsAre(Pair(0, 6), Pair(1, 2), Pair(2, 2)));
}

TEST_F(ReadingProgressTest, IsNeverBeyondItsEnd)
{
  const auto seen = WatchedReadings(4, DiscSeenIn);
  ASSERT_GE(seen.size(), 3U);
  EXPECT_EQ(seen.front(), std::make_pair(0, 4));
  for (std::size_t i = 0; i < seen.size(); ++i)
  {
    EXPECT_EQ(seen[i].first, static_cast<int>(i));
    EXPECT_LE(seen[i].first, seen[i].second);
    EXPECT_LE(seen[i].second, 4);
    EXPECT_TRUE(i + 1 == seen.size() || seen[i].first < seen[i].second) << "a look is under way";
  }
}

}  // namespace
}  // namespace vlm
