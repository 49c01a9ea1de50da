// SPDX-License-Identifier: GPL-3.0-or-later
// Batches in the database: what they hold, and what becomes of their analyses.
#include "Storage/QueueFixture.h"
#include "Storage/SqlBatches.h"

namespace vlm
{
namespace
{

class BatchesFixture : public QueueFixture
{
protected:
  BatchesFixture() { batches = std::make_unique<SqlBatches>(*database, clock); }

  BatchRecord Made(const std::string& id, const std::vector<std::string>& given)
  {
    BatchRecord batch;
    batch.id = id;
    batch.server = "here";
    batch.createdAt = clock.Now();
    batch.wish.level = ResourceLevel::Instance;
    EXPECT_TRUE(batches->Create(batch).HasValue());
    EXPECT_TRUE(batches->Add(id, given).HasValue());
    EXPECT_TRUE(batches->ChangeState(id, {BatchState::Filling}, BatchState::Active).HasValue());
    batch.state = BatchState::Active;
    return batch;
  }
  // With one queued analysis for each resource, and their identifiers in order.
  BatchRecord Fed(const std::string& id, const std::vector<std::string>& given)
  {
    const BatchRecord batch = Made(id, given);
    std::vector<BatchNews> news;
    for (const auto& item : Items(id, BatchItemState::Given))
    {
      EXPECT_TRUE(
          batches->Replace(id, item, {{ResourceLevel::Instance, item.orthancId}}).HasValue());
    }
    for (const auto& item : Items(id, BatchItemState::Waiting))
    {
      auto order = OrderOf(item.orthancId);
      order.priority = batch.wish.priority;
      news.push_back({item.position, BatchItemState::Queued, Enqueue(order).id, ""});
    }
    EXPECT_TRUE(batches->Note(news).HasValue());
    return batch;
  }
  std::vector<BatchItem> Items(const std::string& id, BatchItemState state)
  {
    const auto items = batches->Items(id, state, 0, 1000);
    EXPECT_TRUE(items.HasValue());
    return items.HasValue() ? items.Value() : std::vector<BatchItem>();
  }
  std::vector<std::string> Names(const std::string& id, BatchItemState state)
  {
    std::vector<std::string> names;
    for (const auto& item : Items(id, state))
    {
      names.push_back(item.orthancId);
    }
    return names;
  }
  std::int64_t Count(const std::string& id, BatchItemState state)
  {
    const auto counts = batches->Count(id);
    EXPECT_TRUE(counts.HasValue()) << (counts.HasValue() ? "" : counts.Failure().message);
    return counts.HasValue() ? counts.Value().Of(state) : -1;
  }
  // In steps of two.
  void Follow(const std::string& id)
  {
    for (std::int64_t after = 0;;)
    {
      const auto place = batches->Follow(id, after, 2);
      ASSERT_TRUE(place.HasValue()) << place.Failure().message;
      if (!place.Value())
      {
        return;
      }
      after = *place.Value();
    }
  }
  // Claims and ends one.
  void End(AnalysisState state, const std::string& reason = "")
  {
    const auto claimed = queue->Claim({});
    ASSERT_TRUE(claimed.HasValue() && claimed.Value());
    ASSERT_TRUE(queue->Finish(*claimed.Value(), state, reason, {}).HasValue());
  }

