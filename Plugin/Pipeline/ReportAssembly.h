// SPDX-License-Identifier: GPL-3.0-or-later
// What the stages of an analysis found, put together into its report.
#pragma once

#include "Pipeline/AnalyzeUnit.h"
#include "Pipeline/FrameGate.h"
#include "Pipeline/KeyFrameLoading.h"

namespace vlm
{

// The report before anything was looked at.
AnalysisReport EmptyReport(const AnalysisRecord& record, const ModelIdentity& model);

// Says which images the report is about, and of those that may not leave why.
void AddImages(const ResourceDescription& description, const LoadedFrames& loaded,
               const GatedFrames& gated, AnalysisReport& report);

// What a model answered, and what its words on places are judged by.
struct ReadingResults
{
  std::vector<Reading> readings;  // at least one, the first parsed
  ReadingNoise noise;
  FrameEvidence* evidence = nullptr;
};

// The findings of all readings, verified; the narrative of the first; usage and warnings of all.
void AddReadings(const ReadingResults& results, const std::vector<Frame>& frames,
                 AnalysisReport& report);

// Judges the whole: what nobody looked at is not without abnormality.
void Conclude(AnalysisReport& report);

void AddTimes(const StageTimes& times, Timestamp completedAt, AnalysisReport& report);

}  // namespace vlm
