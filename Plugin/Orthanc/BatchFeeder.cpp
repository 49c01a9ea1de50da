// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchFeeder.h"

namespace vlm
{
namespace
{

constexpr int GivenAtOnce = 20;
constexpr int UnitsAtOnce = 50;
constexpr int FollowedAtOnce = 2000;

}  // namespace

bool BatchFeeder::MayPass(const Error& error)
{
  return error.kind == ErrorKind::StorageFailed || error.kind == ErrorKind::NotReady;
}

Result<bool> BatchFeeder::Work(const BatchRecord& batch)
{
  Begin();
  switch (batch.state)
  {
    case BatchState::Active:
      return Feed(batch);
    case BatchState::Paused:
      return Pause(batch);
    case BatchState::Resuming:
      return Resume(batch);
    case BatchState::Canceling:
      return Cancel(batch);
    case BatchState::Filling:
    case BatchState::Ended:
      break;
  }
  return false;
}

Result<bool> BatchFeeder::Feed(const BatchRecord& batch)
{
  held_.erase(batch.id);
  auto expanded = Expand(batch);
  if (!expanded.HasValue())
  {
    return expanded;
  }
  auto enqueued = EnqueueSome(batch);
  if (!enqueued.HasValue())
  {
    return enqueued;
  }
  const auto followed = Follow(batch.id);
  if (!followed.HasValue())
  {
    return followed.Failure();
  }
  return expanded.Value() || enqueued.Value() ? Step(true) : EndIfDone(batch);
}

Result<bool> BatchFeeder::EndIfDone(const BatchRecord& batch)
{
  const auto counts = ports_.batches.Count(batch.id);
  if (!counts.HasValue())
  {
    return counts.Failure();
  }
  if (counts.Value().Ended() == counts.Value().Total())
  {
    const auto ended =
        ports_.batches.ChangeState(batch.id, {BatchState::Active}, BatchState::Ended);
    followed_.erase(batch.id);
    return ended.HasValue() ? Step(false) : ended.Failure();
  }
  return false;
}

// Whether there was something to expand.
Result<bool> BatchFeeder::Expand(const BatchRecord& batch)
{
  const auto given = ports_.batches.Items(batch.id, BatchItemState::Given, 0, GivenAtOnce);
  if (!given.HasValue())
  {
    return given.Failure();
  }
  for (const auto& item : given.Value())
  {
    const auto units = units_.UnitsOf(item.orthancId, batch.wish);
    Result<void> noted;
    if (units.HasValue())
    {
      noted = ports_.batches.Replace(batch.id, item, units.Value());
    }
    else
    {
      const auto outcome = Outcome(item, units.Failure());
      noted = outcome.HasValue() ? ports_.batches.Note({outcome.Value()}) : outcome.Failure();
    }
    if (!noted.HasValue())
    {
      return noted.Failure();
    }
    if (!HasTime())
    {
      break;
    }
  }
  return !given.Value().empty();
}

// What an item becomes that cannot be put into the queue. An Error: all of it has to wait.
Result<BatchNews> BatchFeeder::Outcome(const BatchItem& item, const Error& error)
{
  if (MayPass(error))
  {
    const auto others = api_.GetJson("/studies?since=0&limit=1");
    return others.HasValue() && error.kind == ErrorKind::StorageFailed
               ? Result<BatchNews>(
                     BatchNews{item.position, BatchItemState::Failed, "", error.message})
               : error;
  }
  return BatchNews{item.position, BatchItemState::Skipped, "", error.message};
}

// Whether there was something to put into the queue.
Result<bool> BatchFeeder::EnqueueSome(const BatchRecord& batch)
{
  const auto waiting = ports_.batches.Items(batch.id, BatchItemState::Waiting, 0, UnitsAtOnce);
  if (!waiting.HasValue())
  {
    return waiting.Failure();
  }
  std::vector<BatchNews> news;
  Result<void> trouble;
  for (const auto& item : waiting.Value())
  {
    auto one = Enqueue(batch, item);
    if (!one.HasValue())
    {
      trouble = one.Failure();
      break;
    }
    news.push_back(std::move(one).Value());
    if (!HasTime())
    {
      break;
    }
  }
  const auto noted = news.empty() ? Result<void>() : ports_.batches.Note(news);
  ports_.wake();
  if (!trouble.HasValue() || !noted.HasValue())
  {
    return trouble.HasValue() ? noted.Failure() : trouble.Failure();
  }
  return !waiting.Value().empty();
}

Result<BatchNews> BatchFeeder::Enqueue(const BatchRecord& batch, const BatchItem& item)
{
  if (!item.analysisId.empty())  // it failed or was canceled, and is asked again
  {
    const auto isBack = Retry(item.analysisId);
    if (!isBack.HasValue())
    {
      return isBack.Failure();
    }
    if (isBack.Value())
    {
      return BatchNews{item.position, BatchItemState::Queued, item.analysisId, ""};
    }
  }
  return EnqueueAnew(batch, item);
}

Result<BatchNews> BatchFeeder::EnqueueAnew(const BatchRecord& batch, const BatchItem& item)
{
  const auto order =
      units_.OrderOf({item.level.value_or(ResourceLevel::Instance), item.orthancId}, batch.wish);
  if (!order.HasValue())
  {
    return Outcome(item, order.Failure());
  }
  // Put into the queue already, by a step that was cut short?
  const bool mayBeThere = batch.wish.ifKnown == IfKnown::Repeat && item.analysisId.empty();
  const auto known = mayBeThere ? ports_.batches.FindSince(order.Value(), batch.createdAt)
                                : Result<std::string>(std::string());
  if (!known.HasValue())
  {
    return known.Failure();
  }
  if (!known.Value().empty())
  {
    return BatchNews{item.position, BatchItemState::Queued, known.Value(), ""};
  }
  const auto queued = ports_.queue.Enqueue(order.Value(), batch.wish.ifKnown);
  if (queued.HasValue())
  {
    return BatchNews{item.position, BatchItemState::Queued, queued.Value().id, ""};
  }
  if (MayPass(queued.Failure()))
  {
    return queued.Failure();
  }
  return BatchNews{item.position, BatchItemState::Failed, "", queued.Failure().message};
}

// Whether that analysis is in the queue again, or still.
Result<bool> BatchFeeder::Retry(const std::string& analysisId)
{
  const auto retried = ports_.queue.Retry(analysisId);
  if (retried.HasValue() || MayPass(retried.Failure()))
  {
    return retried.HasValue() ? Result<bool>(true) : retried.Failure();
  }
  const auto record = ports_.queue.Find(analysisId);
  if (!record.HasValue())
  {
    return MayPass(record.Failure()) ? record.Failure() : Result<bool>(false);
  }
  return !HasEnded(record.Value().state) || HasReport(record.Value().state);
}

Result<void> BatchFeeder::Follow(const std::string& batchId)
{
  const auto place = ports_.batches.Follow(batchId, followed_[batchId], FollowedAtOnce);
  if (!place.HasValue())
  {
    return place.Failure();
  }
  followed_[batchId] = place.Value().value_or(0);
  return {};
}

}  // namespace vlm
