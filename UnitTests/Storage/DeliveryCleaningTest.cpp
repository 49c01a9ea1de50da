// SPDX-License-Identifier: GPL-3.0-or-later
// What deleted analyses leave goes bit by bit, beside the rest.
#include <gmock/gmock.h>

#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeliveryCleaningTest : public DeliveryFixture
{
protected:
  // Analyses of a study whose objects were stored; then they were deleted.
  void LeaveOrphans(const std::string& study, int count)
  {
    for (int i = 0; i < count; ++i)
    {
      auto order = OrderOf(study + std::to_string(i));
      order.orthancStudyId = study;
      StoreReport(Ended(order, AnalysisState::Completed));
    }
    for (int i = 0; i < 2 * count; ++i)
    {
      ASSERT_TRUE(worker->WorkOnce());
    }
    ASSERT_TRUE(queue->RemoveOf(study).HasValue());
  }
  int CountOf(const std::string& study)
  {
    int count = 0;
    std::int64_t last = 0;
    for (auto some = deliveries->Orphans(last).Value(); !some.empty();
         some = deliveries->Orphans(last).Value())
    {
      for (const auto& orphan : some)
      {
        count += orphan.orthancStudyId == study ? 1 : 0;
      }
      last = some.back().lastDelivery;
    }
    return count;
  }
};

TEST_F(DeliveryCleaningTest, LetsOthersBeDeliveredMeanwhile)
{
  LeaveOrphans("gone", 130);
  const auto fresh = Analysed("r");
  ASSERT_TRUE(worker->WorkOnce());
  EXPECT_EQ(Only(fresh, DeliveryKind::Objects).state, DeliveryState::Delivered);
  const int left = CountOf("gone");
  EXPECT_GT(left, 0);
  EXPECT_LT(left, 130);
  Work();
  EXPECT_EQ(CountOf("gone"), 0);
  EXPECT_EQ(results.Objects(), ObjectsOf({fresh}));
}

TEST_F(DeliveryCleaningTest, EndsWhereTheServerStops)
{
  LeaveOrphans("gone", 20);
  int deletions = 0;
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    deletions += call.compare(0, 14, "DeleteInstance") == 0 ? 1 : 0;
    worker->RequestStop();
    return {};
  };
  worker->WorkOnce();
  EXPECT_EQ(deletions, 2) << "the objects of one analysis";
  RefuseNothing();
  Restart();
  Work();
  EXPECT_EQ(CountOf("gone"), 0);
  EXPECT_THAT(results.Objects(), IsEmpty());
}

TEST_F(DeliveryCleaningTest, LetsNoStudyKeepAnothers)
{
  LeaveOrphans("a stubborn one", 130);
  Refuse("SetLabels a stubborn one", ErrorKind::StorageFailed, "It is locked.");
  LeaveOrphans("gone", 3);
  clock.Advance(std::chrono::seconds(31));
  Work();
  EXPECT_EQ(CountOf("gone"), 0);
  EXPECT_EQ(CountOf("a stubborn one"), 130);
  EXPECT_THAT(Lines('W'), SizeIs(1));
  RefuseNothing();
  Work();
  EXPECT_EQ(CountOf("a stubborn one"), 130) << "not again and again";
  clock.Advance(std::chrono::seconds(31));
  Work();
  EXPECT_EQ(CountOf("a stubborn one"), 0);
}

}  // namespace
}  // namespace vlm
