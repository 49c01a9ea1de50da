// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/NamedLocks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryCluster.h"
#include "Pipeline/Duty.h"

namespace vlm
{
namespace
{

// Each of `threads` adds one to a number many times, which takes a reading and a writing.
int CountedBy(const std::vector<NamedLocks*>& nodes, const std::function<std::string(int)>& name)
{
  constexpr int times = 200;
  std::atomic<int> number{0};
  std::vector<std::thread> threads;
  for (NamedLocks* locks : nodes)
  {
    threads.emplace_back(
        [&number, locks, &name]
        {
          for (int i = 0; i < times; ++i)
          {
            const auto held = locks->Hold(name(i));
            const int seen = number;
            std::this_thread::yield();
            number = seen + 1;
          }
        });
  }
  for (auto& thread : threads)
  {
    thread.join();
  }
  return number;
}

TEST(NamedLocks, KeepThreadsOfOneNodeApart)
{
  MemoryCluster alone;
  NamedLocks locks(alone);
  EXPECT_EQ(CountedBy({&locks, &locks, &locks}, [](int) { return "x"; }), 600);
}

TEST(NamedLocks, KeepNodesApart)
{
  SharedLeases leases;
  MemoryCluster first(leases, "first");
  MemoryCluster second(leases, "second");
  NamedLocks locksOfFirst(first);
  NamedLocks locksOfSecond(second);
  EXPECT_EQ(CountedBy({&locksOfFirst, &locksOfFirst, &locksOfSecond}, [](int) { return "x"; }),
            600);
  EXPECT_EQ(leases.HolderOf("x"), "");
}

TEST(NamedLocks, HoldNobodyUpWithAnotherName)
{
  SharedLeases leases;
  MemoryCluster first(leases, "first");
  MemoryCluster second(leases, "second");
  NamedLocks locksOfFirst(first);
  NamedLocks locksOfSecond(second);
  const auto held = locksOfFirst.Hold("x");
  ASSERT_TRUE(held.HasValue());
  EXPECT_TRUE(locksOfFirst.Hold("y").HasValue());
  EXPECT_TRUE(locksOfSecond.Hold("z").HasValue());
}

TEST(NamedLocks, AreFreeOnceTheNodeThatHeldThemIsDead)
{
  SharedLeases leases;
  MemoryCluster first(leases, "first");
  MemoryCluster second(leases, "second");
  NamedLocks locksOfFirst(first);
  NamedLocks locksOfSecond(second);
  const auto held = locksOfFirst.Hold("x");
  leases.Kill("first");
  EXPECT_TRUE(locksOfSecond.Hold("x").HasValue());
}

TEST(NamedLocks, AreNotHeldWhereTheDatabaseRefuses)
{
  SharedLeases leases;
  MemoryCluster cluster(leases, "first");
  NamedLocks locks(cluster);
  cluster.beforeCall = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "away"});
  };
  const auto refused = locks.Hold("x");
  ASSERT_FALSE(refused.HasValue());
  EXPECT_EQ(refused.Failure().kind, ErrorKind::StorageFailed);
  cluster.beforeCall = [](const std::string&) { return Result<void>(); };
  EXPECT_TRUE(locks.Hold("x").HasValue()) << "the first attempt left nothing behind";
}

TEST(Duty, IsOfOneNodeUntilItDiesOrGivesItUp)
{
  FakeClock clock;
  SharedLeases leases;
  MemoryCluster first(leases, "first");
  MemoryCluster second(leases, "second");
  Duty ofFirst(first, clock, "deliveries");
  Duty ofSecond(second, clock, "deliveries");
  EXPECT_TRUE(ofFirst.IsOurs().Value());
  EXPECT_FALSE(ofSecond.IsOurs().Value());
  leases.Kill("first");
  EXPECT_TRUE(ofSecond.IsOurs().Value());
  leases.Revive("first");
  clock.Advance(std::chrono::seconds(2));
  EXPECT_FALSE(ofFirst.IsOurs().Value()) << "it learns that it was taken for dead";
  ASSERT_TRUE(ofSecond.GiveUp().HasValue());
  EXPECT_TRUE(ofFirst.IsOurs().Value());
}

TEST(Duty, AsksTheDatabaseOnceInTwoSeconds)
{
  FakeClock clock;
  SharedLeases leases;
  MemoryCluster cluster(leases, "first");
  int asked = 0;
  cluster.beforeCall = [&](const std::string&)
  {
    ++asked;
    return Result<void>();
  };
  Duty duty(cluster, clock, "deliveries");
  for (int i = 0; i < 20; ++i)
  {
    EXPECT_TRUE(duty.IsOurs().Value());
    clock.Advance(std::chrono::milliseconds(200));
  }
  EXPECT_EQ(asked, 2) << "in four seconds";
}

TEST(Duty, IsNobodysWhereTheDatabaseDoesNotTell)
{
  FakeClock clock;
  SharedLeases leases;
  MemoryCluster cluster(leases, "first");
  Duty duty(cluster, clock, "deliveries");
  cluster.beforeCall = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "away"});
  };
  EXPECT_FALSE(duty.IsOurs().HasValue());
  EXPECT_TRUE(duty.GiveUp().HasValue()) << "there is nothing to give up";
}

}  // namespace
}  // namespace vlm
