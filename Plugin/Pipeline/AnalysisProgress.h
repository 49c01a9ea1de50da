// SPDX-License-Identifier: GPL-3.0-or-later
// How far each analysis in hand has come, for people who watch it. In memory only: after a restart
// it begins anew, as they do. Thread-safe; never blocks for long, so fibers may use it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "Pipeline/Mutex.h"

namespace vlm
{

enum class AnalysisStage
{
  Images,
  Reading,
  Verifying,
  Storing
};

std::string StageName(AnalysisStage stage);  // "Images", ...

struct AnalysisStep
{
  AnalysisStage stage = AnalysisStage::Images;
  int done = 0;  // of the stage's parts: looks of a model
  int of = 0;    // how many there will be at most, which changes as the model answers; 0: no parts
};

class AnalysisProgress
{
public:
  void Note(const std::string& analysisId, const AnalysisStep& step);
  void Forget(const std::string& analysisId);

  // No value: it is not in hand.
  std::optional<AnalysisStep> Of(const std::string& analysisId) const;

  // Grows with each note.
  std::uint64_t Changes() const;

private:
  mutable Mutex mutex_;
  std::map<std::string, AnalysisStep> steps_ VLM_GUARDED_BY(mutex_);
  std::uint64_t changes_ VLM_GUARDED_BY(mutex_) = 0;
};

}  // namespace vlm
