// SPDX-License-Identifier: GPL-3.0-or-later
// How ChangeFollower reads Orthanc's log of changes and queues what it tells.
#include <algorithm>

#include "Orthanc/ChangeFollower.h"

namespace vlm
{
namespace
{

constexpr std::int64_t ChangesAtOnce = 500;
constexpr const char* LeaseOfChanges = "changes";

std::string ChangesPath(std::int64_t since, std::int64_t most = ChangesAtOnce)
{
  return "/changes?since=" + std::to_string(since) +
         "&limit=" + std::to_string(std::min(most, ChangesAtOnce));
}

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

Result<bool> ChangeFollower::HoldsLog()
{
  return cluster_.IsShared() ? cluster_.TryHold(LeaseOfChanges) : Result<bool>(true);
}

Result<void> ChangeFollower::ReleaseLog()
{
  return cluster_.IsShared() ? cluster_.Release(LeaseOfChanges) : Result<void>();
}

Result<void> ChangeFollower::Follow()
{
  std::optional<std::int64_t> goal;
  while (!wakeUp_.IsStopped())
  {
    // Before the log is read: an overwritten instance is deleted first, then new.
    auto forgotten = ForgetDeleted();
    if (!forgotten.HasValue())
    {
      return forgotten;
    }
    const auto isHeld = HoldsLog();
    if (!isHeld.HasValue())
    {
      return isHeld.Failure();
    }
    if (isHeld.Value())
    {
      auto followed = FollowWhileHeld();
      const auto released = ReleaseLog();
      return followed.HasValue() ? released : followed;
    }
    goal = goal ? goal : NewestChange();
    const auto isDone = HaveOthersRead(*goal);
    if (!isDone.HasValue() || isDone.Value())
    {
      return isDone.HasValue() ? Result<void>() : isDone.Failure();
    }
    wakeUp_.Pause(PauseWhileOthersRead);
  }
  return {};
}

Result<bool> ChangeFollower::HaveOthersRead(std::int64_t goal)
{
  const auto position = queue_.ChangePosition();
  if (!position.HasValue())
  {
    return position.Failure();
  }
  SetPosition(position.Value().value_or(Position()));
  return Position() >= goal;
}

Result<void> ChangeFollower::FollowWhileHeld()
{
  if (cluster_.IsShared())
  {
    const auto read = HaveOthersRead(0);  // tells where they are
    if (!read.HasValue())
    {
      return read.Failure();
    }
  }
  auto followed = LookIntoGaps();
  return followed.HasValue() ? ReadOn() : followed;
}

Result<void> ChangeFollower::ReadOn()
{
  bool isDone = false;
  while (!isDone && !wakeUp_.IsStopped())
  {
    auto forgotten = ForgetDeleted();
    if (!forgotten.HasValue())
    {
      return forgotten;
    }
    const std::int64_t since = Position();
    const auto page = api_.GetJson(ChangesPath(since));
    if (!page.HasValue())
    {
      return page.Failure();
    }
    auto handled = HandlePage(page.Value());
    if (!handled.HasValue())
    {
      return handled;
    }
    if (arrivals_.CanMatch())
    {
      gaps_.Note(since, page.Value()["Changes"], std::chrono::steady_clock::now());
    }
    isDone = page.Value()["Done"].asBool();
  }
  return {};
}

// What another writer of the log committed late.
Result<void> ChangeFollower::LookIntoGaps()
{
  for (const auto& gap : gaps_.Due(std::chrono::steady_clock::now()))
  {
    const auto page = api_.GetJson(ChangesPath(gap.first - 1, gap.last - gap.first + 1));
    if (!page.HasValue())
    {
      return page.Failure();
    }
    Json::Value late(Json::arrayValue);
    for (const auto& change : page.Value()["Changes"])
    {
      if (change["Seq"].asInt64() <= gap.last)
      {
        late.append(change);
      }
    }
    const auto orders = OrdersOf(late);
    auto queued = orders.HasValue() ? QueueAside(orders.Value()) : orders.Failure();
    if (!queued.HasValue())
    {
      return queued;
    }
    gaps_.Narrow(gap, late);
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
  outcome = outcome.HasValue() ? QueueAside(orders) : outcome;
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

Result<std::vector<AnalysisOrder>> ChangeFollower::OrdersOf(const Json::Value& changes)
{
  std::vector<AnalysisOrder> orders;
  for (const auto& change : changes)
  {
    if (!arrivals_.CanMatch())
    {
      break;
    }
    const auto added = AddOrder(
        arrivals_.OfChange(change["ChangeType"].asString(), change["ID"].asString()), orders);
    if (!added.HasValue())
    {
      return added.Failure();
    }
  }
  return orders;
}

Result<void> ChangeFollower::HandlePage(const Json::Value& page)
{
  const auto orders = OrdersOf(page["Changes"]);
  if (!orders.HasValue())
  {
    return orders.Failure();
  }
  const std::int64_t last = page["Last"].asInt64();
  return last == Position() && orders.Value().empty() ? Result<void>()
                                                      : Queue(orders.Value(), last);
}

Result<void> ChangeFollower::Queue(const std::vector<AnalysisOrder>& orders, std::int64_t position)
{
  const auto added = queue_.Arrive(orders, position);
  if (!added.HasValue())
  {
    return added.Failure();
  }
  SetPosition(position);
  if (!orders.empty())  // one that collapsed may have become due
  {
    onQueued_();
  }
  return {};
}

// Without a position: it is that of the node that reads the log.
Result<void> ChangeFollower::QueueAside(const std::vector<AnalysisOrder>& orders)
{
  for (const auto& order : orders)
  {
    const auto queued = queue_.Enqueue(order, IfKnown::Collapse);
    if (!queued.HasValue())
    {
      return queued.Failure();
    }
  }
  if (!orders.empty())
  {
    onQueued_();
  }
  return {};
}

void ChangeFollower::SetPosition(std::int64_t position)
{
  const MutexLock lock(mutex_);
  position_ = position;
  early_.clear();
}

}  // namespace vlm
