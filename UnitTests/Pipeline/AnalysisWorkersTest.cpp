// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisWorkers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "Pipeline/WorkersFixture.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class AnalysisWorkersTest : public ::testing::Test, protected WorkersFixture
{
};

TEST_F(AnalysisWorkersTest, DoNothingWhereNothingIsDue)
{
  EXPECT_FALSE(workers.WorkOnce());
}

TEST_F(AnalysisWorkersTest, StoreTheReportBeforeTheAnalysisEnds)
{
  const auto id = Enqueue("i0");
  reports.beforeStore = [&]
  {
    EXPECT_EQ(Record(id).state, AnalysisState::Running);
    return Result<void>();
  };
  queue.beforeWrite = [&](const std::string& method)
  {
    EXPECT_EQ(method, "Finish");
    EXPECT_EQ(reports.Count(), 1u);
    return Result<void>();
  };
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
  EXPECT_EQ(Record(id).summary.patientId, "PID-7");
  EXPECT_THAT(log.Lines(), Contains(StartsWith("I Analysed Instance i0")));
  EXPECT_FALSE(workers.WorkOnce());
}

TEST_F(AnalysisWorkersTest, TellOnceTheStateIsWritten)
{
  const auto id = Enqueue("r");
  std::vector<AnalysisState> states;
  workers.WhenEnded([&] { states.push_back(Record(id).state); });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(states, std::vector<AnalysisState>{AnalysisState::Completed});
}

TEST_F(AnalysisWorkersTest, EndAsAbstainedWithTheReason)
{
  UseModel(
      [](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
      {
        return ModelReply{R"({"findings": [], "no_abnormality": false, "image_quality":
                              {"adequate": false, "reason": "Blank."}})", "", 1, 0, 0, 0};
      });
  const auto id = Enqueue("i0");
  workers.WorkOnce();
  EXPECT_EQ(Record(id).state, AnalysisState::Abstained);
  EXPECT_EQ(Record(id).reason, "Blank.");
  EXPECT_EQ(reports.Count(), 1u);
}

TEST_F(AnalysisWorkersTest, TryAgainLaterWhatStorageRefused)
{
  reports.beforeStore = [] { return Result<void>(Error{ErrorKind::StorageFailed, "disk full"}); };
  const auto id = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).reason, "disk full");
  EXPECT_EQ(Record(id).nextAttemptAt, clock.Now() + std::chrono::seconds(2));
  EXPECT_FALSE(workers.WorkOnce()) << "not due yet";

  clock.Advance(std::chrono::seconds(2));
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).nextAttemptAt, clock.Now() + std::chrono::seconds(4));

  reports.beforeStore = [] { return Result<void>(); };
  clock.Advance(std::chrono::seconds(4));
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
  EXPECT_EQ(Record(id).reason, "");
}

TEST_F(AnalysisWorkersTest, FailWhatIsStillRefusedAtTheLastAttempt)
{
  reports.beforeStore = [] { return Result<void>(Error{ErrorKind::StorageFailed, "disk full"}); };
  const auto id = Enqueue("i0");
  for (int attempt = 1; attempt <= settings.maximumAttempts; ++attempt)
  {
    EXPECT_EQ(Record(id).state, AnalysisState::Queued);
    EXPECT_TRUE(workers.WorkOnce());
    clock.Advance(std::chrono::minutes(5));
  }
  EXPECT_EQ(Record(id).state, AnalysisState::Failed);
  EXPECT_EQ(Record(id).reason, "disk full");
  EXPECT_EQ(Record(id).attempts, settings.maximumAttempts);
  EXPECT_FALSE(workers.WorkOnce());
}

TEST_F(AnalysisWorkersTest, FailAtOnceWhatWouldFailAgain)
{
  images.loadErrors["i0"] = {ErrorKind::UndecodablePixels, "no codec"};
  const auto id = Enqueue("i0");
  workers.WorkOnce();
  EXPECT_EQ(Record(id).state, AnalysisState::Failed);
  EXPECT_EQ(Record(id).reason, "no codec");
  EXPECT_EQ(reports.Count(), 0u);
}

