// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's record of an analysis, from its report.
#pragma once

#include <json/value.h>

#include <string>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

// Where a report was found.
struct ReportPlace
{
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
  std::string orthancSeriesId;  // empty for a study
  std::string orthancStudyId;
  std::string patientId;
  std::string contentVersion;
};

struct RestoredAnalysis
{
  AnalysisRecord record;
  ReportSummary summary;
  ReviewRecord review;  // revision 0: there is none
};

// `stored` is as it is kept, with its reviews. Errors: BadInput (no report of schema version 1, of
// another resource, or of an analysis that did not end).
Result<RestoredAnalysis> RestoreAnalysis(const Json::Value& stored, const ReportPlace& place);

}  // namespace vlm
