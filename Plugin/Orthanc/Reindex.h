// SPDX-License-Identifier: GPL-3.0-or-later
// Rebuilds the database of analyses from what Orthanc holds: when asked to, and at the first start
// on an empty database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "Orthanc/ReindexWalk.h"
#include "Pipeline/Clock.h"
#include "Pipeline/IngestActivity.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

struct ReindexProgress
{
  enum class State
  {
    Idle,  // since the start of the server
    Running,
    Completed,
    Failed
  };
  State state = State::Idle;
  std::int64_t examined = 0;  // studies
  ReindexTally tally;
  std::optional<Timestamp> startedAt;
  std::optional<Timestamp> endedAt;
  std::string reason;  // why it failed
};

std::string ReindexStateName(ReindexProgress::State state);

// Thread-safe. Walks in a thread of its own, which gives way to arriving images; what was begun
// when the server ends is begun anew at its next start. While the database or Orthanc does not
// answer, it waits. Of several nodes one walks at a time; what it leaves undone when it dies,
// another one begins anew. A study that is deleted meanwhile may hide another one from the walk.
class Reindex
{
public:
  Reindex(const ReindexPorts& ports, const Clock& clock, const IngestActivity& ingest);
  ~Reindex();

  // Orthanc must answer; before anything is queued.
  void Start();
  void RequestStop();
  void Join();

  // Errors: Conflict (it runs already, here or on another node), StorageFailed.
  Result<void> Begin();
  ReindexProgress Progress() const;

  // The whole walk, for tests without a thread.
  void Walk();

private:
  Result<bool> IsDue();
  Result<void> HoldWalk();
  void LetWalkGo();
  Result<void> MarkBegun();
  void TakeUp();
  void Loop();
  template <typename Step>
  auto Insist(const Step& step);
  Result<void> WalkStudies();
  Result<void> WalkStudy(const std::string& studyId);
  void End(const Result<void>& outcome);

  ReindexPorts ports_;
  const Clock& clock_;
  const IngestActivity& ingest_;
  WakeUp wakeUp_;
  std::thread thread_;
  mutable Mutex mutex_;
  ReindexProgress progress_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
