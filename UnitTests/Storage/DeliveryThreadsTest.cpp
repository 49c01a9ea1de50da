// SPDX-License-Identifier: GPL-3.0-or-later
// The delivery worker's own threads.
#include <gmock/gmock.h>

#include "Pipeline/DeliveryNews.h"
#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

class DeliveryThreadsTest : public DeliveryFixture
{
protected:
  DeliveryThreadsTest()
  {
    settings.sendTo = {"PACS"};
    Restart();
    results.beforeCall = [this](const std::string& call) -> Result<void>
    {
      {
        const MutexLock lock(mutex_);
        ++counts_[call.substr(0, call.find(' '))];
      }
      calls_.Notify();
      return {};
    };
  }
  ~DeliveryThreadsTest() override
  {
    worker->RequestStop();
    worker->Join();
  }
  // Waits for so many calls of that name.
  void WaitFor(const std::string& name, int count)
  {
    constexpr std::chrono::seconds patience{60};
    for (auto seen = calls_.Count(); CountOf(name) < count; seen = calls_.WaitFor(seen, patience))
    {
    }
  }

private:
  int CountOf(const std::string& name)
  {
    const MutexLock lock(mutex_);
    return counts_[name];
  }

  WakeUp calls_;
  Mutex mutex_;
  std::map<std::string, int> counts_ VLM_GUARDED_BY(mutex_);
};

TEST_F(DeliveryThreadsTest, BringWhatEndedBeforeTheStartAndAfterIt)
{
  Analysed("r");
  worker->Start();
  WaitFor("Send", 1);
  Analysed("q");
  worker->Wake();
  WaitFor("Send", 2);
  WaitFor("SetLabels", 2);
}

TEST_F(DeliveryThreadsTest, CleanUpWhenTold)
{
  const auto id = Analysed("r");
  worker->Start();
  WaitFor("Send", 1);
  ASSERT_TRUE(queue->Remove(id).HasValue());
  worker->NoteDeparture();
  WaitFor("DeleteInstance", 2);
}

TEST_F(DeliveryThreadsTest, StopWithoutAStartAndTwiceIsHarmless)
{
  worker->RequestStop();
  worker->Join();
  worker->RequestStop();
  worker->Join();
}

TEST(DeliveryNews, AreTheFirstThenOnceInTenMinutesAndEachOtherReason)
{
  DeliveryNews news;
  const Timestamp begin{};
  EXPECT_TRUE(news.IsNews("PACS", "away", begin));
  EXPECT_FALSE(news.IsNews("PACS", "away", begin + std::chrono::minutes(9)));
  EXPECT_TRUE(news.IsNews("peer", "away", begin + std::chrono::minutes(9)));
  EXPECT_TRUE(news.IsNews("PACS", "away", begin + std::chrono::minutes(10)));
  EXPECT_FALSE(news.IsNews("PACS", "away", begin + std::chrono::minutes(11)));
  EXPECT_TRUE(news.IsNews("PACS", "full", begin + std::chrono::minutes(11)));
  EXPECT_TRUE(news.IsNews("PACS", "away", begin + std::chrono::minutes(11)));
}

}  // namespace
}  // namespace vlm
