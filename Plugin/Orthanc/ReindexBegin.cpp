// SPDX-License-Identifier: GPL-3.0-or-later
// When Reindex begins, as far as the database and the other nodes are concerned.
#include "Orthanc/Reindex.h"
#include "Pipeline/ReindexMark.h"

namespace vlm
{
namespace
{

constexpr const char* Lease = "reindex";

}  // namespace

// A database with analyses but without a mark is of a version that had none.
Result<bool> Reindex::IsDue()
{
  const auto mark = ports_.queue.FindMark(ReindexMark);
  if (!mark.HasValue() || mark.Value())
  {
    return mark.HasValue() ? Result<bool>(*mark.Value() == ReindexBegun) : mark.Failure();
  }
  const auto counts = ports_.queue.CountByState();
  const auto studies = ports_.api.GetJson("/studies?since=0&limit=1");
  if (!counts.HasValue() || !studies.HasValue())
  {
    return counts.HasValue() ? studies.Failure() : counts.Failure();
  }
  if (counts.Value().empty() && !studies.Value().empty())
  {
    return true;
  }
  const auto marked = ports_.queue.SetMark(ReindexMark, ReindexDone);
  return marked.HasValue() ? Result<bool>(false) : marked.Failure();
}

Result<void> Reindex::Begin()
{
  {
    const MutexLock lock(mutex_);
    if (progress_.state == ReindexProgress::State::Running)
    {
      return Error{ErrorKind::Conflict, "The database is being rebuilt already."};
    }
    auto marked = MarkBegun();
    if (!marked.HasValue())
    {
      return marked;
    }
    progress_ = {};
    progress_.state = ReindexProgress::State::Running;
    progress_.startedAt = clock_.Now();
  }
  wakeUp_.Notify();
  return {};
}

Result<void> Reindex::HoldWalk()
{
  const auto isHeld =
      ports_.cluster.IsShared() ? ports_.cluster.TryHold(Lease) : Result<bool>(true);
  if (!isHeld.HasValue())
  {
    return isHeld.Failure();
  }
  return isHeld.Value()
             ? Result<void>()
             : Error{ErrorKind::Conflict, "Another node is rebuilding the database already."};
}

// Before anything is queued.
Result<void> Reindex::MarkBegun()
{
  auto held = HoldWalk();
  if (!held.HasValue())
  {
    return held;
  }
  auto marked = ports_.queue.SetMark(ReindexMark, ReindexBegun);
  if (!marked.HasValue())
  {
    LetWalkGo();
  }
  return marked;
}

// If it cannot be told, it ends with this node.
void Reindex::LetWalkGo()
{
  if (ports_.cluster.IsShared())
  {
    const auto ignored = ports_.cluster.Release(Lease);
  }
}

// What another node began before it died.
void Reindex::TakeUp()
{
  const auto mark = ports_.queue.FindMark(ReindexMark);
  const bool hasFailed = Progress().state == ReindexProgress::State::Failed;
  if (mark.HasValue() && mark.Value() == ReindexBegun && !hasFailed)
  {
    const auto begun = Begin();  // Conflict: it lives
  }
}

}  // namespace vlm
