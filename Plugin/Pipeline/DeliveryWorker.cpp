// SPDX-License-Identifier: GPL-3.0-or-later
// The threads of DeliveryWorker: what is due is attempted, and its outcome noted.
#include "Pipeline/DeliveryWorker.h"

#include <algorithm>
#include <exception>

#include "Pipeline/Stopwatch.h"
#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds LongestSleep{60};
constexpr std::chrono::seconds PauseAfterTrouble{2};
constexpr std::chrono::milliseconds AtWork{0};  // rather than idle
constexpr std::chrono::milliseconds UntilOthersMayBeGone{2000};

DeliveryPlan PlanOf(const OutputSettings& settings)
{
  const bool hasObjects = settings.WantsObjects();
  return {hasObjects, settings.labels, hasObjects ? settings.sendTo : std::vector<std::string>()};
}

Error UnexpectedProblem(const std::exception& problem)
{
  return {ErrorKind::Internal, std::string("Unexpected problem: ") + problem.what()};
}

}  // namespace

DeliveryWorker::DeliveryWorker(const DeliveryPorts& ports, OutputSettings settings,
                               std::string software, ResultMaker make)
    : ports_(ports),
      settings_(std::move(settings)),
      software_(std::move(software)),
      make_(std::move(make)),
      duty_(ports.cluster, ports.clock, "deliveries")
{
}

DeliveryWorker::~DeliveryWorker()
{
  RequestStop();
  Join();
}

void DeliveryWorker::Start()
{
  for (const Part part : {Part::Making, Part::Sending})
  {
    threads_.emplace_back([this, part] { Loop(part); });
  }
}

void DeliveryWorker::RequestStop()
{
  stopping_.Request();
  wakeUp_.Stop();
}

void DeliveryWorker::Join()
{
  for (auto& thread : threads_)
  {
    thread.join();
  }
  threads_.clear();
  // If it cannot be told, it ends with this node.
  const auto ignored = duty_.GiveUp();
}

void DeliveryWorker::Loop(Part part)
{
  YieldToIngest();
  while (!wakeUp_.IsStopped())
  {
    const auto seen = wakeUp_.Count();
    Stopwatch watch;
    const auto idle = TryStep(part);
    if (!idle.HasValue())
    {
      wakeUp_.Pause(PauseAfterTrouble);
    }
    else if (idle.Value() == AtWork)
    {
      wakeUp_.Pause(ports_.ingest.RestAfter(watch.Lap()));
    }
    else if (idle.Value() == UntilOthersMayBeGone)
    {
      wakeUp_.Pause(idle.Value());  // whatever wakes us, it is theirs
    }
    else
    {
      wakeUp_.WaitFor(seen, idle.Value());
    }
  }
}

void DeliveryWorker::TryAgain()
{
  forgivesAbsence_ = true;
  wakeUp_.Notify();
}

bool DeliveryWorker::WorkOnce()
{
  bool worked = false;
  for (const Part part : {Part::Making, Part::Sending})
  {
    const auto idle = TryStep(part);
    worked = (idle.HasValue() && idle.Value() == AtWork) || worked;
  }
  return worked;
}

Result<std::chrono::milliseconds> DeliveryWorker::TryStep(Part part)
{
  Result<std::chrono::milliseconds> idle = AtWork;
  try
  {
    idle = StepIfOurs(part);
  }
  catch (const std::exception& problem)
  {
    idle = UnexpectedProblem(problem);
  }
  const std::string subject = part == Part::Making ? "making" : "sending";
  if (!idle.HasValue() && news_.IsNews(subject, idle.Failure().message, ports_.clock.Now()))
  {
    ports_.log.Error("Results cannot be delivered: " + idle.Failure().message);
  }
  return idle;
}

Result<std::chrono::milliseconds> DeliveryWorker::StepIfOurs(Part part)
{
  const auto isOurs = duty_.IsOurs();
  if (!isOurs.HasValue())
  {
    return isOurs.Failure();
  }
  return isOurs.Value() ? Step(part) : Result<std::chrono::milliseconds>(UntilOthersMayBeGone);
}

Result<std::chrono::milliseconds> DeliveryWorker::Step(Part part)
{
  bool hasCleaned = false;
  if (part == Part::Making)
  {
    const auto planned = ports_.deliveries.Plan(PlanOf(settings_));
    const auto cleaned = planned.HasValue() ? CleanUp() : Result<bool>(planned.Failure());
    if (!cleaned.HasValue())
    {
      return cleaned.Failure();
    }
    hasCleaned = cleaned.Value();
  }
  else if (forgivesAbsence_.exchange(false))
  {
    absent_.clear();
  }
  const auto next = ports_.deliveries.Next(ChoiceOf(part));
  if (!next.HasValue())
  {
    return next.Failure();
  }
  if (!next.Value())
  {
    return hasCleaned ? AtWork : TimeUntilDue(part);
  }
  const auto attempted = Attempt(*next.Value());
  return attempted.HasValue() ? Result<std::chrono::milliseconds>(AtWork) : attempted.Failure();
}

DeliveryChoice DeliveryWorker::ChoiceOf(Part part) const
{
  if (part == Part::Making)
  {
    return {{DeliveryKind::Objects, DeliveryKind::Labels}, {}};
  }
  DeliveryChoice choice{{DeliveryKind::Send}, {}};
  for (const auto& [destination, absence] : absent_)
  {
    if (absence.until > ports_.clock.Now())
    {
      choice.exceptDestinations.push_back(destination);
    }
  }
  return choice;
}

Result<std::chrono::milliseconds> DeliveryWorker::TimeUntilDue(Part part) const
{
  const auto due = ports_.deliveries.NextDue(ChoiceOf(part));
  if (!due.HasValue())
  {
    return due.Failure();
  }
  const Timestamp now = ports_.clock.Now();
  Timestamp next = std::min(due.Value().value_or(now + LongestSleep), now + LongestSleep);
  const auto consider = [&](Timestamp time) { next = time > now ? std::min(next, time) : next; };
  if (part == Part::Making)
  {
    consider(nextCleanUp_);
  }
  else
  {
    for (const auto& [destination, absence] : absent_)
    {
      consider(absence.until);
    }
  }
  constexpr std::chrono::milliseconds soon{1};
  return std::max<std::chrono::milliseconds>(next - now, soon);
}

Result<void> DeliveryWorker::Attempt(const Delivery& delivery)
{
  Result<std::string> outcome = std::string();
  try
  {
    outcome = delivery.interruptions > MostDeliveryInterruptions
                  ? Error{ErrorKind::Internal, "The server ended " +
                                                   std::to_string(MostDeliveryInterruptions) +
                                                   " times while this was attempted."}
                  : Bring(delivery);
  }
  catch (const std::exception& problem)
  {
    outcome = UnexpectedProblem(problem);
  }
  if (!outcome.HasValue())
  {
    return Settle(delivery, outcome.Failure());
  }
  if (delivery.kind == DeliveryKind::Send)
  {
    absent_.erase(delivery.destination);
  }
  auto delivered = ports_.deliveries.Deliver(delivery.id, outcome.Value());
  wakeUp_.Notify();  // what was made may be sent
  return delivered;
}

Result<std::string> DeliveryWorker::Bring(const Delivery& delivery)
{
  switch (delivery.kind)
  {
    case DeliveryKind::Objects:
      return BringObjects(delivery);
    case DeliveryKind::Labels:
      return BringLabels(delivery.orthancStudyId);
    case DeliveryKind::Send:
      break;
  }
  return Send(delivery);
}

}  // namespace vlm
