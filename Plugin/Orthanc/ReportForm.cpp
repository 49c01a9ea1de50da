// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReportForm.h"

#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{

Result<std::optional<Json::Value>> FindReport(ReportArchive& reports, ReportForm form,
                                              ResourceLevel level, const std::string& orthancId,
                                              const std::string& analysisId)
{
  if (form == ReportForm::Reviewed)
  {
    return reports.Find(level, orthancId, analysisId);
  }
  auto original = reports.Original(level, orthancId, analysisId);
  if (original.HasValue() && original.Value())
  {
    Json::Value& report = *original.Value();
    report.removeMember("Reviews");
    report = ApplyReview(report);  // its members about reviews say that there is none
  }
  return original;
}

Result<std::optional<Json::Value>> NewestReport(ReportArchive& reports, ReportForm form,
                                                ResourceLevel level, const std::string& orthancId)
{
  auto newest = reports.Newest(level, orthancId);
  const bool isReport = newest.HasValue() && newest.Value() && newest.Value()->isObject();
  if (form == ReportForm::Reviewed || !isReport)
  {
    return newest;
  }
  return FindReport(reports, form, level, orthancId, TextOf(*newest.Value(), "AnalysisId"));
}

}  // namespace vlm
