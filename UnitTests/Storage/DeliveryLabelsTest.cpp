// SPDX-License-Identifier: GPL-3.0-or-later
// The labels of a study follow the newest analysis of each of its resources.
#include <gmock/gmock.h>

#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class DeliveryLabelsTest : public DeliveryFixture
{
protected:
  DeliveryLabelsTest()
  {
    settings.structuredReport = false;
    settings.secondaryCapture = false;
    Restart();
  }
  // After everything that is due.
  std::set<std::string> Labels()
  {
    Work();
    return results.labels["study"];
  }
};

TEST_F(DeliveryLabelsTest, TellOfFindingsInAnyResource)
{
  Analysed("a", AnalysisState::Completed, 0);
  EXPECT_THAT(Labels(), ElementsAre("ai-no-finding"));
  Analysed("b", AnalysisState::Completed, 2);
  EXPECT_THAT(Labels(), ElementsAre("ai-finding"));
  Analysed("c", AnalysisState::Completed, 0);
  EXPECT_THAT(Labels(), ElementsAre("ai-finding"));
}

TEST_F(DeliveryLabelsTest, TellOfFailuresBesideTheRest)
{
  Analysed("a", AnalysisState::Failed, 0);
  EXPECT_THAT(Labels(), ElementsAre("ai-failed"));
  Analysed("b", AnalysisState::Completed, 0);
  EXPECT_THAT(Labels(), UnorderedElementsAre("ai-failed", "ai-no-finding"));
  Analysed("c", AnalysisState::Completed, 1);
  EXPECT_THAT(Labels(), UnorderedElementsAre("ai-failed", "ai-finding"));
}

TEST_F(DeliveryLabelsTest, SayNothingWhereNoModelJudged)
{
  Analysed("a", AnalysisState::Abstained, 0);
  EXPECT_THAT(Labels(), IsEmpty());
}

TEST_F(DeliveryLabelsTest, FollowTheNewestAnalysisOfEachResource)
{
  Analysed("a", AnalysisState::Completed, 2);
  clock.Advance(std::chrono::seconds(1));
  Analysed("a", AnalysisState::Completed, 0);
  EXPECT_THAT(Labels(), ElementsAre("ai-no-finding"));
  clock.Advance(std::chrono::seconds(1));
  const auto failed = Analysed("a", AnalysisState::Failed, 0);
  EXPECT_THAT(Labels(), ElementsAre("ai-failed"));
  clock.Advance(std::chrono::seconds(1));
  Analysed("a", AnalysisState::Canceled, 0);
  EXPECT_THAT(Labels(), ElementsAre("ai-failed")) << "a canceled one says nothing";
  EndAgain(failed, AnalysisState::Completed);
  EXPECT_THAT(Labels(), ElementsAre("ai-no-finding"));
}

TEST_F(DeliveryLabelsTest, LeaveThoseOfOthersAlone)
{
  results.labels["study"] = {"urgent"};
  settings.labelNames = {"yes", "no", "broken"};
  Restart();
  Analysed("a", AnalysisState::Completed, 1);
  EXPECT_THAT(Labels(), UnorderedElementsAre("urgent", "yes"));
}

TEST_F(DeliveryLabelsTest, AreCountedAnewWhenAnAnalysisIsDeleted)
{
  Analysed("a", AnalysisState::Completed, 0);
  const auto gone = Analysed("b", AnalysisState::Completed, 1);
  EXPECT_THAT(Labels(), ElementsAre("ai-finding"));
  ASSERT_TRUE(queue->Remove(gone).HasValue());
  EXPECT_THAT(Labels(), ElementsAre("ai-no-finding"));
  EXPECT_EQ(queue->RemoveOf("study").Value(), 1);
  EXPECT_THAT(Labels(), IsEmpty());
}

TEST_F(DeliveryLabelsTest, AreCountedOverMoreThanAThousandResources)
{
  Analysed("first", AnalysisState::Completed, 1);
  Work();
  for (int i = 0; i < 1100; ++i)
  {
    AnalysisRecord record;
    record.id = std::to_string(i);
    record.order = OrderOf("r" + record.id);
    record.state = AnalysisState::Completed;
    record.completedAt = clock.Now();
    ASSERT_TRUE(queue->Restore(record, {}).HasValue());
  }
  EXPECT_EQ(deliveries->OutcomesOf("study").Value().size(), 1101u);
  Analysed("last", AnalysisState::Completed, 0);
  while (worker->WorkOnce())
  {
  }
  EXPECT_THAT(Labels(), ElementsAre("ai-finding"));
}

TEST_F(DeliveryLabelsTest, AreSkippedWithOneLineWhereOrthancKeepsNone)
{
  results.knowsLabels = false;
  const auto first = Analysed("a");
  const auto second = Analysed("b");
  Work();
  for (const auto& id : {first, second})
  {
    EXPECT_EQ(Only(id, DeliveryKind::Labels).state, DeliveryState::Delivered);
    EXPECT_THAT(Only(id, DeliveryKind::Labels).reason, HasSubstr("no labels"));
  }
  EXPECT_THAT(log.Lines(), SizeIs(1));
  EXPECT_THAT(results.labels, IsEmpty());
}

TEST_F(DeliveryLabelsTest, WaitWhereOrthancDoesNotSayWhetherItKeepsThem)
{
  const auto id = Analysed("a");
  Refuse("KnowsLabels", ErrorKind::StorageFailed, "busy");
  Work();
  EXPECT_EQ(Only(id, DeliveryKind::Labels).state, DeliveryState::Waiting);
  ASSERT_TRUE(queue->Remove(id).HasValue());
  Work();
  EXPECT_THAT(deliveries->Orphans(0).Value(), SizeIs(1)) << "until its labels are gone";
}

TEST_F(DeliveryLabelsTest, AreComputedAgainForWhatWasRestored)
{
  AnalysisRecord record;
  record.id = "old";
  record.order = OrderOf("r");
  record.state = AnalysisState::Completed;
  record.completedAt = clock.Now();
  results.labels["study"] = {"ai-finding"};
  ASSERT_TRUE(queue->Restore(record, {}).HasValue());
  EXPECT_THAT(Labels(), ElementsAre("ai-no-finding"));
  ASSERT_TRUE(queue->Remove("old").HasValue());
  EXPECT_THAT(Labels(), IsEmpty());
}

TEST_F(DeliveryLabelsTest, AreNotSetAnyMoreOnceTheyAreSwitchedOff)
{
  const auto id = Analysed("a");
  Refuse("SetLabels", ErrorKind::StorageFailed, "busy");
  Work();
  settings.labels = false;
  Restart();
  RefuseNothing();
  WorkLong();
  EXPECT_THAT(results.labels, IsEmpty());
  EXPECT_THAT(Only(id, DeliveryKind::Labels).reason, HasSubstr("off"));
}

TEST_F(DeliveryLabelsTest, AreTriedAgainWhereOrthancRefuses)
{
  Analysed("a");
  Refuse("SetLabels", ErrorKind::StorageFailed, "busy");
  EXPECT_THAT(Labels(), IsEmpty());
  RefuseNothing();
  WorkLong();
  EXPECT_THAT(Labels(), ElementsAre("ai-finding"));
}

}  // namespace
}  // namespace vlm
