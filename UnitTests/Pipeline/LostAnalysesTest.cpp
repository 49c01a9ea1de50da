// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a result when another node has the analysis by then.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Pipeline/WorkersFixture.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class LostAnalysesTest : public ::testing::Test, protected WorkersFixture
{
protected:
  // Answers, but `meanwhile` happens first.
  void UseModelDuringWhich(std::function<void()> meanwhile)
  {
    auto model = std::make_unique<ScriptedModel>(
        [meanwhile](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
        {
          meanwhile();
          return ModelReply{R"({"findings": [], "no_abnormality": true})", "", 1, 0, 0, 0};
        });
    model->isRemote = true;  // so that its replies are kept
    models["scripted"] = std::move(model);
  }
  void StoreReportOfWinner(const std::string& id)
  {
    Json::Value report;
    report["AnalysisId"] = id;
    report["Winner"] = true;
    ASSERT_TRUE(reports.Store(report).HasValue());
    Json::Value readings;
    readings["AnalysisId"] = id;
    readings["Winner"] = true;
    ASSERT_TRUE(reports.StoreReadings(ResourceLevel::Instance, "i0", readings).HasValue());
  }
  bool IsReportOfWinner(const std::string& id)
  {
    const auto report = reports.Original(ResourceLevel::Instance, "i0", id).Value();
    const auto readings = reports.FindReadings(ResourceLevel::Instance, "i0", id).Value();
    return report && report->isMember("Winner") && readings && readings->isMember("Winner");
  }
};

TEST_F(LostAnalysesTest, DropWhatWasTakenOverWhileTheModelAnswered)
{
  const auto id = Enqueue("i0");
  UseModelDuringWhich([&] { queue.HandOver(id, "other"); });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(reports.Count(), 0u);
  EXPECT_FALSE(reports.FindReadings(ResourceLevel::Instance, "i0", id).Value());
  EXPECT_EQ(Record(id).state, AnalysisState::Running);
  EXPECT_EQ(Record(id).node, "other");
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("dropped")));
}

TEST_F(LostAnalysesTest, LeaveTheReportOfTheOneThatWon)
{
  const auto id = Enqueue("i0");
  UseModelDuringWhich(
      [&]
      {
        queue.HandOver(id, "other");
        StoreReportOfWinner(id);
        ASSERT_TRUE(queue.Finish(Record(id), AnalysisState::Completed, "", {}).HasValue());
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_TRUE(IsReportOfWinner(id));
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
}

// The same node may claim anew what it had lost.
TEST_F(LostAnalysesTest, TellAnEarlierClaimFromALaterOneOfTheSameNode)
{
  const auto id = Enqueue("i0");
  UseModelDuringWhich([&] { queue.HandOver(id, "this node"); });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(reports.Count(), 0u);
  EXPECT_EQ(Record(id).state, AnalysisState::Running);
}

// While the report was on its way to the archive.
TEST_F(LostAnalysesTest, LeaveWhatIsLostAtTheVeryEndToTheOneThatHasIt)
{
  const auto id = Enqueue("i0");
  reports.beforeStore = [&]
  {
    queue.HandOver(id, "other");
    return Result<void>();
  };
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).node, "other");
  EXPECT_EQ(Record(id).state, AnalysisState::Running);
  EXPECT_EQ(reports.Count(), 1u) << "the other one will replace it";
}

TEST_F(LostAnalysesTest, KeepNoReportOfWhatWasCanceled)
{
  const auto id = Enqueue("i0");
  UseModelDuringWhich([&] { ASSERT_TRUE(queue.Cancel(id, "enough").HasValue()); });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(reports.Count(), 0u);
  EXPECT_EQ(Record(id).state, AnalysisState::Canceled);
  EXPECT_EQ(Record(id).reason, "enough");
}

TEST_F(LostAnalysesTest, TakeBackTheReportOfWhatWasCanceledWhileItWasStored)
{
  const auto id = Enqueue("i0");
  reports.beforeStore = [&] { return queue.Cancel(id, "enough"); };
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(reports.Count(), 0u);
  EXPECT_EQ(Record(id).state, AnalysisState::Canceled);
}

TEST_F(LostAnalysesTest, ChangeNothingWhenALostOneFails)
{
  const auto id = Enqueue("i0");
  images.loadErrors["i0"] = {ErrorKind::CorruptDicom, "broken"};
  queue.beforeWrite = [&](const std::string& method)
  {
    if (method == "Finish")
    {
      queue.HandOver(id, "other");
    }
    return Result<void>();
  };
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Running);
  EXPECT_EQ(Record(id).node, "other");
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("dropped")));
}

TEST_F(LostAnalysesTest, KeepNothingOfWhatWasDeletedWhileTheModelAnswered)
{
  const auto id = Enqueue("i0");
  UseModelDuringWhich([&] { ASSERT_TRUE(queue.Remove(id).HasValue()); });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(reports.Count(), 0u);
  EXPECT_FALSE(reports.FindReadings(ResourceLevel::Instance, "i0", id).Value());
  EXPECT_THAT(log.Lines(), Not(Contains(HasSubstr("dropped"))));
}

TEST_F(LostAnalysesTest, InterruptOnlyTheClaimThatWasLost)
{
  const auto id = Enqueue("i0");
  UseModel(
      [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        const auto mine = workers.InFlight();
        EXPECT_EQ(mine, (std::set<AnalysisWorkers::Claimed>{{id, 1}}));
        workers.InterruptLost({{id, 2}});
        EXPECT_FALSE(cancellation.IsRequested());
        workers.InterruptLost({{id, 1}});
        EXPECT_TRUE(cancellation.IsRequested());
        return Error{ErrorKind::Canceled, "asked to"};
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_TRUE(workers.InFlight().empty());
}

}  // namespace
}  // namespace vlm