TEST_F(AnalysisWorkersTest, FailWhatAsksForAModelThatIsGone)
{
  const auto id = Enqueue("i0");
  models.clear();
  workers.WorkOnce();
  EXPECT_EQ(Record(id).state, AnalysisState::Failed);
  EXPECT_THAT(Record(id).reason, HasSubstr("'scripted'"));
}

TEST_F(AnalysisWorkersTest, ForgetWhatOrthancDoesNotKnowAnyMore)
{
  images.describeError = Error{ErrorKind::NotFound, "gone"};
  const auto id = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_FALSE(queue.Find(id).HasValue());
}

TEST_F(AnalysisWorkersTest, ReleaseWhatWasInterruptedWithoutCountingAnAttempt)
{
  const auto id = Enqueue("i0");
  UseModel(
      [&](const ModelRequest&, const Cancellation& cancellation) -> Result<ModelReply>
      {
        EXPECT_FALSE(cancellation.IsRequested());
        workers.Interrupt(id);
        EXPECT_TRUE(cancellation.IsRequested());
        return Error{ErrorKind::Canceled, "asked to"};
      });
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  EXPECT_EQ(Record(id).attempts, 0);
}

TEST_F(AnalysisWorkersTest, RemoveTheReportOfAnAnalysisDeletedWhileItRan)
{
  const auto id = Enqueue("i0");
  reports.beforeStore = [&]
  {
    EXPECT_TRUE(queue.Remove(id).HasValue());
    return Result<void>();
  };
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_FALSE(queue.Find(id).HasValue());
  EXPECT_EQ(reports.Count(), 0u);
}

TEST_F(AnalysisWorkersTest, OutliveAModelThatThrows)
{
  UseModel([](const ModelRequest&, const Cancellation&) -> Result<ModelReply>
           { throw std::runtime_error("out of paper"); });
  const auto first = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(first).state, AnalysisState::Failed);
  EXPECT_THAT(Record(first).reason, HasSubstr("out of paper"));
  models["scripted"] =
      std::make_unique<ScriptedModel>(R"({"findings": [], "no_abnormality": true})");
  const auto second = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(second).state, AnalysisState::Completed);
}

// What must not happen is a record that stays Running.
TEST_F(AnalysisWorkersTest, TryToWriteTheEndUntilItIsWritten)
{
  images.loadErrors["i0"] = {ErrorKind::CorruptDicom, "broken"};
  int refusals = 3;
  queue.beforeWrite = [&](const std::string&)
  {
    return refusals-- > 0 ? Result<void>(Error{ErrorKind::StorageFailed, "locked"})
                          : Result<void>();
  };
  const auto id = Enqueue("i0");
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(refusals, -1);
  EXPECT_EQ(Record(id).state, AnalysisState::Failed);
  EXPECT_EQ(Record(id).reason, "broken");
  EXPECT_THAT(log.Lines(), Contains(HasSubstr("locked")));
}

TEST_F(AnalysisWorkersTest, LeaveToTheNextStartWhatCannotBeWrittenWhenStopping)
{
  images.loadErrors["i0"] = {ErrorKind::CorruptDicom, "broken"};
  queue.beforeWrite = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "locked"});
  };
  const auto id = Enqueue("i0");
  workers.RequestStop();
  EXPECT_TRUE(workers.WorkOnce());
  EXPECT_EQ(Record(id).state, AnalysisState::Running);
}

TEST_F(AnalysisWorkersTest, RepeatAnAnalysisWhoseEndCouldNotBeWritten)
{
  bool isRefused = true;
  queue.beforeWrite = [&](const std::string& method)
  {
    return method == "Finish" && std::exchange(isRefused, false)
               ? Result<void>(Error{ErrorKind::StorageFailed, "locked"})
               : Result<void>();
  };
  const auto id = Enqueue("i0");
  workers.WorkOnce();
  EXPECT_EQ(Record(id).state, AnalysisState::Queued);
  clock.Advance(std::chrono::seconds(2));
  workers.WorkOnce();
  EXPECT_EQ(Record(id).state, AnalysisState::Completed);
  EXPECT_EQ(reports.Count(), 1u);
}

}  // namespace
}  // namespace vlm
