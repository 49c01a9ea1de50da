// SPDX-License-Identifier: GPL-3.0-or-later
// The batches of this server among Orthanc's jobs: submitted, found again, paused, resumed.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/BatchFace.h"
#include "Orthanc/OrthancApi.h"

namespace vlm
{

// One of Orthanc's jobs, of whatever kind.
struct JobView
{
  enum class State
  {
    Pending,
    Running,
    Paused,
    Canceled,
    Ended
  };
  std::string id;
  std::string batchId;  // empty: it is none of ours
  State state = State::Ended;
  int priority = 0;
};

// Thread-safe. One at a time in a process: the SDK's callbacks carry no user data.
class BatchJobs
{
public:
  explicit BatchJobs(const OrthancApi& api);
  ~BatchJobs();
  BatchJobs(const BatchJobs&) = delete;
  BatchJobs& operator=(const BatchJobs&) = delete;

  // From now on Orthanc can give back the jobs of earlier starts; before it starts its engine.
  void Register();

  // The identifier of a new job. Errors: StorageFailed.
  Result<std::string> Submit(const std::string& batchId);
  Result<std::vector<JobView>> List() const;
  Result<void> Pause(const std::string& jobId) const;
  Result<void> Resume(const std::string& jobId) const;
  // A job that runs goes behind those that wait, so that they get its thread.
  void Yield(const JobView& job);

  std::vector<std::shared_ptr<BatchFace>> Faces();
  std::shared_ptr<BatchFace> Find(const std::string& batchId);
  // Wakes whoever leads the batches.
  WakeUp& News() { return *news_; }

  // For the SDK's callback. Null: it is none of ours.
  OrthancPluginJob* Restore(const std::string& type, const std::string& serialized);

private:
  OrthancPluginJob* Make(const std::string& batchId, bool isRestored);
  bool IsPaused(const std::string& jobId) const;

  const OrthancApi& api_;
  const std::shared_ptr<WakeUp> news_;
  Mutex mutex_;
  std::map<std::string, std::weak_ptr<BatchFace>> faces_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
