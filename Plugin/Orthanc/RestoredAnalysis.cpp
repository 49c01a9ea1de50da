// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RestoredAnalysis.h"

#include <algorithm>

#include "Foundation/Uuid.h"
#include "Pipeline/ReportIndexing.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

Error NotTheReport(const std::string& why)
{
  return {ErrorKind::BadInput, "The stored report cannot be taken: " + why};
}

Result<void> Check(const Json::Value& report, const ReportPlace& place)
{
  constexpr std::int64_t schemaVersion = 1;
  if (CountOf(report, "SchemaVersion") != schemaVersion)
  {
    return NotTheReport("it is not of schema version 1.");
  }
  if (!IsUuid(TextOf(report, "AnalysisId")))
  {
    return NotTheReport("AnalysisId is '" + TextOf(report, "AnalysisId") + "', which is no UUID.");
  }
  if (TextOf(report, "Level") != LevelName(place.level) ||
      TextOf(report, "OrthancId") != place.orthancId)
  {
    return NotTheReport("it is of " + TextOf(report, "Level") + " '" + TextOf(report, "OrthancId") +
                        "'.");
  }
  const auto state = StateFromName(TextOf(report, "Status"));
  if (!state || !HasEnded(*state))
  {
    return NotTheReport("Status is '" + TextOf(report, "Status") + "'.");
  }
  return {};
}

std::optional<Timestamp> TimeOf(const Json::Value& report, const char* key)
{
  return ParseTimestamp(TextOf(MemberOf(report, "Timing"), key));
}

AnalysisOrder OrderOf(const Json::Value& report, const ReportPlace& place)
{
  AnalysisOrder order;
  order.level = place.level;
  order.orthancId = place.orthancId;
  order.orthancSeriesId = place.orthancSeriesId;
  order.orthancStudyId = place.orthancStudyId;
  order.contentVersion = place.contentVersion;
  order.model = TextOf(MemberOf(report, "Model"), "Name");
  order.language = TextOf(MemberOf(report, "Narrative"), "Language");
  order.maxImages = std::max(1, static_cast<int>(ListOf(report, "Images").size()));
  return order;
}

}  // namespace

Result<RestoredAnalysis> RestoreAnalysis(const Json::Value& stored, const ReportPlace& place)
{
  const auto checked = Check(stored, place);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  const Json::Value report = ApplyReview(stored);
  RestoredAnalysis restored;
  AnalysisRecord& record = restored.record;
  record.id = TextOf(report, "AnalysisId");
  record.order = OrderOf(report, place);
  record.state = StateFromName(TextOf(report, "Status")).value_or(AnalysisState::Completed);
  record.attempts = 1;
  const auto queued = TimeOf(report, "QueuedAt");
  record.completedAt = TimeOf(report, "CompletedAt").value_or(queued.value_or(Timestamp()));
  record.queuedAt = queued.value_or(*record.completedAt);
  record.nextAttemptAt = record.queuedAt;
  record.startedAt = TimeOf(report, "StartedAt").value_or(record.queuedAt);
  record.reason = TextOf(report, "Reason");
  restored.review = ReviewRecordOf(report);
  record.reviewRevision = restored.review.revision;
  record.isSignedOff = restored.review.isSignedOff;
  restored.summary = restored.review.summary;
  restored.summary.patientId = place.patientId;
  record.summary = restored.summary;
  return restored;
}

}  // namespace vlm
