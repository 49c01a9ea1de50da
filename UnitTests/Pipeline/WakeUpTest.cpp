// SPDX-License-Identifier: GPL-3.0-or-later
// Waits are given an hour: a test that needed it would hang, and one that passes did not wait.
#include "Pipeline/WakeUp.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace vlm
{
namespace
{

constexpr std::chrono::hours Long{1};

TEST(WakeUp, DoesNotMissWhatHappenedBetweenTwoWaits)
{
  WakeUp wakeUp;
  const auto seen = wakeUp.Count();
  wakeUp.Notify();
  EXPECT_EQ(wakeUp.WaitFor(seen, Long), seen + 1);
}

TEST(WakeUp, WakesEveryThreadThatWaits)
{
  WakeUp wakeUp;
  const auto seen = wakeUp.Count();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
  {
    threads.emplace_back([&] { EXPECT_EQ(wakeUp.WaitFor(seen, Long), seen + 1); });
  }
  wakeUp.Notify();
  for (auto& thread : threads)
  {
    thread.join();
  }
}

TEST(WakeUp, ReturnsWhenTheTimeHasPassed)
{
  WakeUp wakeUp;
  EXPECT_EQ(wakeUp.WaitFor(wakeUp.Count(), std::chrono::milliseconds(0)), 0u);
  EXPECT_EQ(wakeUp.WaitFor(wakeUp.Count(), std::chrono::milliseconds(-5)), 0u);
  EXPECT_FALSE(wakeUp.IsStopped());
}

TEST(WakeUp, StopEndsWaitsAndPausesForGood)
{
  WakeUp wakeUp;
  std::thread waiting([&] { wakeUp.WaitFor(wakeUp.Count(), Long); });
  std::thread pausing([&] { wakeUp.Pause(Long); });
  wakeUp.Stop();
  waiting.join();
  pausing.join();
  EXPECT_TRUE(wakeUp.IsStopped());
  wakeUp.WaitFor(wakeUp.Count(), Long);
  wakeUp.Pause(Long);
}

TEST(WakeUp, PausesThroughNotifications)
{
  WakeUp wakeUp;
  wakeUp.Notify();
  bool isStopped = false;
  std::thread pausing(
      [&]
      {
        wakeUp.Pause(Long);
        isStopped = wakeUp.IsStopped();
      });
  wakeUp.Notify();
  wakeUp.Stop();
  pausing.join();
  EXPECT_TRUE(isStopped);
}

}  // namespace
}  // namespace vlm
