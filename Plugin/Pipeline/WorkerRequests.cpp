// SPDX-License-Identifier: GPL-3.0-or-later
// What others ask of AnalysisWorkers: to end something early, to wait, to tell how something ended.
#include "Pipeline/AnalysisWorkers.h"

namespace vlm
{
namespace
{

constexpr std::chrono::seconds LongestWait{2};  // a model may become paused in silence

}  // namespace

void AnalysisWorkers::Interrupt(const std::string& analysisId)
{
  {
    const MutexLock lock(mutex_);
    const auto found = inFlight_.find(analysisId);
    if (found != inFlight_.end())
    {
      found->second.cancellation->Request();
    }
  }
  ended_.Notify();  // whoever waits for it sees that it is gone
}

void AnalysisWorkers::InterruptOf(const std::string& orthancId)
{
  const MutexLock lock(mutex_);
  for (const auto& [id, flight] : inFlight_)
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
    const auto model = models_.find(record.Value().order.model);
    const ModelHealth health = model == models_.end() ? ModelHealth() : model->second->Health();
    const bool isClosed = !health.isForbidden && (health.state == ModelState::Paused ||
                                                  health.state == ModelState::Exhausted);
    if (isClosed && record.Value().state == AnalysisState::Queued)
    {
      return Error{ErrorKind::ModelPaused, "Analysis " + analysisId + " waits for model '" +
                                               record.Value().order.model + "': " + health.reason};
    }
    ended_.WaitFor(seen, LongestWait);
  }
}

}  // namespace vlm
