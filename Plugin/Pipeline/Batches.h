// SPDX-License-Identifier: GPL-3.0-or-later
// Port: many resources that are analysed as one job (batch), and how far each has come.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/ResourceLevel.h"

namespace vlm
{

constexpr int PriorityOfBackfill = -100;  // of arriving images 0, of a user's request 100

enum class BatchState
{
  Filling,    // its resources are being written down; nothing of it is begun
  Active,     // its resources are put into the queue, and followed
  Paused,     // what it put into the queue waits
  Resuming,   // what it put into the queue is let go, then it is active
  Canceling,  // what it put into the queue is canceled, then it has ended
  Ended
};

enum class BatchItemState
{
  Given,      // a resource as it was asked for; what is to be analysed of it is not known yet
  Waiting,    // one future analysis
  Queued,     // in the queue or in hand
  Completed,  // or abstained
  Failed,
  Canceled,
  Skipped  // there is nothing to analyse: unknown, deleted, no picture, not wanted by any rule
};

// How the resources of a batch are to be analysed.
struct BatchWish
{
  std::string model;  // empty: as the ingest rules say, or the default one if there is a level
  std::string language = "en";
  std::optional<ResourceLevel> level;  // none: as the ingest rules say
  int priority = PriorityOfBackfill;
  IfKnown ifKnown = IfKnown::Collapse;
};

struct BatchRecord
{
  std::string id;
  std::string server;  // whose job it is
  BatchWish wish;
  BatchState state = BatchState::Filling;
  Timestamp createdAt{};
};

struct BatchItem
{
  std::int64_t position = 0;  // within all batches
  std::string orthancId;
  std::optional<ResourceLevel> level;  // none: as it was given
  std::string analysisId;
  std::string reason;  // why it failed or was skipped
  // Nobody but its batch wants the analysis: it may be canceled with it. Of OwnQueued only.
  bool isOwn = false;
};

struct BatchUnit
{
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
};

struct BatchNews
{
  std::int64_t position = 0;
  BatchItemState state = BatchItemState::Waiting;
  std::string analysisId;
  std::string reason;
};

struct BatchCounts
{
  std::map<BatchItemState, std::int64_t> items;  // without those that became others
  std::int64_t running = 0;                      // of those queued
  std::int64_t Of(BatchItemState state) const;
  std::int64_t Total() const;
  std::int64_t Ended() const;
};

// Thread-safe, also between nodes. Every method may fail with StorageFailed.
class Batches
{
public:
  virtual ~Batches() = default;

  virtual Result<void> Create(const BatchRecord& batch) = 0;
  // Resources as given; those that it has already are not added again.
  virtual Result<void> Add(const std::string& batchId,
                           const std::vector<std::string>& orthancIds) = 0;
  // If its state is one of `from`; else nothing happens. The result is whether it was.
  virtual Result<bool> ChangeState(const std::string& batchId, const std::vector<BatchState>& from,
                                   BatchState to) = 0;
  virtual Result<BatchRecord> Find(const std::string& batchId) = 0;  // also NotFound
  // Those that neither are being filled nor have ended; the oldest first.
  virtual Result<std::vector<BatchRecord>> Open() = 0;
  virtual Result<BatchCounts> Count(const std::string& batchId) = 0;

  // In the order of their positions, behind `after`.
  virtual Result<std::vector<BatchItem>> Items(const std::string& batchId, BatchItemState state,
                                               std::int64_t after, int limit) = 0;
  virtual Result<std::vector<BatchItem>> OwnQueued(const BatchRecord& batch, int limit) = 0;
  // What was given is replaced by what is to be analysed of it, which must be something.
  virtual Result<void> Replace(const std::string& batchId, const BatchItem& given,
                               const std::vector<BatchUnit>& units) = 0;
  virtual Result<void> Note(const std::vector<BatchNews>& news) = 0;
  // The analysis of that resource by that model that was queued since; empty: none.
  virtual Result<std::string> FindSince(const AnalysisOrder& order, Timestamp since) = 0;

  // The following three look at `limit` queued items behind `after`. The result is the position to
  // go on from; none: there are no more.
  using Place = Result<std::optional<std::int64_t>>;
  // Notes which analyses ended or are gone.
  virtual Place Follow(const std::string& batchId, std::int64_t after, int limit) = 0;
  // Its own queued analyses are not due until they are let go.
  virtual Place Hold(const BatchRecord& batch, std::int64_t after, int limit) = 0;
  virtual Place LetGo(const BatchRecord& batch, std::int64_t after, int limit) = 0;

  // What is not in the queue yet never will be: at most `limit`; the result is how many.
  virtual Result<int> CancelWaiting(const std::string& batchId, int limit) = 0;
  // A batch that has ended is active again: what failed or was canceled waits anew.
  virtual Result<void> Reopen(const std::string& batchId) = 0;
  // Forgets what ended or was never filled, of batches made before.
  virtual Result<void> Forget(Timestamp before) = 0;
};

}  // namespace vlm
