// SPDX-License-Identifier: GPL-3.0-or-later
// What the threads of AnalysisWorkers do: claim what may be begun, begin it, give way to ingest.
#include <algorithm>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/protected_fixedsize_stack.hpp>
#include <exception>

#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Stopwatch.h"
#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds LongestSleep{60};
// DCMTK needs several 100 KB for some character sets (Orthanc/RestRoutes.cpp). Memory is taken as
// it is touched.
constexpr std::size_t StackBytes = std::size_t{2} << 20;
// About 650 MB as display and modality values; more are begun once some end.
constexpr std::int64_t MostPixelsInFlight = 128LL * 1024 * 1024;

bool MayBegin(const ModelHealth& health, int begun, int workers)
{
  if (health.isForbidden)
  {
    return true;
  }
  switch (health.state)
  {
    case ModelState::Open:
      // Some more than may be asked at once: their images are read while others are being asked, so
      // that a model never waits for us.
      return health.capacity == 0 || begun < health.capacity + workers + health.capacity / 4;
    case ModelState::Probing:
      // Without a time, somebody else tries already.
      return begun == 0 && health.opensAt.has_value();
    case ModelState::Paused:
    case ModelState::Exhausted:
      break;
  }
  return false;
}

}  // namespace

struct AnalysisWorkers::ThreadFibers
{
  int count = 0;  // touched by this thread's fibers only
};

void AnalysisWorkers::Loop()
{
  YieldToIngest();
  ThreadFibers fibers;
  while (!arrived_.IsStopped())
  {
    bool isTroubled = false;
    try
    {
      ClaimOrWait(fibers);
    }
    catch (const std::exception& problem)
    {
      ports_.log.Error(std::string("A worker met an unexpected problem: ") + problem.what());
      isTroubled = true;
    }
    if (isTroubled)  // not in the handler: fibers share the thread's exceptions
    {
      arrived_.Pause(settings_.pauseAfterTrouble);
    }
  }
  // Everything in flight was asked to end early.
  while (fibers.count > 0)
  {
    boost::this_fiber::sleep_for(std::chrono::milliseconds(2));
  }
}

void AnalysisWorkers::ClaimOrWait(ThreadFibers& fibers)
{
  Stopwatch watch;
  const auto seen = arrived_.Count();
  const auto choice = ChoiceNow();
  const auto claimed =
      HoldsTooManyPixels() ? Result<std::optional<AnalysisRecord>>(std::nullopt) : Claim(choice);
  if (!claimed.HasValue())
  {
    arrived_.Pause(settings_.pauseAfterTrouble);
  }
  else if (claimed.Value())
  {
    Launch(*claimed.Value(), fibers);
    arrived_.Pause(ports_.ingest.RestAfter(watch.Lap()));
  }
  else
  {
    arrived_.WaitFor(seen, TimeUntilNextDue(choice));
  }
}

bool AnalysisWorkers::HoldsTooManyPixels() const
{
  return analyze_.PixelCount() > MostPixelsInFlight;
}

// Runs until the analysis first waits for something, or ends.
void AnalysisWorkers::Launch(const AnalysisRecord& record, ThreadFibers& fibers)
{
  const auto run = [this, record, &fibers]
  {
    try
    {
      Execute(record);
    }
    catch (const std::exception& problem)  // would end the process
    {
      ports_.log.Error(std::string("An analysis met an unexpected problem: ") + problem.what());
    }
    --fibers.count;
    arrived_.Notify();  // there is room for another one
  };
  ++fibers.count;
  try
  {
    boost::fibers::fiber(boost::fibers::launch::dispatch, std::allocator_arg,
                         boost::fibers::protected_fixedsize_stack(StackBytes), run)
        .detach();
  }
  catch (const std::exception&)  // there is no memory for a stack
  {
    --fibers.count;
    const auto ignored = ports_.queue.Release(record, "");
    throw;
  }
}

std::vector<std::string> AnalysisWorkers::WaitingModels() const
{
  std::vector<std::string> waiting;
  for (const auto& [name, model] : models_)
  {
    const ModelHealth health = model->Health();
    const MutexLock lock(mutex_);
    const auto begun = inFlightByModel_.find(name);
    const int count = begun == inFlightByModel_.end() ? 0 : begun->second;
    if (held_.count(name) > 0 || standstill_.ReasonFor(name) ||
        !MayBegin(health, count, settings_.workers))
    {
      waiting.push_back(name);
    }
  }
  return waiting;
}

// Outside of the hours of backfill only what is no backfill.
ClaimChoice AnalysisWorkers::ChoiceNow() const
{
  const bool isAny = settings_.hours.Include(ports_.clock.Now());
  return {WaitingModels(), isAny ? std::nullopt : std::optional<int>(0)};
}

std::chrono::milliseconds AnalysisWorkers::TimeUntilNextDue(const ClaimChoice& choice) const
{
  std::chrono::milliseconds sleep = LongestSleep;
  const Timestamp now = ports_.clock.Now();
  const auto nextLook = settings_.hours.NextLook(now);
  if (nextLook)
  {
    sleep = std::min<std::chrono::milliseconds>(sleep, *nextLook - now);
  }
  for (const auto& name : choice.waiting)
  {
    const auto opensAt = models_.at(name)->Health().opensAt;
    if (opensAt && *opensAt > now)
    {
      sleep = std::min<std::chrono::milliseconds>(sleep, *opensAt - now);
    }
  }
  const auto due = ports_.queue.NextDue(choice);
  if (!due.HasValue())
  {
    return settings_.pauseAfterTrouble;
  }
  if (due.Value())
  {
    sleep = std::min<std::chrono::milliseconds>(sleep, *due.Value() - now);
  }
  // What is due but not begun waits for pixels of others, whose end wakes us.
  constexpr std::chrono::milliseconds soon{1};
  constexpr std::chrono::milliseconds later{1000};
  return std::max(sleep, HoldsTooManyPixels() ? later : soon);
}

Result<std::optional<AnalysisRecord>> AnalysisWorkers::Claim(const ClaimChoice& choice)
{
  auto claimed = ports_.queue.Claim(choice);
  if (!claimed.HasValue() && news_.IsNews("queue", claimed.Failure().message, ports_.clock.Now()))
  {
    ports_.log.Error("The queue cannot be read: " + claimed.Failure().message);
  }
  return claimed;
}

bool AnalysisWorkers::WorkOnce()
{
  const auto claimed = Claim(ChoiceNow());
  if (!claimed.HasValue() || !claimed.Value())
  {
    return !claimed.HasValue();
  }
  Execute(*claimed.Value());
  return true;
}

}  // namespace vlm
