// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ChangeFollower.h"

#include <algorithm>
#include <exception>

#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds TimeToGather{200};  // many arrivals make one reading
constexpr std::chrono::seconds TimeToGatherNothing{2};  // where no rule wants anything
constexpr std::chrono::minutes LongestSleepAlone{1};
// A node that died may have heard of arrivals that nobody else did.
constexpr std::chrono::seconds LongestSleepAmongOthers{10};
constexpr std::chrono::seconds LongestSleepBesideGaps{1};
constexpr std::chrono::seconds PauseAfterTrouble{2};
}  // namespace

ChangeFollower::ChangeFollower(const OrthancApi& api, AnalysisQueue& queue, Cluster& cluster,
                               EventLog& log, Arrivals arrivals)
    : api_(api),
      queue_(queue),
      cluster_(cluster),
      log_(log),
      arrivals_(std::move(arrivals)),
      departures_(api, queue)
{
}

ChangeFollower::~ChangeFollower()
{
  RequestStop();
  Join();
}

void ChangeFollower::Start(Listener onQueued, Listener onForgotten)
{
  onQueued_ = std::move(onQueued);
  onForgotten_ = std::move(onForgotten);
  thread_ = std::thread([this] { Loop(); });
}

void ChangeFollower::RequestStop()
{
  wakeUp_.Stop();
}

void ChangeFollower::Join()
{
  if (thread_.joinable())
  {
    thread_.join();
  }
}

void ChangeFollower::InstanceStored(const std::string& instanceId)
{
  {
    const MutexLock lock(mutex_);
    if (position_ < 0)
    {
      early_.push_back(instanceId);
    }
  }
  wakeUp_.Notify();
}

void ChangeFollower::SomethingChanged()
{
  wakeUp_.Notify();
}

void ChangeFollower::ResourceDeleted(ResourceLevel level, const std::string& orthancId)
{
  departures_.Note(level, orthancId);
  wakeUp_.Notify();
}

std::int64_t ChangeFollower::Position() const
{
  const MutexLock lock(mutex_);
  return position_;
}

void ChangeFollower::NoteOthers()
{
  if (Position() < 0)
  {
    return;  // what arrived early is not queued yet
  }
  const auto kept = queue_.ChangePosition();
  const MutexLock lock(mutex_);
  position_ = std::max(position_, kept.HasValue() ? kept.Value().value_or(-1) : -1);
}

void ChangeFollower::Loop()
{
  YieldToIngest();
  while (!wakeUp_.IsStopped())
  {
    const auto seen = wakeUp_.Count();
    const bool isFirst = !hasBegun_;
    Result<void> step;
    try
    {
      step = Step();
    }
    catch (const std::exception& problem)
    {
      step = Error{ErrorKind::Internal, problem.what()};
    }
    if (!step.HasValue())
    {
      Tell(step.Failure());
      wakeUp_.Pause(PauseAfterTrouble);
      continue;
    }
    trouble_.clear();
    if (isFirst)
    {
      continue;
    }
    wakeUp_.WaitFor(seen, LongestSleep());
    wakeUp_.Pause(arrivals_.CanMatch() ? TimeToGather : TimeToGatherNothing);
  }
}

// Each trouble once: a database may be away for long.
void ChangeFollower::Tell(const Error& error)
{
  if (error.kind != ErrorKind::NotReady && error.message != trouble_)
  {
    log_.Error("Arriving images cannot be queued now, they are found later: " + error.message);
    trouble_ = error.message;
  }
}

Result<void> ChangeFollower::Step()
{
  if (hasBegun_)
  {
    return Follow();
  }
  auto begun = Begin();
  hasBegun_ = begun.HasValue();
  return begun;
}

std::chrono::milliseconds ChangeFollower::LongestSleep() const
{
  if (!gaps_.IsEmpty())
  {
    return LongestSleepBesideGaps;
  }
  return cluster_.IsShared() ? std::chrono::milliseconds(LongestSleepAmongOthers)
                             : LongestSleepAlone;
}

std::int64_t ChangeFollower::NewestChange() const
{
  const auto last = api_.GetJson("/changes?last");
  return last.HasValue() ? last.Value()["Last"].asInt64() : -1;
}

Result<void> ChangeFollower::Begin()
{
  // Waits for the others, since what arrived early must be queued under a position.
  for (;;)
  {
    const auto isHeld = HoldsLog();
    if (!isHeld.HasValue())
    {
      return isHeld.Failure();
    }
    if (isHeld.Value())
    {
      break;
    }
    if (wakeUp_.IsStopped())
    {
      return Error{ErrorKind::NotReady, "The server is stopping."};
    }
    wakeUp_.Pause(PauseWhileOthersRead);
  }
  const auto found = FindPlace();
  const auto released = ReleaseLog();
  if (!found.HasValue() || !released.HasValue())
  {
    return found.HasValue() ? released : found;
  }
  auto swept = departures_.Sweep(wakeUp_);
  onForgotten_();
  return swept;
}

Result<void> ChangeFollower::FindPlace()
{
  const auto kept = queue_.ChangePosition();
  if (!kept.HasValue())
  {
    return kept.Failure();
  }
  const std::int64_t newest = NewestChange();
  if (newest < 0)
  {
    return Error{ErrorKind::StorageFailed, "Orthanc does not tell its changes."};
  }
  std::int64_t position = kept.Value().value_or(newest);
  if (position > newest)
  {
    log_.Warning("Orthanc's log of changes ends at " + std::to_string(newest) +
                 ", before the last one seen, " + std::to_string(position) +
                 ": its index was replaced. All of the log is read again.");
    position = 0;
  }
  const auto orders = OrdersOfEarly();
  return orders.HasValue() ? Queue(orders.Value(), position) : orders.Failure();
}

Result<std::vector<AnalysisOrder>> ChangeFollower::OrdersOfEarly()
{
  std::vector<std::string> early;
  {
    const MutexLock lock(mutex_);
    early = early_;
  }
  std::vector<AnalysisOrder> orders;
  for (const auto& instanceId : early)
  {
    const auto added = AddArrival(instanceId, orders);
    if (!added.HasValue())
    {
      return added.Failure();
    }
  }
  return orders;
}

}  // namespace vlm
