// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Heartbeat.h"

#include <algorithm>
#include <exception>

namespace vlm
{
namespace
{

constexpr int BeatsOfALease = 6;
constexpr std::chrono::milliseconds BetweenLooks{1000};
// What is claimed is in flight a moment later.
constexpr int BeatsUntilForgotten = 3;
// After the database was away for longer than a lease, no node has shown life, and none is dead for
// that: each has so many beats of time.
constexpr int BeatsOfGrace = 3;

}  // namespace

Heartbeat::Heartbeat(const HeartbeatPorts& ports, const HeartbeatSettings& settings,
                     HeartbeatListeners listeners)
    : ports_(ports), settings_(settings), listeners_(std::move(listeners))
{
}

Heartbeat::~Heartbeat()
{
  RequestStop();
  Join();
}

void Heartbeat::Start()
{
  thread_ = std::thread([this] { Loop(); });
}

void Heartbeat::RequestStop()
{
  wakeUp_.Stop();
}

void Heartbeat::Join()
{
  if (thread_.joinable())
  {
    thread_.join();
  }
}

void Heartbeat::Loop()
{
  const auto between = settings_.lease / BeatsOfALease;
  auto nextBeat = std::chrono::steady_clock::now() + between;
  while (!wakeUp_.IsStopped())
  {
    const auto now = std::chrono::steady_clock::now();
    const bool isBeat = now >= nextBeat;
    auto outcome = isBeat ? Try(&Heartbeat::Beat) : Result<void>();
    if (isBeat && outcome.HasValue())
    {
      nextBeat = now + between;
    }
    // Besides: of a short lease every turn is a beat.
    if (outcome.HasValue() && ports_.cluster.IsShared())
    {
      outcome = Try(&Heartbeat::Look);
    }
    Tell(outcome);
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(nextBeat - std::chrono::steady_clock::now());
    constexpr std::chrono::milliseconds shortest{10};
    wakeUp_.Pause(outcome.HasValue() ? std::clamp(left, shortest, BetweenLooks) : BetweenLooks);
  }
}

Result<void> Heartbeat::Try(Result<void> (Heartbeat::*step)())
{
  try
  {
    return (this->*step)();
  }
  catch (const std::exception& problem)
  {
    return Error{ErrorKind::Internal, problem.what()};
  }
}

// Once when it begins and once when it is over.
void Heartbeat::Tell(const Result<void>& outcome)
{
  if (outcome.HasValue())
  {
    if (!trouble_.empty())
    {
      ports_.log.Warning("This node shows signs of life again.");
    }
    trouble_.clear();
    return;
  }
  if (trouble_.empty())
  {
    ports_.log.Error(
        "This node cannot show that it lives; if that lasts for longer than its lease, others take "
        "over its work: " +
        outcome.Failure().message);
  }
  trouble_ = outcome.Failure().message;
}

Result<void> Heartbeat::Begin()
{
  auto step = listeners_.calibrate();
  step = step.HasValue() ? ports_.cluster.Beat() : step;
  lastBeat_ = step.HasValue() ? ports_.clock.Now() : lastBeat_;
  return step.HasValue() ? ports_.workers.NotePauses() : step;
}

Result<void> Heartbeat::Beat()
{
  const bool wasAway = ports_.clock.Now() - lastBeat_ > settings_.lease;
  auto step = Begin();
  if (!step.HasValue())
  {
    return step;
  }
  if (wasAway && ports_.cluster.IsShared())
  {
    beatsUntilTakeOver_ = BeatsOfGrace;
  }
  beatsUntilTakeOver_ = std::max(0, beatsUntilTakeOver_ - 1);
  step = beatsUntilTakeOver_ == 0 ? TakeOver() : step;
  return step.HasValue() ? CompareHands() : step;
}

Result<void> Heartbeat::TakeOver()
{
  const auto recovered = ports_.queue.RecoverInterrupted(settings_.maximumAttempts);
  if (!recovered.HasValue())
  {
    return recovered.Failure();
  }
  if (recovered.Value() > 0)
  {
    ports_.log.Warning(std::to_string(recovered.Value()) +
                       " analyses were in the hands of a node that is not alive any more; they go "
                       "on.");
    ports_.workers.NoteOthers();
  }
  return {};
}

// What is in flight is read first: what begins in between is in hand, too.
Result<void> Heartbeat::CompareHands()
{
  const auto inFlight = ports_.workers.InFlight();
  const auto inHand = ports_.queue.InHand();
  if (!inHand.HasValue())
  {
    return inHand.Failure();
  }
  std::set<AnalysisWorkers::Claimed> lost;
  for (const auto& claimed : inFlight)
  {
    const auto found = inHand.Value().find(claimed.first);
    if (found == inHand.Value().end() || found->second != claimed.second)
    {
      lost.insert(claimed);
    }
  }
  if (!lost.empty())
  {
    ports_.workers.InterruptLost(lost);
  }
  return ReleaseForgotten(inHand.Value(), inFlight);
}

// The connection was lost while it was claimed, and nobody here knows of it.
Result<void> Heartbeat::ReleaseForgotten(const std::map<std::string, std::int64_t>& inHand,
                                         const std::set<AnalysisWorkers::Claimed>& inFlight)
{
  std::map<AnalysisWorkers::Claimed, int> forgotten;
  for (const auto& claimed : inHand)
  {
    if (inFlight.count(claimed) > 0)
    {
      continue;
    }
    const auto before = forgotten_.find(claimed);
    const int beats = before == forgotten_.end() ? 1 : before->second + 1;
    auto released = beats > BeatsUntilForgotten ? Release(claimed) : Result<void>();
    if (!released.HasValue())
    {
      return released;
    }
    forgotten[claimed] = beats;
  }
  forgotten_ = std::move(forgotten);
  return {};
}

Result<void> Heartbeat::Release(const AnalysisWorkers::Claimed& forgotten)
{
  const auto record = ports_.queue.Find(forgotten.first);
  if (!record.HasValue() || record.Value().claims != forgotten.second)
  {
    return record.HasValue() || record.Failure().kind == ErrorKind::NotFound ? Result<void>()
                                                                             : record.Failure();
  }
  auto released = ports_.queue.Release(record.Value(), "");
  if (!released.HasValue() && released.Failure().kind != ErrorKind::StorageFailed)
  {
    return {};  // it went another way meanwhile
  }
  if (released.HasValue())
  {
    ports_.log.Warning("Analysis " + forgotten.first +
                       " was claimed while the connection to the database was lost; it goes on.");
    ports_.workers.Wake();
  }
  return released;
}

Result<void> Heartbeat::Look()
{
  const auto changes = ports_.cluster.Changes();
  if (!changes.HasValue())
  {
    return changes.Failure();
  }
  auto paused = ports_.workers.NotePauses();
  listeners_.whenLooked();
  if (changes_ != changes.Value())
  {
    changes_ = changes.Value();
    ports_.queue.NoteOthers();
    ports_.workers.NoteOthers();
    listeners_.whenChanged();
  }
  return paused;
}

}  // namespace vlm
