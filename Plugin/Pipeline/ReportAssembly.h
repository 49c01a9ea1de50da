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

// The statements and locations of the first reading, verified against pixels and the other
// readings; usage and warnings of all. `readings` has at least one, and the first is parsed.
void AddReadings(const std::vector<Reading>& readings, const std::vector<Frame>& frames,
                 AnalysisReport& report);

// Judges the whole: what nobody looked at is not without abnormality.
void Conclude(AnalysisReport& report);

void AddTimes(const StageTimes& times, Timestamp completedAt, AnalysisReport& report);

}  // namespace vlm
