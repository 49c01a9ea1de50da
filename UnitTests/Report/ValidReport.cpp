// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ValidReport.h"

#include <gtest/gtest.h>

#include "Findings/SchemaCheck.h"
#include "Report/JsonReport.h"
#include "Report/ReportSchemas.h"
#include "Report/SampleReport.h"

namespace vlm
{

void ExpectValid(const Json::Value& report)
{
  const auto check =
      SchemaCheck(vlm_report_Files().Find("Schemas/report.schema.json").value()).Check(report);
  EXPECT_TRUE(check.HasValue()) << (check.HasValue() ? "" : check.Failure().message);
}

Json::Value FailedInstance()
{
  AnalysisReport report = SampleReport();
  report.analysisId = "9ba7b812-9dad-11d1-80b4-00c04fd430c8";
  report.level = "Instance";
  report.orthancId = "instance-9";
  report.seriesInstanceUid = "1.2.3.9";
  report.modality = "CR";
  report.status = ReportStatus::Failed;
  report.reason = "The model is not reachable.";
  report.findings.clear();
  report.rejected.clear();
  report.images.resize(1);
  report.images[0].identity.orthancId = "instance-9";
  report.narrative = {};
  report.timing.queuedAt -= std::chrono::hours(1);
  return ReportToJson(report);
}

}  // namespace vlm
