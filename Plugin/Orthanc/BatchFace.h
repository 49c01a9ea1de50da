// SPDX-License-Identifier: GPL-3.0-or-later
// What Orthanc's jobs engine sees of a batch. It only shows: the work is done elsewhere.
#pragma once

#include <condition_variable>
#include <memory>
#include <string>

#include "Pipeline/Mutex.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

// Thread-safe; lives as long as Orthanc keeps the job.
class BatchFace
{
public:
  enum class End
  {
    None,  // it goes on
    Success,
    Failure  // something failed or was canceled: it may be resubmitted
  };

  // `news` learns of resubmission. `isRestored`: the job is of an earlier start of the server.
  BatchFace(std::string batchId, std::shared_ptr<WakeUp> news, bool isRestored);

  const std::string& BatchId() const { return batchId_; }
  std::string Content() const;  // a JSON object
  // What Orthanc keeps of it over a restart.
  const std::string& Serialized() const { return serialized_; }
  float Progress() const;
  End HowItEnded() const;
  void Show(const std::string& content, float progress, End end);

  // Waits for an end or for EndStep, a second at most: the engine reads the content after it.
  End Step();
  void EndStep();
  // Nothing waits any more: the server stops.
  void Close();

  void Resubmit();
  // Until it is forgotten it cannot end.
  bool IsResubmitted() const;
  void ForgetResubmission();
  // True at the first call of a restored one.
  bool TakeRestoration();

private:
  const std::string batchId_;
  const std::string serialized_;
  const std::shared_ptr<WakeUp> news_;
  mutable Mutex mutex_;
  std::condition_variable_any changed_;
  std::string content_ VLM_GUARDED_BY(mutex_);
  float progress_ VLM_GUARDED_BY(mutex_) = 0.0F;
  End end_ VLM_GUARDED_BY(mutex_) = End::None;
  bool isStepOver_ VLM_GUARDED_BY(mutex_) = false;
  bool isClosed_ VLM_GUARDED_BY(mutex_) = false;
  bool isResubmitted_ VLM_GUARDED_BY(mutex_) = false;
  bool isRestored_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
