// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisWorkers.h"

#include <exception>

namespace vlm
{

AnalysisWorkers::AnalysisWorkers(const WorkerPorts& ports, const VisionModels& models,
                                 const WorkerSettings& settings)
    : ports_(ports),
      models_(models),
      settings_(settings),
      analyze_(ports.images, ports.clock, settings.burnedIn),
      standstill_(ports.pauses)
{
}

AnalysisWorkers::~AnalysisWorkers()
{
  RequestStop();
  Join();
}

void AnalysisWorkers::Start()
{
  for (int i = 0; i < settings_.workers; ++i)
  {
    threads_.emplace_back([this] { Loop(); });
  }
}

void AnalysisWorkers::RequestStop()
{
  arrived_.Stop();
  ended_.Stop();
  const MutexLock lock(mutex_);
  for (const auto& [claimed, flight] : inFlight_)
  {
    flight.cancellation->Request();
  }
}

void AnalysisWorkers::Join()
{
  for (auto& thread : threads_)
  {
    thread.join();
  }
  threads_.clear();
}

void AnalysisWorkers::Execute(const AnalysisRecord& record)
{
  auto cancellation = std::make_shared<Cancellation>();
  {
    const MutexLock lock(mutex_);
    inFlight_[{record.id, record.claims}] = {record.order, cancellation};
    ++inFlightByModel_[record.order.model];
  }
  if (arrived_.IsStopped())
  {
    cancellation->Request();
  }
  Result<void> outcome;
  try
  {
    outcome = Attempt(record, *cancellation);
  }
  catch (const std::exception& problem)
  {
    outcome = Error{ErrorKind::Internal, std::string("Unexpected problem: ") + problem.what()};
  }
  statistics_.NoteAttempt(record, outcome);
  if (!outcome.HasValue())
  {
    Settle(record, outcome.Failure());
  }
  {
    const MutexLock lock(mutex_);
    inFlight_.erase({record.id, record.claims});
    --inFlightByModel_[record.order.model];
  }
  analyze_.Progress().Forget(record.id);
  ended_.Notify();
  whenEnded_();
}

}  // namespace vlm