  std::unique_ptr<SqlBatches> batches;
};

using Ids = std::vector<std::string>;

TEST_F(BatchesFixture, KeepsHowItIsToBeDone)
{
  BatchRecord batch;
  batch.id = "b";
  batch.server = "north";
  batch.createdAt = clock.Now();
  batch.wish = {"gemini", "de", ResourceLevel::Study, -7, IfKnown::Repeat};
  ASSERT_TRUE(batches->Create(batch).HasValue());
  const auto found = batches->Find("b");
  ASSERT_TRUE(found.HasValue());
  EXPECT_EQ(found.Value().server, "north");
  EXPECT_EQ(found.Value().state, BatchState::Filling);
  EXPECT_EQ(found.Value().createdAt, clock.Now());
  EXPECT_EQ(found.Value().wish.model, "gemini");
  EXPECT_EQ(found.Value().wish.language, "de");
  EXPECT_EQ(found.Value().wish.level, ResourceLevel::Study);
  EXPECT_EQ(found.Value().wish.priority, -7);
  EXPECT_EQ(found.Value().wish.ifKnown, IfKnown::Repeat);
  EXPECT_EQ(batches->Find("a").Failure().kind, ErrorKind::NotFound);
}

TEST_F(BatchesFixture, IsOpenFromItsFillingToItsEnd)
{
  Made("b", {"x"});
  ASSERT_EQ(batches->Open().Value().size(), 1U);
  EXPECT_FALSE(batches->ChangeState("b", {BatchState::Paused}, BatchState::Resuming).Value());
  EXPECT_TRUE(batches->ChangeState("b", {BatchState::Active}, BatchState::Ended).Value());
  EXPECT_TRUE(batches->Open().Value().empty());
}

TEST_F(BatchesFixture, TakesEachResourceOnce)
{
  Made("b", {"x", "y", "x"});
  ASSERT_TRUE(batches->Add("b", {"y", "z"}).HasValue());
  EXPECT_EQ(Names("b", BatchItemState::Given), (Ids{"x", "y", "z"}));
}

TEST_F(BatchesFixture, WhatWasGivenBecomesItsUnitsAndSharedOnesAreOne)
{
  Made("b", {"series", "study"});
  const auto given = Items("b", BatchItemState::Given);
  ASSERT_EQ(given.size(), 2U);
  const std::vector<BatchUnit> units = {{ResourceLevel::Instance, "x"},
                                        {ResourceLevel::Instance, "y"}};
  ASSERT_TRUE(batches->Replace("b", given[0], units).HasValue());
  ASSERT_TRUE(batches->Replace("b", given[1], units).HasValue());
  EXPECT_TRUE(Items("b", BatchItemState::Given).empty());
  EXPECT_EQ(Names("b", BatchItemState::Waiting), (Ids{"x", "y"}));
}

TEST_F(BatchesFixture, FollowsItsAnalysesToTheirEnds)
{
  Fed("b", {"v", "w", "x", "y", "z"});
  End(AnalysisState::Completed);
  End(AnalysisState::Abstained);
  End(AnalysisState::Failed, "The picture is odd.");
  ASSERT_TRUE(queue->RemoveOf("y").HasValue());
  ASSERT_FALSE(Claim().empty());
  Follow("b");
  EXPECT_EQ(Names("b", BatchItemState::Completed), (Ids{"v", "w"}));
  EXPECT_EQ(Names("b", BatchItemState::Failed), (Ids{"x"}));
  EXPECT_EQ(Items("b", BatchItemState::Failed)[0].reason, "The picture is odd.");
  EXPECT_EQ(Names("b", BatchItemState::Skipped), (Ids{"y"}));
  const auto counts = batches->Count("b").Value();
  EXPECT_EQ(counts.Total(), 5);
  EXPECT_EQ(counts.Ended(), 4);
  EXPECT_EQ(counts.running, 1);
}

TEST_F(BatchesFixture, HoldsWhatIsQueuedUntilItIsLetGo)
{
  const auto batch = Fed("b", {"x", "y", "z"});
  const std::string atWork = Claim();
  for (std::int64_t after = 0;;)
  {
    const auto place = batches->Hold(batch, after, 2);
    ASSERT_TRUE(place.HasValue()) << place.Failure().message;
    if (!place.Value())
    {
      break;
    }
    after = *place.Value();
  }
  EXPECT_EQ(Claim(), "");
  EXPECT_EQ(Record(atWork).state, AnalysisState::Running);
  // Somebody wants one of them now.
  auto urgent = OrderOf("y");
  urgent.priority = 100;
  const std::string asked = Enqueue(urgent).id;
  EXPECT_EQ(Claim(), asked);
  EXPECT_EQ(Claim(), "");
  ASSERT_TRUE(batches->LetGo(batch, 0, 100).HasValue());
  EXPECT_NE(Claim(), "");
  EXPECT_EQ(Claim(), "");
}

TEST_F(BatchesFixture, DoesNotHoldWhatWasAskedForEarlierOrMoreUrgently)
{
  const std::string earlier = Enqueue(OrderOf("x")).id;
  clock.Advance(std::chrono::seconds(1));
  const auto batch = Fed("b", {"x"});
  ASSERT_TRUE(batches->Hold(batch, 0, 100).HasValue());
  EXPECT_EQ(Claim(), earlier);
}

TEST_F(BatchesFixture, KnowsWhichAnalysesNobodyElseWants)
{
  const std::string earlier = Enqueue(OrderOf("w")).id;
  clock.Advance(std::chrono::seconds(1));
  const auto batch = Fed("b", {"w", "x", "y", "z"});
  auto urgent = OrderOf("x");
  urgent.priority = 100;
  Enqueue(urgent);
  Fed("other", {"y"});
  std::vector<std::string> own;
  const auto queued = batches->OwnQueued(batch, 100);
  ASSERT_TRUE(queued.HasValue()) << queued.Failure().message;
  ASSERT_EQ(queued.Value().size(), 4U);
  for (const auto& item : queued.Value())
  {
    if (item.isOwn)
    {
      own.push_back(item.orthancId);
    }
  }
  EXPECT_EQ(own, (Ids{"z"}));
}

TEST_F(BatchesFixture, CancelsWhatIsNotQueuedYetInPieces)
{
  Fed("b", {"v"});
  ASSERT_TRUE(batches->Add("b", {"w", "x", "y"}).HasValue());
  EXPECT_EQ(batches->CancelWaiting("b", 2).Value(), 2);
  EXPECT_EQ(batches->CancelWaiting("b", 2).Value(), 1);
  EXPECT_EQ(batches->CancelWaiting("b", 2).Value(), 0);
  EXPECT_EQ(Count("b", BatchItemState::Canceled), 3);
  EXPECT_EQ(Count("b", BatchItemState::Queued), 1);
}

TEST_F(BatchesFixture, IsReopenedForWhatFailedOrWasCanceledOnly)
{
  Fed("b", {"v", "w"});
  ASSERT_TRUE(batches->Add("b", {"x"}).HasValue());
  End(AnalysisState::Completed);
  End(AnalysisState::Failed);
  Follow("b");
  ASSERT_EQ(batches->CancelWaiting("b", 100).Value(), 1);
  ASSERT_TRUE(batches->ChangeState("b", {BatchState::Active}, BatchState::Ended).Value());
  ASSERT_TRUE(batches->Reopen("b").HasValue());
  EXPECT_EQ(batches->Find("b").Value().state, BatchState::Active);
  EXPECT_EQ(Names("b", BatchItemState::Completed), (Ids{"v"}));
  EXPECT_EQ(Names("b", BatchItemState::Waiting), (Ids{"w"}));
  EXPECT_FALSE(Items("b", BatchItemState::Waiting)[0].analysisId.empty());
  EXPECT_EQ(Names("b", BatchItemState::Given), (Ids{"x"}));
}

TEST_F(BatchesFixture, WhatWasCanceledMeanwhileIsNotQueued)
{
  Made("b", {"x"});
  const auto item = Items("b", BatchItemState::Given).at(0);
  ASSERT_EQ(batches->CancelWaiting("b", 10).Value(), 1);
  ASSERT_TRUE(batches->Note({{item.position, BatchItemState::Queued, "a", ""}}).HasValue());
  EXPECT_EQ(Count("b", BatchItemState::Canceled), 1);
}

TEST_F(BatchesFixture, FindsWhatAnInterruptedStepHasQueued)
{
  EXPECT_EQ(batches->FindSince(OrderOf("x"), clock.Now()).Value(), "");
  const std::string id = Enqueue(OrderOf("x")).id;
  EXPECT_EQ(batches->FindSince(OrderOf("x"), clock.Now()).Value(), id);
  EXPECT_EQ(batches->FindSince(OrderOf("x"), clock.Now() + std::chrono::milliseconds(1)).Value(),
            "");
}

TEST_F(BatchesFixture, ForgetsWhatEndedLongAgoAndNothingElse)
{
  Made("ended", {"x"});
  Made("open", {"x"});
  ASSERT_TRUE(batches->ChangeState("ended", {BatchState::Active}, BatchState::Ended).Value());
  ASSERT_TRUE(batches->Forget(clock.Now()).HasValue());
  EXPECT_TRUE(batches->Find("ended").HasValue());
  ASSERT_TRUE(batches->Forget(clock.Now() + std::chrono::milliseconds(1)).HasValue());
  EXPECT_FALSE(batches->Find("ended").HasValue());
  EXPECT_TRUE(batches->Find("open").HasValue());
  EXPECT_EQ(CountRows("batch_items"), 1);
}

}  // namespace
}  // namespace vlm
