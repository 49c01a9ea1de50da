// SPDX-License-Identifier: GPL-3.0-or-later
// Sending the objects on, to destinations that may be away.
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

class DeliverySendingTest : public DeliveryFixture
{
protected:
  DeliverySendingTest()
  {
    settings.labels = false;
    settings.sendTo = {"dead", "healthy"};
    Restart();
  }
  std::vector<Delivery> All(const std::string& analysisId)
  {
    return deliveries->ListOf(analysisId).Value();
  }
  Delivery To(const std::string& analysisId, const std::string& destination)
  {
    for (const auto& delivery : All(analysisId))
    {
      if (delivery.destination == destination)
      {
        return delivery;
      }
    }
    ADD_FAILURE() << "no delivery to " << destination;
    return {};
  }
  // Calls of that kind from now on; those that begin with `refused` fail.
  std::shared_ptr<int> Count(const std::string& calls, const std::string& refused)
  {
    auto count = std::make_shared<int>(0);
    results.beforeCall = [=](const std::string& call) -> Result<void>
    {
      *count += call.compare(0, calls.size(), calls) == 0 ? 1 : 0;
      const bool isRefused = call.compare(0, refused.size(), refused) == 0;
      return isRefused ? Result<void>(Error{ErrorKind::StorageFailed, "It does not answer."})
                       : Result<void>();
    };
    return count;
  }
};

TEST_F(DeliverySendingTest, SendsAllObjectsToEachDestination)
{
  const auto id = Analysed("r");
  Work();
  for (const char* destination : {"dead", "healthy"})
  {
    EXPECT_THAT(results.transfers[destination], UnorderedElementsAreArray(UidsOf(id)));
    EXPECT_EQ(To(id, destination).state, DeliveryState::Delivered);
  }
  ASSERT_THAT(log.Lines(), SizeIs(3));
  EXPECT_THAT(log.Lines()[1], HasSubstr("Sent 2 object(s)"));
}

TEST_F(DeliverySendingTest, DoesNotLetADeadDestinationHoldUpAHealthyOne)
{
  std::vector<std::string> analyses;
  for (int i = 0; i < 20; ++i)
  {
    analyses.push_back(Analysed("r" + std::to_string(i)));
  }
  const auto count = Count("Send dead", "Send dead");
  Work();
  EXPECT_EQ(results.transfers["healthy"].size(), 40u);
  EXPECT_EQ(*count, 1) << "it is left alone for a while after it failed";
  EXPECT_THAT(results.transfers["dead"], IsEmpty());
  RefuseNothing();
  WorkLong();
  EXPECT_EQ(results.transfers["dead"].size(), 40u);
  EXPECT_EQ(results.transfers["healthy"].size(), 40u) << "nothing twice";
}

