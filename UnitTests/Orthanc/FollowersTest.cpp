// SPDX-License-Identifier: GPL-3.0-or-later
// Two nodes that follow one log into one queue.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryQueue.h"
#include "Orthanc/ArrivalsFixture.h"
#include "Orthanc/ChangeFollower.h"

namespace vlm
{
namespace
{

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Ids = std::vector<std::string>;

class FollowersTest : public ::testing::Test, protected ArrivalsFixture
{
protected:
  FollowersTest()
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
  using Change = std::pair<int, std::string>;  // number, instance
  void Page(int since, const std::vector<Change>& arrivals, int last, int limit = 500)
  {
    std::string changes;
    for (const auto& [number, id] : arrivals)
    {
      changes += (changes.empty() ? "" : ", ");
      changes += R"({"ChangeType": "NewInstance", "ID": ")" + id + R"(", "Seq": )" +
                 std::to_string(number) + "}";
    }
    orthanc.Answer(
        "/changes?since=" + std::to_string(since) + "&limit=" + std::to_string(limit),
        R"({"Changes": [)" + changes + R"(], "Done": true, "Last": )" + std::to_string(last) + "}");
  }
  ChangeFollower FollowerOf(Cluster& cluster)
  {
    return {api, queue, cluster, log, ArrivalsAfter({RuleFor("CR", ResourceLevel::Instance)})};
  }
  static void Step(ChangeFollower& follower)
  {
    const auto step = follower.Step();
    EXPECT_TRUE(step.HasValue()) << (step.HasValue() ? "" : step.Failure().message);
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
  static Result<void> Away(const std::string&)
  {
    return Error{ErrorKind::StorageFailed, "The database is away."};
  }

  MemoryLog log;
  MemoryQueue queue{clock};
  SharedLeases leases;
  MemoryCluster firstCluster{leases, "first"};
  MemoryCluster secondCluster{leases, "second"};
  ChangeFollower first = FollowerOf(firstCluster);
  ChangeFollower second = FollowerOf(secondCluster);
};

TEST_F(FollowersTest, GoOnWhereTheOtherOneWas)
{
  Step(first);
  Step(second);
  Page(40, {{41, instance}}, 41);
  Newest(41);
  Step(first);
  Page(41, {{42, other}}, 42);
  Newest(42);
  Page(40, {}, 40);  // nothing would be found from the position that it remembers
  Step(second);
  EXPECT_THAT(Queued(), ElementsAre(instance, other));
  EXPECT_EQ(KeptPosition(), 42);
  EXPECT_EQ(second.Position(), 42);
}

TEST_F(FollowersTest, LetTheLogGoAfterEachReading)
{
  Step(first);
  EXPECT_EQ(leases.HolderOf("changes"), "");
}

TEST_F(FollowersTest, LetTheLogGoWhenItCannotBeRead)
{
  Step(first);
  orthanc.Fail("GET /changes?since=40&limit=500", OrthancPluginErrorCode_Database);
  EXPECT_FALSE(first.Step().HasValue());
  EXPECT_EQ(leases.HolderOf("changes"), "");
}

TEST_F(FollowersTest, WaitUntilTheOneThatReadsHasPassedWhatIsNew)
{
  Step(first);
  Step(second);
  ASSERT_TRUE(leases.TryHold("changes", "first"));
  Page(40, {{41, instance}}, 41);
  Newest(41);
  auto waiting = std::async(std::launch::async, [&] { Step(second); });
  while (orthanc.CountCalls("GET /changes?last") < 3)  // one each at the begin
  {
    std::this_thread::yield();
  }
  ASSERT_TRUE(queue.Arrive({}, 41).HasValue());
  waiting.get();
  EXPECT_EQ(second.Position(), 41);
  EXPECT_THAT(Queued(), IsEmpty()) << "that is for the first one";
}

TEST_F(FollowersTest, TakeOverFromOneThatDiedWhileItRead)
{
  Step(first);
  Step(second);
  ASSERT_TRUE(leases.TryHold("changes", "first"));
  leases.Kill("first");
  Page(40, {{41, instance}}, 41);
  Step(second);
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

// Only the node that deleted hears of it.
TEST_F(FollowersTest, ForgetWhatIsDeletedHereWhileAnotherOneReads)
{
  first.InstanceStored(instance);
  Step(first);
  Step(second);
  ASSERT_THAT(Queued(), ElementsAre(instance));
  ASSERT_TRUE(leases.TryHold("changes", "first"));
  orthanc.Forget("/instances/" + instance);
  second.ResourceDeleted(ResourceLevel::Instance, instance);
  Step(second);
  EXPECT_THAT(Queued(), IsEmpty());
}

TEST_F(FollowersTest, DoNotSetThePositionBackForAnOverwrittenInstance)
{
  Step(first);
  Step(second);
  Page(40, {{41, other}}, 41);
  Newest(41);
  Step(first);
  ASSERT_TRUE(leases.TryHold("changes", "first"));
  second.ResourceDeleted(ResourceLevel::Instance, instance);  // and stored again
  Step(second);
  EXPECT_EQ(KeptPosition(), 41);
  EXPECT_THAT(Queued(), ElementsAre(other, instance));
}

// Writers of Orthanc's PostgreSQL index commit in another order than they count.
TEST_F(FollowersTest, FindWhatWasCommittedLate)
{
  Step(first);
  Page(40, {{42, other}}, 42);
  Page(40, {}, 42, 1);
  Page(42, {}, 42);
  Step(first);
  EXPECT_THAT(Queued(), ElementsAre(other));
  Page(40, {{41, instance}}, 41, 1);
  Step(first);
  EXPECT_THAT(Queued(), ElementsAre(other, instance));
  EXPECT_EQ(KeptPosition(), 42);
}

TEST_F(FollowersTest, KnowWhereOthersAreWithoutReading)
{
  second.NoteOthers();
  EXPECT_EQ(second.Position(), -1) << "it has not begun";
  Step(first);
  Step(second);
  ASSERT_TRUE(queue.Arrive({}, 44).HasValue());
  second.NoteOthers();
  EXPECT_EQ(second.Position(), 44);
}

TEST_F(FollowersTest, FindAfterwardsWhatArrivedWhileTheDatabaseWasAway)
{
  Step(first);
  queue.beforeWrite = Away;
  firstCluster.beforeCall = Away;
  Page(40, {{41, instance}}, 41);
  for (int i = 0; i < 3; ++i)
  {
    const auto step = first.Step();
    ASSERT_FALSE(step.HasValue());
    EXPECT_EQ(step.Failure().kind, ErrorKind::StorageFailed);
  }
  EXPECT_THAT(Queued(), IsEmpty());
  queue.beforeWrite = [](const std::string&) { return Result<void>(); };
  firstCluster.beforeCall = [](const std::string&) { return Result<void>(); };
  Step(first);
  EXPECT_THAT(Queued(), ElementsAre(instance));
  EXPECT_EQ(KeptPosition(), 41);
}

TEST_F(FollowersTest, BeginOnceTheDatabaseAnswers)
{
  firstCluster.beforeCall = Away;
  first.InstanceStored(instance);
  EXPECT_FALSE(first.Step().HasValue());
  EXPECT_EQ(first.Position(), -1);
  firstCluster.beforeCall = [](const std::string&) { return Result<void>(); };
  Step(first);
  EXPECT_EQ(first.Position(), 40);
  EXPECT_THAT(Queued(), ElementsAre(instance));
}

TEST_F(FollowersTest, StopWhileAnotherOneReads)
{
  Step(second);
  ASSERT_TRUE(leases.TryHold("changes", "first"));
  Newest(41);
  second.Start([] {}, [] {});
  while (orthanc.CountCalls("GET /changes?last") < 2)
  {
    std::this_thread::yield();
  }
  second.RequestStop();
  second.Join();
}

// Both have threads, as on two servers; whoever reads, each arrival is queued once.
TEST_F(FollowersTest, QueueEachArrivalOnce)
{
  Page(40, {{41, instance}}, 41);
  Page(41, {{42, other}}, 42);
  Page(42, {}, 42);
  ASSERT_TRUE(queue.Arrive({}, 40).HasValue());
  Newest(42);
  for (ChangeFollower* follower : {&first, &second})
  {
    follower->Start([] {}, [] {});
    follower->SomethingChanged();
  }
  while (KeptPosition() < 42)
  {
    first.SomethingChanged();
    second.SomethingChanged();
    std::this_thread::yield();
  }
  for (ChangeFollower* follower : {&first, &second})
  {
    follower->RequestStop();
    follower->Join();
  }
  EXPECT_THAT(Queued(), ElementsAre(instance, other));
  EXPECT_EQ(KeptPosition(), 42);
}

TEST_F(FollowersTest, TellOneTroubleOnce)
{
  std::atomic<int> refused{0};
  Step(first);
  firstCluster.beforeCall = [&](const std::string& method)
  {
    ++refused;
    return Away(method);
  };
  first.Start([] {}, [] {});
  while (refused < 2)
  {
    std::this_thread::yield();
  }
  first.RequestStop();
  first.Join();
  const auto lines = log.Lines();
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const std::string& line) { return line.front() == 'E'; }),
            1);
  EXPECT_THAT(lines, Contains(HasSubstr("they are found later")));
}

}  // namespace
}  // namespace vlm
