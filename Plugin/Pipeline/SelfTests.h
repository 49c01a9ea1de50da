// SPDX-License-Identifier: GPL-3.0-or-later
// Runs models' self-tests and remembers how the last one of each ended.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "Foundation/Cancellation.h"
#include "Foundation/Time.h"
#include "Model/VisionModel.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Mutex.h"

namespace vlm
{

struct SelfTestRecord
{
  Result<SelfTestOutcome> outcome;
  Timestamp testedAt{};
};

// Thread-safe. Run may suspend the calling fiber; no lock is held then.
class SelfTests
{
public:
  explicit SelfTests(const Clock& clock) : clock_(clock) {}

  // Errors: those of VisionModel::Test, and Internal (it threw). All but Canceled are remembered.
  SelfTestRecord Run(const std::string& name, VisionModel& model, const Cancellation& cancellation);
  // None: not tested since the start.
  std::optional<SelfTestRecord> Last(const std::string& name) const;

  // For tests that nobody but a stopping server cancels.
  const Cancellation& Stopping() const { return stopping_; }
  void RequestStop() { stopping_.Request(); }

private:
  const Clock& clock_;
  Cancellation stopping_;
  mutable Mutex mutex_;
  std::map<std::string, SelfTestRecord> last_ VLM_GUARDED_BY(mutex_);
};

}  // namespace vlm
