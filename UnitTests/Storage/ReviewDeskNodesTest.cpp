// SPDX-License-Identifier: GPL-3.0-or-later
// Reviews that are sent to several nodes.
#include "Storage/ReviewDeskFixture.h"

namespace vlm
{
namespace
{

class ReviewDeskNodesTest : public ReviewDeskTest
{
protected:
  // The other one takes a review, and is ready once this node has asked twice.
  ReviewDeskNodesTest()
  {
    EXPECT_TRUE(leases.TryHold("reviews", "other"));
    node.beforeCall = [this](const std::string& method)
    {
      asked += method == "TryHold" ? 1 : 0;
      if (asked == 2)
      {
        leases.Release("reviews", "other");
      }
      return Result<void>();
    };
    desk = std::make_unique<ReviewDesk>(
        ReviewPorts{reports, *queue, *deliveries, clock, log, locksOfNode}, [] {});
  }

  int asked = 0;
  SharedLeases leases;
  MemoryCluster node{leases, "this node"};
  NamedLocks locksOfNode{node};
};

TEST_F(ReviewDeskNodesTest, AreTakenOneAfterTheOther)
{
  const auto record = Analysed("r");
  Taken(record, Body(0, "Rejected"));
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(leases.HolderOf("reviews"), "");
  EXPECT_EQ(Record(record.id).reviewRevision, 1);
}

TEST_F(ReviewDeskNodesTest, AreFinishedOneAfterTheOther)
{
  EXPECT_TRUE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(asked, 2);
}

TEST_F(ReviewDeskNodesTest, AreNotTakenWhileTheDatabaseIsAway)
{
  const auto record = Analysed("r");
  node.beforeCall = [](const std::string&) {
    return Result<void>(Error{ErrorKind::StorageFailed, "The database is away."});
  };
  EXPECT_EQ(Refused(record, Body(0, "Rejected")).kind, ErrorKind::StorageFailed);
  EXPECT_FALSE(desk->FinishInterrupted().HasValue());
  EXPECT_EQ(Record(record.id).reviewRevision, 0);
}

}  // namespace
}  // namespace vlm
