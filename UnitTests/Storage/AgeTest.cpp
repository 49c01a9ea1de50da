// SPDX-License-Identifier: GPL-3.0-or-later
// How long what is due has waited.
#include "Storage/QueueFixture.h"

namespace vlm
{
namespace
{

using std::chrono::seconds;

class AgeTest : public QueueFixture
{
protected:
  QueueAge Age()
  {
    const auto age = queue->Age();
    EXPECT_TRUE(age.HasValue());
    return age.HasValue() ? age.Value() : QueueAge();
  }
  void EnqueueLater(const std::string& resource, seconds time)
  {
    auto order = OrderOf(resource);
    order.notBefore = clock.Now() + time;
    Enqueue(order);
  }
};

TEST_F(AgeTest, IsNoneOfAnEmptyQueue)
{
  EXPECT_EQ(Age().due, 0);
  EXPECT_EQ(Age().oldest, std::nullopt);
}

TEST_F(AgeTest, IsThatOfTheOldestThatIsDue)
{
  EnqueueLater("not due", seconds(100));
  clock.Advance(seconds(10));
  const auto first = clock.Now();
  Enqueue(OrderOf("a"));
  clock.Advance(seconds(10));
  Enqueue(OrderOf("b"));
  EXPECT_EQ(Age().due, 2);
  EXPECT_EQ(Age().oldest, first);
  EXPECT_NE(Claim(), "");
  EXPECT_EQ(Age().due, 1);
  EXPECT_EQ(Age().oldest, first + seconds(10));
}

TEST_F(AgeTest, BeginsWhenItWasQueuedNotWhenItBecameDue)
{
  const auto queued = clock.Now();
  EnqueueLater("a", seconds(100));
  EXPECT_EQ(Age().due, 0);
  EXPECT_EQ(Age().oldest, std::nullopt);
  clock.Advance(seconds(100));
  EXPECT_EQ(Age().due, 1);
  EXPECT_EQ(Age().oldest, queued);
}

TEST_F(AgeTest, BeginsAnewForWhatIsTriedAgain)
{
  const auto id = Ended(OrderOf("a"), AnalysisState::Failed);
  clock.Advance(std::chrono::hours(1000));
  EXPECT_EQ(Age().oldest, std::nullopt);
  ASSERT_TRUE(queue->Retry(id).HasValue());
  EXPECT_EQ(Age().oldest, clock.Now());
}

}  // namespace
}  // namespace vlm
