// SPDX-License-Identifier: GPL-3.0-or-later
// Of several nodes one delivers.
#include <gmock/gmock.h>

#include "Storage/DeliveryFixture.h"

namespace vlm
{
namespace
{

using ::testing::HasSubstr;

class DeliveryDutyTest : public DeliveryFixture
{
protected:
  std::unique_ptr<DeliveryWorker> WorkerOf(Cluster& node)
  {
    return std::make_unique<DeliveryWorker>(
        DeliveryPorts{*deliveries, *queue, reports, images, results, clock, log, ingest, node},
        settings, "0.1.0",
        [this](const ResultOrder& order, const OutputSettings&, ImageArchive&, ResultArchive&)
        { return Make(order); });
  }
  static void WorkAll(DeliveryWorker& worker)
  {
    while (worker.WorkOnce())
    {
    }
  }
  DeliveryState StateOf(const std::string& id) { return Only(id, DeliveryKind::Objects).state; }

  SharedLeases leases;
  MemoryCluster firstNode{leases, "first"};
  MemoryCluster secondNode{leases, "second"};
  std::unique_ptr<DeliveryWorker> first = WorkerOf(firstNode);
  std::unique_ptr<DeliveryWorker> second = WorkerOf(secondNode);
};

TEST_F(DeliveryDutyTest, StaysWithTheOneThatTookIt)
{
  WorkAll(*first);
  const auto id = Analysed("r");
  EXPECT_FALSE(second->WorkOnce());
  EXPECT_TRUE(deliveries->ListOf(id).Value().empty()) << "not even planned";
  WorkAll(*first);
  EXPECT_EQ(StateOf(id), DeliveryState::Delivered);
}

TEST_F(DeliveryDutyTest, PassesToAnotherOneAfterADeath)
{
  WorkAll(*first);
  const auto id = Analysed("r");
  leases.Kill("first");
  WorkAll(*second);
  EXPECT_EQ(StateOf(id), DeliveryState::Delivered);
  EXPECT_EQ(leases.HolderOf("deliveries"), "second");
}

TEST_F(DeliveryDutyTest, IsGivenUpWithTheEndOfTheWorker)
{
  WorkAll(*first);
  first->RequestStop();
  first->Join();
  const auto id = Analysed("r");
  WorkAll(*second);
  EXPECT_EQ(StateOf(id), DeliveryState::Delivered);
}

TEST_F(DeliveryDutyTest, IsNobodysWhileTheDatabaseIsAway)
{
  const auto id = Analysed("r");
  firstNode.beforeCall = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "The database is away."});
  };
  EXPECT_FALSE(first->WorkOnce());
  EXPECT_TRUE(deliveries->ListOf(id).Value().empty());
  const auto told = Lines('E');
  ASSERT_FALSE(told.empty());
  EXPECT_THAT(told.front(), HasSubstr("The database is away."));
  firstNode.beforeCall = [](const std::string&) { return Result<void>(); };
  WorkAll(*first);
  EXPECT_EQ(StateOf(id), DeliveryState::Delivered);
}

}  // namespace
}  // namespace vlm
