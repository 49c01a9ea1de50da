// SPDX-License-Identifier: GPL-3.0-or-later
// What two nodes do at the same moment.
#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <set>

#include "Storage/NodesFixture.h"

namespace vlm
{
namespace
{

using ::testing::UnorderedElementsAreArray;

class NodesAtOnceTest : public NodesFixture
{
};

TEST_F(NodesAtOnceTest, ClaimEachRecordOnce)
{
  constexpr int records = 200;
  std::vector<std::string> expected;
  expected.reserve(records);
  for (int i = 0; i < records; ++i)
  {
    expected.push_back(Enqueue(OrderOf("r" + std::to_string(i))).id);
  }
  std::mutex mutex;
  std::vector<std::string> claimed;
  const auto claimAll = [&](TestNode& node)
  {
    for (;;)
    {
      const auto record = node.Claim();
      const std::lock_guard<std::mutex> lock(mutex);
      // Nothing at all may also mean that the others are about to take the rest.
      if (record.id.empty() && claimed.size() + 4 >= records)
      {
        return;
      }
      if (!record.id.empty())
      {
        claimed.push_back(record.id);
      }
    }
  };
  AtOnce(
      {[&] { claimAll(*a); }, [&] { claimAll(*b); }, [&] { claimAll(*a); }, [&] { claimAll(*b); }});
  for (auto id = Claim(); !id.empty(); id = Claim())
  {
    claimed.push_back(id);
  }
  EXPECT_THAT(claimed, UnorderedElementsAreArray(expected));
}

// Newer content of five resources arrives all the time, and is claimed on both nodes.
TEST_F(NodesAtOnceTest, NeverWorkOnTheSameResourceAndModel)
{
  constexpr int orders = 200;
  std::atomic<bool> isOver{false};
  std::mutex mutex;
  std::set<std::string> atWork;
  int twice = 0;
  int ended = 0;
  const auto enqueue = [&]
  {
    for (int i = 0; i < orders; ++i)
    {
      ASSERT_TRUE(
          a->queue
              .Enqueue(OrderOf("r" + std::to_string(i % 5), std::to_string(i)), IfKnown::Collapse)
              .HasValue());
    }
    isOver = true;
  };
  const auto work = [&](TestNode& node)
  {
    for (;;)
    {
      const bool wasOver = isOver;
      const auto record = node.Claim();
      if (record.id.empty() && wasOver)
      {
        return;
      }
      if (record.id.empty())
      {
        continue;
      }
      {
        const std::lock_guard<std::mutex> lock(mutex);
        twice += atWork.insert(record.order.orthancId).second ? 0 : 1;
        ++ended;
      }
      {
        const std::lock_guard<std::mutex> lock(mutex);
        atWork.erase(record.order.orthancId);
      }
      ASSERT_TRUE(node.queue.Finish(record, AnalysisState::Completed, "", {}).HasValue());
    }
  };
  AtOnce({enqueue, [&] { work(*a); }, [&] { work(*b); }, [&] { work(*b); }});
  EXPECT_EQ(twice, 0);
  EXPECT_GE(ended, 5);
}

TEST_F(NodesAtOnceTest, MakeOneAnalysisOfTheSameOrder)
{
  constexpr int rounds = 300;
  std::atomic<int> isNew{0};
  const auto enqueueAll = [&](TestNode& node)
  {
    for (int i = 0; i < rounds; ++i)
    {
      const auto outcome =
          node.queue.Enqueue(OrderOf("r" + std::to_string(i), "1"), IfKnown::Collapse);
      ASSERT_TRUE(outcome.HasValue()) << outcome.Failure().message;
      isNew += outcome.Value().isNew ? 1 : 0;
    }
  };
  AtOnce({[&] { enqueueAll(*a); }, [&] { enqueueAll(*b); }});
  EXPECT_EQ(CountRows("analyses"), rounds);
  EXPECT_EQ(isNew, rounds);
}

// The second node may see the order when the analysis has ended already.
TEST_F(NodesAtOnceTest, MakeOneAnalysisOfTheSameOrderHoweverQuicklyItEnds)
{
  constexpr int rounds = 200;
  std::atomic<int> left{2};
  const auto enqueueAll = [&](TestNode& node)
  {
    for (int i = 0; i < rounds; ++i)
    {
      ASSERT_TRUE(
          node.queue.Enqueue(OrderOf("r" + std::to_string(i), "1"), IfKnown::Collapse).HasValue());
    }
    --left;
  };
  const auto work = [&](TestNode& node)
  {
    for (;;)
    {
      const bool isOver = left == 0;
      const auto record = node.Claim();
      if (record.id.empty() && isOver)
      {
        return;
      }
      if (!record.id.empty())
      {
        ASSERT_TRUE(node.queue.Finish(record, AnalysisState::Completed, "", {}).HasValue());
      }
    }
  };
  AtOnce({[&] { enqueueAll(*a); }, [&] { enqueueAll(*b); }, [&] { work(*a); }, [&] { work(*b); }});
  EXPECT_EQ(CountRows("analyses"), rounds);
}

// In opposite orders: whoever holds one waits for nobody who wants it.
TEST_F(NodesAtOnceTest, TakeInThePagesOfOneAnother)
{
  constexpr int rounds = 20;
  const auto arrive = [&](TestNode& node, bool isReversed)
  {
    for (int round = 0; round < rounds; ++round)
    {
      std::vector<AnalysisOrder> page;
      for (int i = 0; i < 20; ++i)
      {
        auto order = OrderOf("r" + std::to_string(i), std::to_string(round));
        order.orthancStudyId = "study " + std::to_string(i % 7);
        page.push_back(order);
      }
      if (isReversed)
      {
        std::reverse(page.begin(), page.end());
      }
      const auto arrived = node.queue.Arrive(page, round);
      ASSERT_TRUE(arrived.HasValue()) << arrived.Failure().message;
    }
  };
  AtOnce({[&] { arrive(*a, false); }, [&] { arrive(*b, true); }});
  EXPECT_EQ(CountRows("analyses"), 20);
  EXPECT_EQ(database->Troubles().errors, 0u);
}

// What was asked for last is read last, whatever was claimed meanwhile.
TEST_F(NodesAtOnceTest, LoseNoNewContentOfWhatIsClaimed)
{
  constexpr int orders = 200;
  std::atomic<bool> isOver{false};
  std::string last;
  const auto enqueue = [&]
  {
    for (int i = 1; i <= orders; ++i)
    {
      ASSERT_TRUE(a->queue.Enqueue(OrderOf("r", std::to_string(i)), IfKnown::Collapse).HasValue());
    }
    isOver = true;
  };
  const auto work = [&]
  {
    for (int round = 0;; ++round)
    {
      const bool wasOver = isOver;
      const auto record = b->Claim();
      if (record.id.empty() && wasOver)
      {
        return;
      }
      if (record.id.empty())
      {
        continue;
      }
      if (round % 3 == 0)
      {
        ASSERT_TRUE(b->queue.Release(record, "").HasValue());
        continue;
      }
      last = record.order.contentVersion;
      ASSERT_TRUE(b->queue.Finish(record, AnalysisState::Completed, "", {}).HasValue());
    }
  };
  AtOnce({enqueue, work});
  EXPECT_EQ(last, std::to_string(orders));
}

// Whoever reads from the newest to the last one he knows has then seen all.
TEST_F(NodesAtOnceTest, EndInAnOrderThatMissesNothing)
{
  constexpr int records = 150;
  for (int i = 0; i < records; ++i)
  {
    Enqueue(OrderOf("r" + std::to_string(i)));
  }
  const auto finishAll = [&](TestNode& node)
  {
    for (int i = 0; i < records / 2; ++i)
    {
      auto record = node.Claim();
      while (record.id.empty())
      {
        record = node.Claim();
      }
      ASSERT_TRUE(node.queue.Finish(record, AnalysisState::Completed, "", {}).HasValue());
    }
  };
  std::set<std::string> seen;
  const auto readNewOnes = [&]
  {
    AnalysisFilter filter;
    filter.order = AnalysisFilter::Order::Ended;
    filter.limit = 3;
    for (bool isKnown = false; !isKnown;)
    {
      const auto page = a->queue.List(filter);
      ASSERT_TRUE(page.HasValue());
      for (const auto& record : page.Value().records)
      {
        isKnown = isKnown || seen.count(record.id) > 0;
        seen.insert(record.id);
      }
      filter.cursor = page.Value().next;
      isKnown = isKnown || filter.cursor.empty();
    }
  };
  const auto read = [&]
  {
    while (seen.size() < records)
    {
      const bool isOver = a->queue.CountByState().Value()[AnalysisState::Completed] == records;
      readNewOnes();
      if (isOver)
      {
        return;
      }
    }
  };
  AtOnce({[&] { finishAll(*a); }, [&] { finishAll(*b); }, read});
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(records));
}

}  // namespace
}  // namespace vlm
