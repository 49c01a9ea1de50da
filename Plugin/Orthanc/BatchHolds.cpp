// SPDX-License-Identifier: GPL-3.0-or-later
// Batches that are paused, resumed and canceled.
#include "Orthanc/BatchFeeder.h"

namespace vlm
{
namespace
{

constexpr int HeldAtOnce = 500;
constexpr int CanceledAtOnce = 50;
constexpr int WaitingCanceledAtOnce = 2000;
constexpr const char* CanceledWithJob = "Its job was canceled.";

}  // namespace

Result<bool> BatchFeeder::Pause(const BatchRecord& batch)
{
  const auto place = ports_.batches.Hold(batch, held_[batch.id], HeldAtOnce);
  if (!place.HasValue())
  {
    return place.Failure();
  }
  held_[batch.id] = place.Value().value_or(0);
  ports_.queue.NoteOthers();
  const auto followed = Follow(batch.id);
  return followed.HasValue() ? Step(place.Value().has_value()) : followed.Failure();
}

Result<bool> BatchFeeder::Resume(const BatchRecord& batch)
{
  for (std::int64_t after = 0;;)
  {
    const auto place = ports_.batches.LetGo(batch, after, HeldAtOnce);
    if (!place.HasValue())
    {
      return place.Failure();
    }
    if (!place.Value())
    {
      break;
    }
    after = *place.Value();
  }
  ports_.queue.NoteOthers();
  ports_.wake();
  const auto active =
      ports_.batches.ChangeState(batch.id, {BatchState::Resuming}, BatchState::Active);
  return active.HasValue() ? Step(true) : active.Failure();
}

Result<bool> BatchFeeder::Cancel(const BatchRecord& batch)
{
  const auto waiting = ports_.batches.CancelWaiting(batch.id, WaitingCanceledAtOnce);
  if (!waiting.HasValue() || waiting.Value() > 0)
  {
    return waiting.HasValue() ? Step(true) : waiting.Failure();
  }
  const auto followed = ports_.batches.Follow(batch.id, 0, CanceledAtOnce);
  const auto queued = ports_.batches.OwnQueued(batch, CanceledAtOnce);
  if (!followed.HasValue() || !queued.HasValue())
  {
    return followed.HasValue() ? queued.Failure() : followed.Failure();
  }
  for (const auto& item : queued.Value())
  {
    const auto canceled = CancelOne(batch, item);
    if (!canceled.HasValue())
    {
      return canceled.Failure();
    }
  }
  if (!queued.Value().empty())
  {
    return true;
  }
  followed_.erase(batch.id);
  held_.erase(batch.id);
  const auto ended =
      ports_.batches.ChangeState(batch.id, {BatchState::Canceling}, BatchState::Ended);
  return ended.HasValue() ? Step(false) : ended.Failure();
}

Result<void> BatchFeeder::CancelOne(const BatchRecord& batch, const BatchItem& item)
{
  if (!item.isOwn)  // others want it
  {
    const auto free = ports_.batches.LetGo(batch, item.position - 1, 1);
    return free.HasValue() ? ports_.batches.Note({{item.position, BatchItemState::Canceled,
                                                   item.analysisId, CanceledWithJob}})
                           : free.Failure();
  }
  const auto canceled = ports_.queue.Cancel(item.analysisId, CanceledWithJob);
  if (!canceled.HasValue())
  {
    // It has ended or is gone: followed next time.
    return MayPass(canceled.Failure()) ? canceled : Result<void>();
  }
  ports_.interrupt(item.analysisId);
  return ports_.batches.Note(
      {{item.position, BatchItemState::Canceled, item.analysisId, CanceledWithJob}});
}

}  // namespace vlm
