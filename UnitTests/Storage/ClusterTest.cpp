// SPDX-License-Identifier: GPL-3.0-or-later
// The nodes of a database, and what one of them holds.
#include <gmock/gmock.h>

#include <atomic>

#include "Storage/NodesFixture.h"

namespace vlm
{
namespace
{

using std::chrono::hours;
using std::chrono::seconds;

class ClusterTest : public NodesFixture
{
protected:
  NodeRecord NodeOf(const SqlCluster& cluster)
  {
    const auto nodes = b->cluster.Nodes();
    EXPECT_TRUE(nodes.HasValue());
    for (const auto& node : nodes.Value())
    {
      if (node.id == cluster.ThisNode())
      {
        return node;
      }
    }
    return {};
  }
  bool Holds(TestNode& node, const std::string& name)
  {
    const auto held = node.cluster.TryHold(name);
    EXPECT_TRUE(held.HasValue());
    return held.HasValue() && held.Value();
  }
};

TEST_F(ClusterTest, TellsItsNodes)
{
  Enqueue(OrderOf("r"));
  b->Claim();
  const auto started = clock.Now();
  clock.Advance(seconds(10));
  ASSERT_TRUE(b->cluster.Beat().HasValue());
  const auto node = NodeOf(b->cluster);
  EXPECT_EQ(node.name, "b");
  EXPECT_EQ(node.version, "1.0");
  EXPECT_EQ(node.startedAt, started);
  EXPECT_EQ(node.seenAt, clock.Now());
  EXPECT_TRUE(node.isAlive);
  EXPECT_TRUE(node.isThis);
  EXPECT_EQ(node.inHand, 1);
  const auto other = NodeOf(a->cluster);
  EXPECT_EQ(other.name, "a");
  EXPECT_FALSE(other.isThis);
  EXPECT_EQ(other.inHand, 0);
  EXPECT_EQ(other.isAlive, IsPostgres()) << "a file of SQLite has one server";
  EXPECT_NE(a->cluster.ThisNode(), b->cluster.ThisNode());
}

TEST_F(ClusterTest, ShowsTheDeadForADay)
{
  clock.Advance(seconds(31));
  ASSERT_TRUE(b->cluster.Beat().HasValue());
  EXPECT_EQ(NodeOf(a->cluster).name, "a");
  EXPECT_FALSE(NodeOf(a->cluster).isAlive);
  clock.Advance(hours(24));
  ASSERT_TRUE(b->cluster.Beat().HasValue());
  EXPECT_EQ(NodeOf(a->cluster).name, "");
}

TEST_F(ClusterTest, ForgetsTheDeadInTheEndButNotTheirWork)
{
  Enqueue(OrderOf("r"));
  const auto claimed = a->Claim();
  clock.Advance(hours(24 * 31));
  ASSERT_TRUE(b->cluster.Beat().HasValue());
  EXPECT_EQ(CountRows("nodes"), 2);
  EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 1);
  ASSERT_TRUE(b->cluster.Beat().HasValue());
  EXPECT_EQ(CountRows("nodes"), 1);
  EXPECT_EQ(Record(claimed.id).state, AnalysisState::Queued);
}

TEST_F(ClusterTest, LetsOneHoldAName)
{
  ASSERT_TRUE(a->cluster.Beat().HasValue());
  if (IsPostgres())
  {
    ASSERT_TRUE(b->cluster.Beat().HasValue());
  }
  EXPECT_TRUE(Holds(*a, "changes"));
  EXPECT_TRUE(Holds(*a, "changes")) << "held already";
  EXPECT_FALSE(Holds(*b, "changes"));
  EXPECT_TRUE(Holds(*b, "deliveries"));
  ASSERT_TRUE(b->cluster.Release("changes").HasValue()) << "it is not his";
  EXPECT_FALSE(Holds(*b, "changes"));
  ASSERT_TRUE(a->cluster.Release("changes").HasValue());
  EXPECT_TRUE(Holds(*b, "changes"));
}

TEST_F(ClusterTest, LetsAnotherHoldWhatADeadOneHeld)
{
  ASSERT_TRUE(a->cluster.Beat().HasValue());
  EXPECT_TRUE(Holds(*a, "changes"));
  clock.Advance(seconds(31));
  ASSERT_TRUE(b->cluster.Beat().HasValue());
  EXPECT_TRUE(Holds(*b, "changes"));
  EXPECT_FALSE(Holds(*a, "changes"));
  ASSERT_TRUE(a->cluster.Beat().HasValue());
  EXPECT_EQ(Holds(*a, "changes"), !IsPostgres()) << "on SQLite the other one ended";
}

TEST_F(ClusterTest, LetsAnotherHoldWhatOneLeft)
{
  ASSERT_TRUE(a->cluster.Beat().HasValue());
  EXPECT_TRUE(Holds(*a, "changes"));
  ASSERT_TRUE(a->cluster.Leave().HasValue());
  EXPECT_FALSE(NodeOf(a->cluster).isAlive);
  EXPECT_TRUE(Holds(*b, "changes"));
}

// It would hold a name that any other may take from it at any moment.
TEST_F(ClusterTest, LetsNobodyHoldWhoIsNotAlive)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "a file of SQLite has one server";
  }
  EXPECT_TRUE(Holds(*a, "changes"));
  clock.Advance(seconds(31));
  EXPECT_FALSE(Holds(*a, "changes"));
  EXPECT_FALSE(Holds(*a, "deliveries"));
  ASSERT_TRUE(a->cluster.Beat().HasValue());
  EXPECT_TRUE(Holds(*a, "changes"));
}

TEST_F(ClusterTest, LetsOneOfManyHoldAName)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "a file of SQLite has one server";
  }
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> times{0};
  const auto hold = [&](TestNode& node)
  {
    for (int i = 0; i < 100; ++i)
    {
      if (Holds(node, "name"))
      {
        most = std::max<int>(most, ++inside);
        ++times;
        --inside;
        ASSERT_TRUE(node.cluster.Release("name").HasValue());
      }
    }
  };
  AtOnce({[&] { hold(*a); }, [&] { hold(*b); }});
  EXPECT_EQ(most, 1);
  EXPECT_GE(times, 100) << "whenever one does not get it the other has it";
}

TEST_F(ClusterTest, CountsTheChangesOfAll)
{
  if (!IsPostgres())
  {
    GTEST_SKIP() << "a file of SQLite has one server";
  }
  const auto before = b->cluster.Changes().Value();
  ASSERT_TRUE(a->queue.Enqueue(OrderOf("r"), IfKnown::Collapse).HasValue());
  const auto queued = b->cluster.Changes().Value();
  EXPECT_GT(queued, before);
  EXPECT_EQ(b->queue.RecoverInterrupted(5).Value(), 0);
  EXPECT_EQ(b->Claim().order.orthancId, "r");
  EXPECT_GT(a->cluster.Changes().Value(), queued);
}

}  // namespace
}  // namespace vlm
