// SPDX-License-Identifier: GPL-3.0-or-later
// What the queue's index keeps of a report and its reviews, from its JSON.
#pragma once

#include <json/value.h>

#include "Pipeline/AnalysisQueue.h"

namespace vlm
{

// Of a report as it is served; without the patient, whom a report does not name.
ReportSummary SummaryOfReport(const Json::Value& report);

// Of its newest review; revision 0 where it has none.
ReviewRecord ReviewRecordOf(const Json::Value& report);

}  // namespace vlm
