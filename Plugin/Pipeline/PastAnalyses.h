// SPDX-License-Identifier: GPL-3.0-or-later
// Port: what the database holds longer than it is wanted (Pipeline/Retention.h).
#pragma once

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"
#include "Pipeline/ResourceLevel.h"

namespace vlm
{

// An analysis that is gone, whose report and readings are still attached to its resource.
struct Removal
{
  std::string analysisId;
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
};

// Thread-safe. Every method may fail with StorageFailed.
class PastAnalyses
{
public:
  virtual ~PastAnalyses() = default;

  // Takes up to `most` analyses that ended before that time out of the queue's records and notes
  // them as removals, both or neither; the earliest first. Those whose report was signed off, or
  // is being reviewed just now, stay. The result is how many.
  virtual Result<int> Expire(Timestamp endedBefore, int most) = 0;

  // Some dozens, those after that analysis, in the order of their identifiers.
  virtual Result<std::vector<Removal>> Removals(const std::string& afterAnalysis) = 0;
  virtual Result<void> EndRemoval(const std::string& analysisId) = 0;

  // Forgets up to `most` entries of the ledger of what left. The result is how many.
  virtual Result<int> ForgetEgress(Timestamp before, int most) = 0;
};

}  // namespace vlm
