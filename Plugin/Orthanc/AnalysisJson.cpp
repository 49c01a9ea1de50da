// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/AnalysisJson.h"

#include "Pipeline/AnalyzeUnit.h"
#include "Pipeline/ReadingsJson.h"
#include "Report/JsonReport.h"

namespace vlm
{
namespace
{

Json::Value NumberOrNull(const std::optional<double>& number)
{
  return number ? Json::Value(*number) : Json::Value();
}

std::string ReportPath(const AnalysisRecord& record)
{
  return "/" + LevelPath(record.order.level) + "/" + record.order.orthancId + "/vlm/report";
}

Json::Value IdentityToJson(const AnalysisRecord& record)
{
  Json::Value json;
  json["AnalysisId"] = record.id;
  json["Level"] = LevelName(record.order.level);
  json["OrthancId"] = record.order.orthancId;
  json["Model"] = record.order.model;
  json["Status"] = StateName(record.state);
  json["Reason"] = record.reason;
  json["CompletedAt"] = TimeOrNull(record.completedAt);
  json["Modality"] = record.summary.modality;
  json["Impression"] = record.summary.impression;
  json["Findings"] = record.summary.findings;
  json["MaxScore"] = NumberOrNull(record.summary.maxScore);
  json["ReportPath"] = ReportPath(record);
  json["Revision"] = record.reviewRevision;
  json["SignedOff"] = record.isSignedOff;
  return json;
}

Json::Value ProgressToJson(const std::optional<AnalysisStep>& step)
{
  if (!step)
  {
    return {};
  }
  Json::Value json;
  json["Stage"] = StageName(step->stage);
  json["Done"] = step->done;
  json["Of"] = step->of;
  return json;
}

// With how far it has come, while it is running.
Json::Value AnalysisNow(const RestServices& services, const AnalysisRecord& record)
{
  Json::Value json = AnalysisToJson(record);
  if (record.state == AnalysisState::Running)
  {
    json["Progress"] = ProgressToJson(services.workers.Progress().Of(record.id));
  }
  return json;
}

}  // namespace

Json::Value TimeOrNull(const std::optional<Timestamp>& time)
{
  return time ? Json::Value(FormatTimestamp(*time)) : Json::Value();
}

std::string AnalysisPath(const std::string& analysisId)
{
  return "/vlm/analyses/" + analysisId;
}

Json::Value AnalysisToJson(const AnalysisRecord& record)
{
  Json::Value json = IdentityToJson(record);
  json["Path"] = AnalysisPath(record.id);
  json["Attempts"] = record.attempts;
  json["Priority"] = record.order.priority;
  json["Language"] = record.order.language;
  json["QueuedAt"] = FormatTimestamp(record.queuedAt);
  json["StartedAt"] = TimeOrNull(record.startedAt);
  if (record.state == AnalysisState::Queued)
  {
    json["NextAttemptAt"] = FormatTimestamp(record.nextAttemptAt);
  }
  return json;
}

Json::Value AnalysisWithPosition(RestServices& services, const AnalysisRecord& record)
{
  Json::Value json = AnalysisNow(services, record);
  if (record.state == AnalysisState::Queued)
  {
    const auto position = services.queue.Position(record.id);
    json["Position"] = position.HasValue() ? Json::Value(position.Value()) : Json::Value();
  }
  return json;
}

Json::Value AnalysesToJson(RestServices& services, const std::vector<AnalysisRecord>& records)
{
  Json::Value list(Json::arrayValue);
  bool hasPosition = false;
  for (const auto& record : records)
  {
    const bool isFirstQueued = !hasPosition && record.state == AnalysisState::Queued;
    list.append(isFirstQueued ? AnalysisWithPosition(services, record)
                              : AnalysisNow(services, record));
    hasPosition = hasPosition || isFirstQueued;
  }
  return list;
}

Json::Value ReportSummaryToJson(const AnalysisRecord& record)
{
  Json::Value json = IdentityToJson(record);
  json["PatientId"] = record.summary.patientId;
  json["StudyId"] = record.order.orthancStudyId;
  json["Reviewed"] = record.reviewRevision > 0;
  return json;
}

Json::Value ReportOfFailure(const RestServices& services, const AnalysisRecord& record)
{
  ModelIdentity identity{record.order.model, "", "", ""};
  const auto model = services.models.find(record.order.model);
  if (model != services.models.end())
  {
    identity = model->second->Identity();
  }
  AnalysisReport report = FailedReport(record, identity);
  const auto readings =
      services.reports.FindReadings(record.order.level, record.order.orthancId, record.id);
  if (readings.HasValue() && readings.Value())
  {
    report.usage = UsageOf(*readings.Value());
  }
  return ReportToJson(report);
}

}  // namespace vlm
