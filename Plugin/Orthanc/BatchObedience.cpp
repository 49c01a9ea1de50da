// SPDX-License-Identifier: GPL-3.0-or-later
// What users do to the jobs of batches in Orthanc, done to the batches.
#include <algorithm>

#include "Orthanc/BatchKeeper.h"

namespace vlm
{
namespace
{

struct StateChange
{
  std::vector<BatchState> from;  // in other states nothing happens
  BatchState to;
};

StateChange ChangeFor(JobView::State state)
{
  switch (state)
  {
    case JobView::State::Canceled:
      return {{BatchState::Active, BatchState::Paused, BatchState::Resuming},
              BatchState::Canceling};
    case JobView::State::Paused:
      return {{BatchState::Active, BatchState::Resuming}, BatchState::Paused};
    case JobView::State::Pending:
    case JobView::State::Running:
      return {{BatchState::Paused}, BatchState::Resuming};
    case JobView::State::Ended:
      break;
  }
  return {{}, BatchState::Ended};
}

}  // namespace

bool BatchKeeper::IsOurs(const BatchRecord& batch) const
{
  return batch.server == server_ || !ports_.cluster.IsShared();
}

// What users did to the jobs of this server becomes the state of their batches. A batch whose job
// is gone gets a new one: Orthanc ran without the plugin, or was killed before it wrote it down.
Result<BatchKeeper::Jobs> BatchKeeper::ObeyJobs()
{
  const MutexLock lock(submission_);
  const auto open = ports_.batches.Open();
  auto jobs = jobs_.List();
  if (!open.HasValue() || !jobs.HasValue())
  {
    return open.HasValue() ? jobs.Failure() : open.Failure();
  }
  for (const auto& batch : open.Value())
  {
    if (!IsOurs(batch))
    {
      continue;
    }
    const auto job = std::find_if(jobs.Value().begin(), jobs.Value().end(),
                                  [&](const auto& one) { return one.batchId == batch.id; });
    Result<void> obeyed;
    if (job != jobs.Value().end())
    {
      obeyed = Obey(batch, *job);
    }
    else if (const auto submitted = jobs_.Submit(batch.id); !submitted.HasValue())
    {
      obeyed = submitted.Failure();
    }
    if (!obeyed.HasValue())
    {
      return obeyed.Failure();
    }
  }
  return jobs;
}

Result<void> BatchKeeper::Obey(const BatchRecord& batch, const JobView& job)
{
  const auto face = jobs_.Find(batch.id);
  if (face != nullptr && face->TakeRestoration())
  {
    // The engine may have forgotten in which state it was when the server ended.
    const bool isPaused = batch.state == BatchState::Paused;
    if (isPaused && job.state != JobView::State::Paused)
    {
      auto paused = jobs_.Pause(job.id);
      face->EndStep();
      return paused;
    }
    if (!isPaused && job.state == JobView::State::Paused)
    {
      return jobs_.Resume(job.id);
    }
  }
  return ObeyState(batch, job.state);
}

Result<void> BatchKeeper::ObeyState(const BatchRecord& batch, JobView::State state)
{
  const auto [from, to] = ChangeFor(state);
  if (std::find(from.begin(), from.end(), batch.state) == from.end())
  {
    return {};
  }
  const auto changed = ports_.batches.ChangeState(batch.id, from, to);
  return changed.HasValue() ? Result<void>() : changed.Failure();
}

Result<void> BatchKeeper::TakeResubmissions()
{
  for (const auto& face : jobs_.Faces())
  {
    if (!face->IsResubmitted())
    {
      continue;
    }
    const auto batch = ports_.batches.Find(face->BatchId());
    if (!batch.HasValue() && batch.Failure().kind != ErrorKind::NotFound)
    {
      return batch.Failure();
    }
    if (batch.HasValue() && batch.Value().state == BatchState::Canceling)
    {
      continue;  // first that, then this
    }
    auto reopened = ports_.batches.Reopen(face->BatchId());
    if (!reopened.HasValue())
    {
      return reopened;
    }
    face->ForgetResubmission();
  }
  return {};
}

}  // namespace vlm
