// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/AnalysisProgress.h"

namespace vlm
{

std::string StageName(AnalysisStage stage)
{
  switch (stage)
  {
    case AnalysisStage::Images:
      return "Images";
    case AnalysisStage::Reading:
      return "Reading";
    case AnalysisStage::Verifying:
      return "Verifying";
    case AnalysisStage::Storing:
      break;
  }
  return "Storing";
}

void AnalysisProgress::Note(const std::string& analysisId, const AnalysisStep& step)
{
  const MutexLock lock(mutex_);
  steps_[analysisId] = step;
  ++changes_;
}

void AnalysisProgress::Forget(const std::string& analysisId)
{
  const MutexLock lock(mutex_);
  changes_ += steps_.erase(analysisId);
}

std::optional<AnalysisStep> AnalysisProgress::Of(const std::string& analysisId) const
{
  const MutexLock lock(mutex_);
  const auto found = steps_.find(analysisId);
  return found == steps_.end() ? std::nullopt : std::optional<AnalysisStep>(found->second);
}

std::uint64_t AnalysisProgress::Changes() const
{
  const MutexLock lock(mutex_);
  return changes_;
}

}  // namespace vlm