TEST_F(DeliverySendingTest, TriesADeadDestinationMoreAndMoreRarelyButAtLeastOnceInHalfAMinute)
{
  for (int i = 0; i < 20; ++i)
  {
    Analysed("r" + std::to_string(i));
  }
  const auto count = Count("Send dead", "Send dead");
  for (int second = 0; second < 62; ++second)
  {
    Work();
    clock.Advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(*count, 5) << "after 0, 2, 6, 14, 30 seconds";
  for (int second = 0; second < 320; ++second)
  {
    Work();
    clock.Advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(*count, 15);
}

TEST_F(DeliverySendingTest, DoesNotFillTheLog)
{
  for (int i = 0; i < 20; ++i)
  {
    Analysed("r" + std::to_string(i));
  }
  Count("", "Send dead");
  for (int minute = 0; minute < 29; ++minute)
  {
    Work();
    clock.Advance(std::chrono::minutes(1));
  }
  ASSERT_THAT(Lines('W'), SizeIs(3)) << "at once, and then every 10 minutes";
  EXPECT_THAT(Lines('W')[0], HasSubstr("'dead'"));
  EXPECT_THAT(Lines('W')[0], HasSubstr("It does not answer."));
  Refuse("Send dead", ErrorKind::StorageFailed, "It is full.");
  clock.Advance(std::chrono::minutes(1));
  Work();
  EXPECT_THAT(Lines('W'), SizeIs(4)) << "another reason";
}

TEST_F(DeliverySendingTest, WaitsForADestinationThatOrthancDoesNotKnowYet)
{
  const auto id = Analysed("r");
  Refuse("Send dead", ErrorKind::NotFound, "There is no modality 'dead'.");
  Work();
  EXPECT_EQ(To(id, "dead").state, DeliveryState::Waiting);
  EXPECT_THAT(To(id, "dead").reason, HasSubstr("no modality"));
}

TEST_F(DeliverySendingTest, SendsNothingToWhatIsNotConfiguredAnyMore)
{
  const auto id = Analysed("r");
  Count("", "Send dead");
  Work();
  settings.sendTo = {"healthy"};
  Restart();
  RefuseNothing();
  WorkLong();
  EXPECT_THAT(results.transfers["dead"], IsEmpty());
  EXPECT_EQ(To(id, "dead").state, DeliveryState::Failed);
  EXPECT_THAT(To(id, "dead").reason, HasSubstr("SendTo"));
}

TEST_F(DeliverySendingTest, SendsWhatIsStillThere)
{
  const auto id = Analysed("r");
  Count("", "Send");
  Work();
  ASSERT_TRUE(results.DeleteInstance(UidsOf(id)[1], "study").HasValue());
  RefuseNothing();
  clock.Advance(std::chrono::minutes(1));
  Work();
  EXPECT_EQ(results.transfers["dead"], std::vector<std::string>{UidsOf(id)[0]});

  ASSERT_TRUE(results.DeleteInstance(UidsOf(id)[0], "study").HasValue());
  const auto none = Analysed("q");
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    return call.compare(0, 5, "Store") == 0
               ? Result<void>(Error{ErrorKind::BadInput, "It is refused."})
               : Result<void>();
  };
  Work();
  EXPECT_EQ(To(none, "healthy").state, DeliveryState::Failed) << "for want of objects";
}

TEST_F(DeliverySendingTest, SendsAgainWhatWasRetried)
{
  const auto id = Analysed("r", AnalysisState::Abstained);
  Work();
  EndAgain(id, AnalysisState::Completed);
  Work();
  EXPECT_EQ(results.transfers["healthy"].size(), 4u);
}

TEST_F(DeliverySendingTest, TriesADeadDestinationAtOnceWhereSomebodyAsksForIt)
{
  const auto id = Analysed("r");
  const auto count = Count("Send dead", "Send dead");
  Work();
  ASSERT_EQ(deliveries->RetryOf(id).Value(), 1);
  Work();
  EXPECT_EQ(*count, 1) << "it is left alone for a while";
  worker->TryAgain();
  Work();
  EXPECT_EQ(*count, 2);
}

TEST_F(DeliverySendingTest, GoesOnAfterTheNextStartWhereTheServerStops)
{
  const auto id = Analysed("r");
  results.beforeCall = [&](const std::string& call) -> Result<void>
  {
    if (call.compare(0, 4, "Send") == 0)
    {
      worker->RequestStop();
    }
    return {};
  };
  Work();
  EXPECT_EQ(To(id, "dead").state, DeliveryState::Waiting);
  EXPECT_THAT(Lines('W'), IsEmpty());
  RefuseNothing();
  Restart();
  WorkLong();
  EXPECT_EQ(results.transfers["dead"].size(), 2u);
}

TEST_F(DeliverySendingTest, NeedsObjects)
{
  settings.structuredReport = false;
  settings.secondaryCapture = false;
  Restart();
  const auto id = Analysed("r");
  Work();
  EXPECT_THAT(deliveries->ListOf(id).Value(), IsEmpty());
}

}  // namespace
}  // namespace vlm
