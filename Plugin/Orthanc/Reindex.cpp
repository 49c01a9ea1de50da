// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Reindex.h"

#include <algorithm>
#include <array>
#include <exception>

#include "Pipeline/ReindexMark.h"
#include "Pipeline/Stopwatch.h"
#include "Pipeline/ThreadPriority.h"

namespace vlm
{
namespace
{

constexpr int StudiesAtOnce = 100;
constexpr std::chrono::milliseconds FirstWait{100};
constexpr std::chrono::milliseconds LongestSleep{60 * 1000};

}  // namespace

std::string ReindexStateName(ReindexProgress::State state)
{
  constexpr std::array<const char*, 4> names = {"Idle", "Running", "Completed", "Failed"};
  return names.at(static_cast<std::size_t>(state));
}

Reindex::Reindex(const ReindexPorts& ports, const Clock& clock, const IngestActivity& ingest)
    : ports_(ports), clock_(clock), ingest_(ingest)
{
}

Reindex::~Reindex()
{
  RequestStop();
  Join();
}

void Reindex::Start()
{
  const auto isDue = IsDue();
  const auto begun = isDue.HasValue() && isDue.Value() ? Begin() : Result<void>();
  const bool isElsewhere = !begun.HasValue() && begun.Failure().kind == ErrorKind::Conflict;
  if (!isDue.HasValue() || (!begun.HasValue() && !isElsewhere))
  {
    const Error& error = isDue.HasValue() ? begun.Failure() : isDue.Failure();
    ports_.log.Error("Whether the database must be rebuilt is not known: " + error.message);
  }
  thread_ = std::thread([this] { Loop(); });
}

void Reindex::RequestStop()
{
  wakeUp_.Stop();
}

void Reindex::Join()
{
  if (thread_.joinable())
  {
    thread_.join();
  }
  if (Progress().state == ReindexProgress::State::Running)
  {
    LetWalkGo();  // another node goes on
  }
}

ReindexProgress Reindex::Progress() const
{
  const MutexLock lock(mutex_);
  return progress_;
}

void Reindex::Loop()
{
  YieldToIngest();
  while (!wakeUp_.IsStopped())
  {
    const auto seen = wakeUp_.Count();
    if (Progress().state == ReindexProgress::State::Running)
    {
      Walk();
    }
    else
    {
      wakeUp_.WaitFor(seen, LongestSleep);
      if (ports_.cluster.IsShared() && wakeUp_.Count() == seen)
      {
        TakeUp();
      }
    }
  }
}

void Reindex::Walk()
{
  Result<void> outcome;
  try
  {
    outcome = WalkStudies();
  }
  catch (const std::exception& problem)
  {
    outcome = Error{ErrorKind::Internal, problem.what()};
  }
  if (!wakeUp_.IsStopped())
  {
    End(outcome);
  }
}

// Again and again while the database or Orthanc refuses.
template <typename Step>
auto Reindex::Insist(const Step& step)
{
  for (auto wait = FirstWait;; wait = std::min(wait * 2, LongestSleep))
  {
    auto done = step();
    const bool isRefused = !done.HasValue() && (done.Failure().kind == ErrorKind::StorageFailed ||
                                                done.Failure().kind == ErrorKind::NotReady);
    if (!isRefused || wakeUp_.IsStopped())
    {
      return done;
    }
    if (wait == FirstWait)
    {
      ports_.log.Warning("Rebuilding the database of analyses waits: " + done.Failure().message);
    }
    wakeUp_.Pause(wait);
  }
}

Result<void> Reindex::WalkStudies()
{
  ports_.log.Warning("The database of analyses is rebuilt from what Orthanc holds.");
  for (int since = 0; !wakeUp_.IsStopped(); since += StudiesAtOnce)
  {
    const std::string path =
        "/studies?since=" + std::to_string(since) + "&limit=" + std::to_string(StudiesAtOnce);
    const auto page = Insist([&] { return ports_.api.GetJson(path); });
    if (!page.HasValue())
    {
      return page.Failure();
    }
    for (const auto& id : page.Value())
    {
      auto walked = id.isString() && !wakeUp_.IsStopped()
                        ? Insist([&] { return WalkStudy(id.asString()); })
                        : Result<void>();
      if (!walked.HasValue())
      {
        return walked;
      }
    }
    if (page.Value().empty())
    {
      return Insist([this] { return ports_.queue.SetMark(ReindexMark, ReindexDone); });
    }
  }
  return {};
}

Result<void> Reindex::WalkStudy(const std::string& studyId)
{
  Stopwatch watch;
  const auto giveWay = [&] { wakeUp_.Pause(ingest_.RestAfter(watch.Lap())); };
  const auto tally = ReindexWalk(ports_, wakeUp_, giveWay).Run(studyId);
  if (!tally.HasValue())
  {
    return tally.Failure();
  }
  {
    const MutexLock lock(mutex_);
    ++progress_.examined;
    progress_.tally.restored += tally.Value().restored;
    progress_.tally.problems += tally.Value().problems;
  }
  giveWay();
  return {};
}

void Reindex::End(const Result<void>& outcome)
{
  LetWalkGo();
  ReindexProgress ended;
  {
    const MutexLock lock(mutex_);
    progress_.state =
        outcome.HasValue() ? ReindexProgress::State::Completed : ReindexProgress::State::Failed;
    progress_.reason = outcome.HasValue() ? "" : outcome.Failure().message;
    progress_.endedAt = clock_.Now();
    ended = progress_;
  }
  const std::string counts = std::to_string(ended.tally.restored) + " analyses in " +
                             std::to_string(ended.examined) + " studies were restored, " +
                             std::to_string(ended.tally.problems) + " problems met.";
  if (outcome.HasValue())
  {
    ports_.log.Warning("The database of analyses is rebuilt: " + counts);
  }
  else
  {
    ports_.log.Error("The database of analyses is not rebuilt: " + ended.reason + ' ' + counts);
  }
}

}  // namespace vlm
