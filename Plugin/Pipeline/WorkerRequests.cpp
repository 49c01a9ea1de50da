// SPDX-License-Identifier: GPL-3.0-or-later
// What others ask of AnalysisWorkers: to end something early, to wait, to tell how something ended.
#include "Pipeline/AnalysisWorkers.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds LongestWait{2};  // a model may become paused in silence

}  // namespace

void AnalysisWorkers::NoteOthers()
{
  arrived_.Notify();
  ended_.Notify();
}

Result<void> AnalysisWorkers::NotePauses()
{
  const auto hasChanged = standstill_.Refresh();
  if (!hasChanged.HasValue())
  {
    return hasChanged.Failure();
  }
  if (hasChanged.Value())
  {
    NoteOthers();
  }
  return {};
}

void AnalysisWorkers::Interrupt(const std::string& analysisId)
{
  {
    const MutexLock lock(mutex_);
    for (const auto& [claimed, flight] : inFlight_)
    {
      if (claimed.first == analysisId)
      {
        flight.cancellation->Request();
      }
    }
  }
  ended_.Notify();  // whoever waits for it sees that it is gone
}

std::set<AnalysisWorkers::Claimed> AnalysisWorkers::InFlight() const
{
  const MutexLock lock(mutex_);
  std::set<Claimed> all;
  for (const auto& [claimed, flight] : inFlight_)
  {
    all.insert(claimed);
  }
  return all;
}

void AnalysisWorkers::InterruptLost(const std::set<Claimed>& lost)
{
  {
    const MutexLock lock(mutex_);
    for (const auto& claimed : lost)
    {
      const auto found = inFlight_.find(claimed);
      if (found != inFlight_.end())
      {
        found->second.cancellation->Request();
      }
    }
  }
  ended_.Notify();
}

void AnalysisWorkers::InterruptOf(const std::string& orthancId)
{
  const MutexLock lock(mutex_);
  for (const auto& [claimed, flight] : inFlight_)
  {
    const AnalysisOrder& order = flight.order;
    if (order.orthancId == orthancId || order.orthancSeriesId == orthancId ||
        order.orthancStudyId == orthancId)
    {
      flight.cancellation->Request();
    }
  }
}

void AnalysisWorkers::Hold(const std::string& model)
{
  const MutexLock lock(mutex_);
  held_.insert(model);
}

void AnalysisWorkers::LetGo(const std::string& model)
{
  {
    const MutexLock lock(mutex_);
    held_.erase(model);
  }
  Wake();
}

bool AnalysisWorkers::IsHeld(const std::string& model) const
{
  const MutexLock lock(mutex_);
  return held_.count(model) > 0;
}

// No value: it runs, or may be begun soon.
std::optional<Error> AnalysisWorkers::WhyWaiting(const AnalysisRecord& record) const
{
  if (record.state != AnalysisState::Queued)
  {
    return std::nullopt;
  }
  const std::string subject = "Analysis " + record.id + " waits in the queue: ";
  const auto paused = standstill_.ReasonFor(record.order.model);
  if (paused)
  {
    return Error{ErrorKind::ModelPaused, subject + *paused + '.'};
  }
  if (record.order.priority < 0 && !settings_.hours.Include(ports_.clock.Now()))
  {
    return Error{ErrorKind::ModelPaused,
                 subject + "what has a priority below zero is analysed during AnalysisHours (" +
                     settings_.hours.Text() + ")."};
  }
  const auto model = models_.find(record.order.model);
  const ModelHealth health = model == models_.end() ? ModelHealth() : model->second->Health();
  const bool isClosed = !health.isForbidden && (health.state == ModelState::Paused ||
                                                health.state == ModelState::Exhausted);
  return isClosed ? std::optional<Error>(Error{ErrorKind::ModelPaused,
                                               "Analysis " + record.id + " waits for model '" +
                                                   record.order.model + "': " + health.reason})
                  : std::nullopt;
}

Result<AnalysisRecord> AnalysisWorkers::WaitForEnd(const std::string& analysisId)
{
  for (;;)
  {
    const auto seen = ended_.Count();
    auto record = ports_.queue.Find(analysisId);
    if (!record.HasValue() || HasEnded(record.Value().state))
    {
      return record;
    }
    if (ended_.IsStopped())
    {
      return Error{ErrorKind::NotReady, "The server is stopping; analysis " + analysisId +
                                            " goes on after its next start."};
    }
    const auto waiting = WhyWaiting(record.Value());
    if (waiting)
    {
      return *waiting;
    }
    ended_.WaitFor(seen, LongestWait);
  }
}

}  // namespace vlm
