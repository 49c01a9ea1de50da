// SPDX-License-Identifier: GPL-3.0-or-later
// The process may end, and an analysis may be deleted, at any moment.
#include <gmock/gmock.h>

#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAreArray;

// Not a std::exception: nothing may catch it.
struct Death
{
};

class DeliveryCrashTest : public DeliveryFixture
{
protected:
  DeliveryCrashTest()
  {
    settings.superseded = OutputSettings::Superseded::Remove;
    settings.sendTo = {"PACS"};
    Restart();
  }
  // Runs `action` before the call of that number. Whether there was one.
  std::function<bool()> Before(int number, const std::function<void()>& action)
  {
    auto count = std::make_shared<int>(0);
    results.beforeCall = [=](const std::string&) -> Result<void>
    {
      if ((*count)++ == number)
      {
        action();
      }
      return {};
    };
    return [=] { return *count > number; };
  }
  void WorkUntilDeath()
  {
    try
    {
      Work();
    }
    catch (const Death&)
    {
      Restart();
    }
  }
  // Every noted object is there, and no other one.
  void ExpectNothingLeftBehind(const std::vector<std::string>& analyses)
  {
    std::set<std::string> noted;
    for (const auto& id : analyses)
    {
      const auto instances = deliveries->InstancesOf(id);
      for (const auto& instance : instances.Value())
      {
        noted.insert(instance.sopInstanceUid);
      }
    }
    EXPECT_EQ(results.Objects(), noted);
    EXPECT_EQ(CountRows("result_instances"), static_cast<long long>(noted.size()));
    EXPECT_THAT(deliveries->Orphans(0).Value(), IsEmpty());
  }
};

TEST_F(DeliveryCrashTest, LeadsToTheSameWhereverTheProcessEnds)
{
  bool isWithin = true;
  for (int moment = 0; isWithin; ++moment)
  {
    const std::string resource = "r" + std::to_string(moment);
    Analysed(resource);
    Work();
    results.transfers.clear();
    const auto id = Analysed(resource);
    const auto happened = Before(moment, [] { throw Death(); });
    WorkUntilDeath();
    isWithin = happened();
    RefuseNothing();
    WorkLong();

    const auto all = ObjectsOf({id});
    EXPECT_EQ(deliveries->InstancesOf(id).Value().size(), 2u) << moment;
    for (const auto& uid : all)
    {
      EXPECT_EQ(results.Objects().count(uid), 1u) << moment;
    }
    EXPECT_THAT(results.transfers["PACS"], UnorderedElementsAreArray(all)) << moment;
    EXPECT_EQ(results.Objects().size(), 2u * static_cast<std::size_t>(moment + 1)) << moment;
    EXPECT_EQ(deliveries->CountByState().Value()[DeliveryState::Failed], 0);
  }
}

TEST_F(DeliveryCrashTest, LeavesNothingBehindWheneverTheAnalysisIsDeleted)
{
  bool isWithin = true;
  std::vector<std::string> kept;
  for (int moment = 0; isWithin; ++moment)
  {
    const std::string resource = "r" + std::to_string(moment);
    kept.push_back(Analysed(resource));
    Work();
    const auto id = Analysed(resource);
    kept.push_back(id);
    const auto happened = Before(moment,
                                 [&]
                                 {
                                   ASSERT_TRUE(queue->Remove(id).HasValue());
                                   kept.pop_back();
                                   worker->NoteDeparture();
                                 });
    WorkLong();
    isWithin = happened();
    RefuseNothing();
    ExpectNothingLeftBehind(kept);
  }
}

TEST_F(DeliveryCrashTest, CleansUpAtTheNextStartWhatADeletionLeft)
{
  for (int moment = 0; moment < 4; ++moment)
  {
    const auto id = Analysed("r" + std::to_string(moment));
    Work();
    ASSERT_TRUE(queue->Remove(id).HasValue());
    const auto happened = Before(moment, [] { throw Death(); });
    WorkUntilDeath();
    RefuseNothing();
    Work();
    ExpectNothingLeftBehind({});
  }
}

TEST_F(DeliveryCrashTest, DoesNotGoOnForEverWhereOneAnalysisIsDeadly)
{
  const auto deadly = Analysed("deadly");
  const auto uid = UidsOf(deadly)[0];
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    if (call == "Store " + uid)
    {
      throw Death();
    }
    return {};
  };
  const auto other = Analysed("other");
  for (int start = 0; start < 10; ++start)
  {
    WorkUntilDeath();
  }
  const auto failed = Only(deadly, DeliveryKind::Objects);
  EXPECT_EQ(failed.state, DeliveryState::Failed);
  EXPECT_EQ(failed.attempts, MostDeliveryInterruptions + 1);
  EXPECT_THAT(failed.reason, HasSubstr("5 times"));
  EXPECT_THAT(Lines('W'), SizeIs(1));
  EXPECT_EQ(Only(other, DeliveryKind::Objects).state, DeliveryState::Delivered);
}

TEST_F(DeliveryCrashTest, OutlivesWhatThrows)
{
  const auto id = Analysed("r");
  Before(0, [] { throw std::runtime_error("nobody expected this"); });
  Work();
  EXPECT_EQ(Only(id, DeliveryKind::Objects).state, DeliveryState::Failed);
  EXPECT_THAT(Only(id, DeliveryKind::Objects).reason, HasSubstr("nobody expected this"));
}

TEST_F(DeliveryCrashTest, SaysOnceThatTheDatabaseRefuses)
{
  Analysed("r");
  ASSERT_TRUE(database
                  ->Run(
                      [](soci::session& session) -> Result<void>
                      {
                        session << "DROP TABLE deliveries";
                        return {};
                      })
                  .HasValue());
  for (int i = 0; i < 5; ++i)
  {
    EXPECT_FALSE(worker->WorkOnce());
  }
  EXPECT_THAT(Lines('E'), SizeIs(2)) << "one for each thread";
}

}  // namespace
}  // namespace vlm
