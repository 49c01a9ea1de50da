// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ChangeFollower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryQueue.h"
#include "Orthanc/ArrivalsFixture.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Ids = std::vector<std::string>;

class ChangeFollowerTest : public ::testing::Test, protected ArrivalsFixture
{
protected:
  ChangeFollowerTest()
  {
    AddSeries(series, "CR", {instance, other});
    Newest(40);
    Page(40, {}, 40);
  }

  void Newest(int last)
  {
    orthanc.Answer("/changes?last",
                   R"({"Changes": [], "Done": true, "Last": )" + std::to_string(last) + "}");
  }
  // What Orthanc answers who has read up to `since`.
  void Page(int since, const Ids& newInstances, int last, bool isDone = true)
  {
    std::string changes;
    for (const auto& id : newInstances)
    {
      changes += (changes.empty() ? "" : ", ");
      changes += R"({"ChangeType": "NewInstance", "ID": ")" + id + R"("})";
    }
    orthanc.Answer("/changes?since=" + std::to_string(since) + "&limit=500",
                   R"({"Changes": [)" + changes + R"(], "Done": )" + (isDone ? "true" : "false") +
                       R"(, "Last": )" + std::to_string(last) + "}");
  }
  void Step()
  {
    const auto step = follower.Step();
    EXPECT_TRUE(step.HasValue()) << (step.HasValue() ? "" : step.Failure().message);
  }
  ErrorKind FailureOfStep()
  {
    const auto step = follower.Step();
    return step.HasValue() ? ErrorKind::Internal : step.Failure().kind;
  }
  Ids Queued()
  {
    Ids ids;
    const auto page = queue.List({});
    for (const auto& record : page.Value().records)
    {
      ids.push_back(record.order.orthancId);
    }
    return ids;
  }
  std::int64_t KeptPosition() { return queue.ChangePosition().Value().value_or(-1); }
  MemoryLog log;
  MemoryQueue queue{clock};
  MemoryCluster cluster;
  ChangeFollower follower{api, queue, cluster, log,
                          ArrivalsAfter({RuleFor("CR", ResourceLevel::Instance)})};
};

TEST_F(ChangeFollowerTest, BeginsAtTheEndOfTheLog)
{
  EXPECT_EQ(follower.Position(), -1);
  Step();
  EXPECT_EQ(follower.Position(), 40);
  EXPECT_EQ(KeptPosition(), 40);
  EXPECT_THAT(Queued(), IsEmpty());
}

TEST_F(ChangeFollowerTest, GoesOnWhereItWas)
{
  ASSERT_TRUE(queue.Arrive({}, 30).HasValue());
  Page(30, {instance}, 40);
  Step();
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
  EXPECT_EQ(KeptPosition(), 40);
}

TEST_F(ChangeFollowerTest, QueuesWhatArrivesPageByPage)
{
  Step();
  Page(40, {instance}, 41, false);
  Page(41, {other}, 42);
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance, other));
  EXPECT_EQ(KeptPosition(), 42);
}

TEST_F(ChangeFollowerTest, ForgetsNothingThatArrivedBeforeTheFirstPosition)
{
  follower.InstanceStored(instance);
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

TEST_F(ChangeFollowerTest, ReadsTheWholeLogOfAReplacedIndex)
{
  ASSERT_TRUE(queue.Arrive({}, 1000).HasValue());
  Page(0, {instance}, 40);
  Step();
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
  EXPECT_EQ(KeptPosition(), 40);
  EXPECT_THAT(log.Lines(), Contains(StartsWith("W Orthanc's log of changes ends at 40")));
}

TEST_F(ChangeFollowerTest, DoesNotPassAPageThatItCouldNotJudge)
{
  Step();
  Page(40, {instance, other}, 42);
  orthanc.Fail("GET /instances/" + other, OrthancPluginErrorCode_DatabaseNotInitialized);
  EXPECT_EQ(FailureOfStep(), ErrorKind::NotReady);
  EXPECT_THAT(Queued(), IsEmpty());
  EXPECT_EQ(KeptPosition(), 40);
  EXPECT_EQ(follower.Position(), 40);
  orthanc.Mend();
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance, other));
  EXPECT_EQ(KeptPosition(), 42);
}

TEST_F(ChangeFollowerTest, DoesNotPassAPageThatCouldNotBeQueued)
{
  Step();
  Page(40, {instance}, 41);
  queue.beforeWrite = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "disk full"});
  };
  EXPECT_EQ(FailureOfStep(), ErrorKind::StorageFailed);
  EXPECT_EQ(follower.Position(), 40);
  queue.beforeWrite = [](const std::string&) { return Result<void>(); };
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

