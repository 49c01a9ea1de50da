// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ChangeFollower.h"

#include <exception>

#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr std::chrono::milliseconds TimeToGather{200};  // many arrivals make one reading
constexpr std::chrono::seconds TimeToGatherNothing{2};  // where no rule wants anything
constexpr std::chrono::minutes LongestSleep{1};
constexpr std::chrono::seconds PauseAfterTrouble{2};
constexpr int ChangesAtOnce = 500;

Result<void> AddOrder(Arrivals::Outcome outcome, std::vector<AnalysisOrder>& orders)
{
  if (!outcome.HasValue())
  {
    return outcome.Failure();
  }
  if (!outcome.Value())
  {
    return {};
  }
  AnalysisOrder order = std::move(*std::move(outcome).Value());
  // Many images of one series in a row make one order for it.
  if (order.notBefore && !orders.empty() && orders.back().orthancId == order.orthancId)
  {
    orders.pop_back();
  }
  orders.push_back(std::move(order));
  return {};
}

}  // namespace

ChangeFollower::ChangeFollower(const OrthancApi& api, AnalysisQueue& queue, EventLog& log,
                               Arrivals arrivals)
    : api_(api), queue_(queue), log_(log), arrivals_(std::move(arrivals)), departures_(api, queue)
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
      if (step.Failure().kind != ErrorKind::NotReady)
      {
        log_.Error("Arriving images cannot be queued now, they are found later: " +
                   step.Failure().message);
      }
      wakeUp_.Pause(PauseAfterTrouble);
      continue;
    }
    if (isFirst)
    {
      continue;
    }
    wakeUp_.WaitFor(seen, LongestSleep);
    wakeUp_.Pause(arrivals_.CanMatch() ? TimeToGather : TimeToGatherNothing);
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

std::int64_t ChangeFollower::NewestChange() const
{
  const auto last = api_.GetJson("/changes?last");
  return last.HasValue() ? last.Value()["Last"].asInt64() : -1;
}

Result<void> ChangeFollower::Begin()
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
  std::vector<std::string> early;
  {
    const MutexLock lock(mutex_);
    early = early_;
  }
  std::vector<AnalysisOrder> orders;
  for (const auto& instanceId : early)
  {
    auto added = AddArrival(instanceId, orders);
    if (!added.HasValue())
    {
      return added;
    }
  }
  auto queued = Queue(orders, position);
  auto swept = queued.HasValue() ? departures_.Sweep(wakeUp_) : queued;
  onForgotten_();
  return swept;
}

Result<void> ChangeFollower::Follow()
{
  bool isDone = false;
  while (!isDone && !wakeUp_.IsStopped())
  {
    // Before the log is read: an overwritten instance is deleted first, then new.
    auto forgotten = ForgetDeleted();
    if (!forgotten.HasValue())
    {
      return forgotten;
    }
    const auto page = api_.GetJson("/changes?since=" + std::to_string(Position()) +
                                   "&limit=" + std::to_string(ChangesAtOnce));
    if (!page.HasValue())
    {
      return page.Failure();
    }
    auto handled = HandlePage(page.Value());
    if (!handled.HasValue())
    {
      return handled;
    }
    isDone = page.Value()["Done"].asBool();
  }
  return {};
}

Result<void> ChangeFollower::ForgetDeleted()
{
  if (!departures_.HasNoted())
  {
    return {};
  }
  arrivals_.ForgetSeries();
  const auto overwritten = departures_.Forget();
  onForgotten_();
  if (!overwritten.HasValue())
  {
    return overwritten.Failure();
  }
  // The log may have told of the new instance before the deletion of the old one was heard of.
  std::vector<AnalysisOrder> orders;
  Result<void> outcome;
  for (const auto& instanceId : overwritten.Value())
  {
    outcome = outcome.HasValue() ? AddArrival(instanceId, orders) : outcome;
  }
  outcome = outcome.HasValue() && !orders.empty() ? Queue(orders, Position()) : outcome;
  for (const auto& instanceId : overwritten.Value())
  {
    if (!outcome.HasValue())
    {
      departures_.Note(ResourceLevel::Instance, instanceId);  // nothing else tells of it
    }
  }
  return outcome;
}

Result<void> ChangeFollower::AddArrival(const std::string& instanceId,
                                        std::vector<AnalysisOrder>& orders)
{
  return arrivals_.CanMatch() ? AddOrder(arrivals_.OfInstance(instanceId), orders) : Result<void>();
}

Result<void> ChangeFollower::HandlePage(const Json::Value& page)
{
  std::vector<AnalysisOrder> orders;
  for (const auto& change : page["Changes"])
  {
    if (!arrivals_.CanMatch())
    {
      break;
    }
    auto added = AddOrder(
        arrivals_.OfChange(change["ChangeType"].asString(), change["ID"].asString()), orders);
    if (!added.HasValue())
    {
      return added;
    }
  }
  const std::int64_t last = page["Last"].asInt64();
  return last == Position() && orders.empty() ? Result<void>() : Queue(orders, last);
}

Result<void> ChangeFollower::Queue(const std::vector<AnalysisOrder>& orders, std::int64_t position)
{
  const auto added = queue_.Arrive(orders, position);
  if (!added.HasValue())
  {
    return added.Failure();
  }
  {
    const MutexLock lock(mutex_);
    position_ = position;
    early_.clear();
  }
  if (!orders.empty())  // one that collapsed may have become due
  {
    onQueued_();
  }
  return {};
}

}  // namespace vlm
