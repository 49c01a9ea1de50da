// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Retention.h"

#include <exception>
#include <utility>

#include "Pipeline/ReindexMark.h"
#include "Pipeline/Stopwatch.h"
#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr const char* Duty = "retention";
constexpr int AnalysesAtOnce = 20;
constexpr int EntriesAtOnce = 500;
constexpr std::chrono::milliseconds RestWhenDone{10 * 60 * 1000};
constexpr std::chrono::milliseconds RestAfterFailure{60 * 1000};
constexpr std::chrono::milliseconds RestAfterStep{20};

}  // namespace

Retention::Retention(RetentionPorts ports, RetentionSettings settings)
    : ports_(std::move(ports)), settings_(settings)
{
}

Retention::~Retention()
{
  RequestStop();
  Join();
}

// Also where nothing is to be kept shorter any more: what was begun is ended.
void Retention::Start()
{
  thread_ = std::thread([this] { Loop(); });
}

void Retention::RequestStop()
{
  wakeUp_.Stop();
}

void Retention::Join()
{
  if (thread_.joinable())
  {
    thread_.join();
  }
}

void Retention::Loop()
{
  YieldToIngest();
  while (!wakeUp_.IsStopped())
  {
    Stopwatch watch;
    const auto rest = StepOrRest();
    wakeUp_.Pause(rest + ports_.ingest.RestAfter(watch.Lap()));
  }
}

std::chrono::milliseconds Retention::StepOrRest()
{
  try
  {
    const auto step = Step();
    if (step.HasValue())
    {
      return step.Value() ? RestAfterStep : RestWhenDone;
    }
    ports_.log.Warning("Old analyses cannot be removed now: " + step.Failure().message);
  }
  catch (const std::exception& problem)
  {
    ports_.log.Error(std::string("Old analyses cannot be removed: ") + problem.what());
  }
  return RestAfterFailure;
}

Result<bool> Retention::Step()
{
  auto mayWork = MayWork();
  if (!mayWork.HasValue() || !mayWork.Value())
  {
    return mayWork;
  }
  const auto expired = Expire();
  const auto removed = expired.HasValue() ? RemoveAttachments() : expired;
  auto forgotten = removed.HasValue() ? ForgetEgress() : removed;
  if (!forgotten.HasValue())
  {
    return forgotten;
  }
  const bool isMoreLeft = expired.Value() || removed.Value() || forgotten.Value();
  if (!isMoreLeft && removed_ > 0)
  {
    ports_.log.Info(std::to_string(removed_) + " analyses were removed that ended more than " +
                    std::to_string(settings_.analyses.count()) + " hours ago (Vlm.RetentionDays).");
    removed_ = 0;
  }
  return isMoreLeft;
}

// Not while the database is rebuilt: objects of what is just put back are not known yet.
Result<bool> Retention::MayWork()
{
  const auto mark = ports_.queue.FindMark(ReindexMark);
  if (!mark.HasValue())
  {
    return mark.Failure();
  }
  if (mark.Value() && *mark.Value() == ReindexBegun)
  {
    return false;
  }
  return ports_.cluster.TryHold(Duty);
}

Result<bool> Retention::Expire()
{
  if (settings_.analyses.count() == 0)
  {
    return false;
  }
  const auto expired = ports_.past.Expire(ports_.clock.Now() - settings_.analyses, AnalysesAtOnce);
  if (!expired.HasValue())
  {
    return expired.Failure();
  }
  if (expired.Value() > 0)
  {
    removed_ += expired.Value();
    ports_.queue.NoteOthers();
    ports_.whenRemoved();
  }
  return expired.Value() > 0;
}

// What cannot be removed now is passed over, and tried again once the rest is gone.
Result<bool> Retention::RemoveAttachments()
{
  const auto removals = ports_.past.Removals(keptRemoval_);
  if (!removals.HasValue())
  {
    return removals.Failure();
  }
  for (const auto& removal : removals.Value())
  {
    if (wakeUp_.IsStopped())
    {
      return false;
    }
    const auto removed =
        ports_.reports.Remove(removal.level, removal.orthancId, removal.analysisId);
    if (!removed.HasValue() && removed.Failure().kind != ErrorKind::NotFound)
    {
      NoteKept(removal, removed.Failure());
      continue;
    }
    const auto ended = ports_.past.EndRemoval(removal.analysisId);
    if (!ended.HasValue())
    {
      return ended.Failure();
    }
  }
  if (removals.Value().empty())
  {
    keptRemoval_.clear();
    hasToldOfKept_ = false;
  }
  return !removals.Value().empty();
}

void Retention::NoteKept(const Removal& removal, const Error& error)
{
  keptRemoval_ = removal.analysisId;
  if (!std::exchange(hasToldOfKept_, true))
  {
    ports_.log.Warning("The report of the old analysis " + removal.analysisId +
                       " cannot be removed yet: " + error.message);
  }
}

Result<bool> Retention::ForgetEgress()
{
  if (settings_.egress.count() == 0)
  {
    return false;
  }
  const auto forgotten =
      ports_.past.ForgetEgress(ports_.clock.Now() - settings_.egress, EntriesAtOnce);
  return forgotten.HasValue() ? Result<bool>(forgotten.Value() > 0) : forgotten.Failure();
}

}  // namespace vlm