TEST_F(ChangeFollowerTest, PassesWhatIsGoneMeanwhile)
{
  Step();
  Page(40, {OrthancId('9'), instance}, 42);
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
  EXPECT_EQ(KeptPosition(), 42);
}

TEST_F(ChangeFollowerTest, DoesNotBeginWithoutTheLog)
{
  orthanc.Fail("GET /changes?last", OrthancPluginErrorCode_Database);
  EXPECT_EQ(FailureOfStep(), ErrorKind::StorageFailed);
  EXPECT_EQ(follower.Position(), -1);
  orthanc.Mend();
  Step();
  EXPECT_EQ(follower.Position(), 40);
}

TEST_F(ChangeFollowerTest, RemovesTheRecordsOfWhatIsDeleted)
{
  follower.InstanceStored(instance);
  Step();
  orthanc.Forget("/instances/" + instance);
  follower.ResourceDeleted(ResourceLevel::Instance, instance);
  Step();
  EXPECT_THAT(Queued(), IsEmpty());
}

TEST_F(ChangeFollowerTest, RemovesTheRecordsOfWhatWasDeletedWhileItWasAway)
{
  AnalysisOrder order;
  order.orthancId = OrthancId('9');
  ASSERT_TRUE(queue.Enqueue(order, IfKnown::Collapse).HasValue());
  order.orthancId = instance;
  ASSERT_TRUE(queue.Enqueue(order, IfKnown::Collapse).HasValue());
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

// Orthanc deletes an instance before it stores it again under the same identifier.
TEST_F(ChangeFollowerTest, AnalysesWhatWasOverwritten)
{
  Step();
  follower.ResourceDeleted(ResourceLevel::Instance, instance);
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

TEST_F(ChangeFollowerTest, DoesNotLoseWhatWasOverwrittenWhereOrthancCannotBeAsked)
{
  Step();
  follower.ResourceDeleted(ResourceLevel::Instance, instance);
  follower.ResourceDeleted(ResourceLevel::Instance, other);
  orthanc.Fail("GET /instances/" + other, OrthancPluginErrorCode_DatabaseNotInitialized);
  EXPECT_EQ(FailureOfStep(), ErrorKind::NotReady);
  EXPECT_THAT(Queued(), IsEmpty());
  orthanc.Mend();
  Step();
  EXPECT_THAT(Queued(), ElementsAre(instance, other));
}

TEST_F(ChangeFollowerTest, DoesNotForgetADeletionThatCouldNotBeWritten)
{
  follower.InstanceStored(instance);
  Step();
  orthanc.Forget("/instances/" + instance);
  follower.ResourceDeleted(ResourceLevel::Instance, instance);
  queue.beforeWrite = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "locked"});
  };
  EXPECT_EQ(FailureOfStep(), ErrorKind::StorageFailed);
  queue.beforeWrite = [](const std::string&) { return Result<void>(); };
  Step();
  EXPECT_THAT(Queued(), IsEmpty());
}

TEST_F(ChangeFollowerTest, QueuesASeriesOnceForManyOfItsImages)
{
  ChangeFollower whole(api, queue, cluster, log,
                       ArrivalsAfter({RuleFor("CR", ResourceLevel::Series)}));
  ASSERT_TRUE(whole.Step().HasValue());
  Page(40, {instance, other}, 42);
  ASSERT_TRUE(whole.Step().HasValue());
  EXPECT_THAT(Queued(), ElementsAre(series));
}

TEST_F(ChangeFollowerTest, AsksNothingWhereNoRuleCanMatch)
{
  ChangeFollower idle(api, queue, cluster, log, ArrivalsAfter({}));
  ASSERT_TRUE(idle.Step().HasValue());
  Page(40, {instance}, 41);
  ASSERT_TRUE(idle.Step().HasValue());
  EXPECT_EQ(orthanc.CountCalls("GET /instances/" + instance), 0);
  EXPECT_EQ(KeptPosition(), 41);
}

TEST_F(ChangeFollowerTest, TellsItsThreadsOwnerOfWhatWasQueuedAndForgotten)
{
  std::promise<void> queued;
  std::promise<void> swept;
  std::promise<void> forgotten;
  int times = 0;
  follower.InstanceStored(instance);
  follower.Start([&] { queued.set_value(); },
                 [&] { (++times == 1 ? swept : forgotten).set_value(); });
  queued.get_future().wait();
  swept.get_future().wait();
  follower.ResourceDeleted(ResourceLevel::Series, OrthancId('b'));
  forgotten.get_future().wait();
  follower.RequestStop();
  follower.Join();
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

}  // namespace
}  // namespace vlm
