// SPDX-License-Identifier: GPL-3.0-or-later
// What a person says of a report.
#include <algorithm>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Orthanc/ReportLookup.h"
#include "Orthanc/ReportSelection.h"
#include "Orthanc/RestHandlers.h"
#include "Orthanc/Reviewer.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr std::size_t LargestBody = std::size_t{1024} * 1024;

// A part of a report cannot be reviewed: what is not seen would be lost.
Result<AnalysisRecord> InResource(const AnalysisRecord& record, const ResourceReference& resource)
{
  const AnalysisOrder& order = record.order;
  const std::string& id = resource.orthancId;
  if (order.orthancId == id || order.orthancSeriesId == id || order.orthancStudyId == id)
  {
    return record;
  }
  return Error{ErrorKind::NotFound, "Analysis " + record.id + " is not of this resource, but of " +
                                        LevelName(order.level) + " " + order.orthancId +
                                        ": POST /" + LevelPath(order.level) + "/" +
                                        order.orthancId + "/vlm/review."};
}

Result<AnalysisRecord> FindNamed(RestServices& services, const ResourceReference& resource,
                                 const Json::Value& analysisId)
{
  if (!analysisId.isString() || !IsUuid(analysisId.asString()))
  {
    return Error{ErrorKind::BadInput,
                 "AnalysisId is " + WriteJson(analysisId) + "; allowed: the UUID of an analysis."};
  }
  const auto record = services.queue.Find(analysisId.asString());
  if (record.HasValue())
  {
    return InResource(record.Value(), resource);
  }
  const bool isRebuilt = record.Failure().kind == ErrorKind::NotFound &&
                         services.reindex.Progress().state == ReindexProgress::State::Running;
  return isRebuilt ? Error{ErrorKind::NotReady,
                           "The database of analyses is being rebuilt; try again later."}
                   : record.Failure();
}

Error NothingToReview(const AnalysisRecords& records)
{
  if (records.empty())
  {
    return {ErrorKind::NotFound, "Nothing was analysed here yet."};
  }
  return NotReviewable(records.front().id, records.front().state);
}

// The one analysis that the resource's report is of.
Result<AnalysisRecord> FindOnly(RestServices& services, const ResourceReference& resource)
{
  const auto records = AnalysesOf(services, resource);
  if (!records.HasValue())
  {
    return records.Failure();
  }
  auto parts = SelectParts(records.Value(), {resource.level, resource.orthancId});
  parts.erase(std::remove_if(parts.begin(), parts.end(),
                             [](const AnalysisRecord& part) { return !HasReport(part); }),
              parts.end());
  if (parts.size() > 1)
  {
    return Error{ErrorKind::BadInput, "AnalysisId is missing; the report is of " +
                                          std::to_string(parts.size()) +
                                          " analyses, and one of them is reviewed at a time."};
  }
  return parts.empty() ? NothingToReview(records.Value()) : InResource(parts.front(), resource);
}

// With the review that came first.
HttpResponse ConflictResponse(RestServices& services, const AnalysisRecord& record,
                              const Error& error)
{
  const auto report = services.reports.Find(record.order.level, record.order.orthancId, record.id);
  Json::Value details(Json::objectValue);
  if (report.HasValue() && report.Value() && HasReport(record))
  {
    const Json::Value& review = MemberOf(*report.Value(), "Review");
    details["Revision"] = RevisionOf(*report.Value());
    for (const char* key : {"User", "Name", "At"})
    {
      details[key] = MemberOf(review, key);
    }
  }
  return ErrorResponse(error, details);
}

}  // namespace

Result<HttpResponse> ReviewReport(RestServices& services, const HttpRequest& request)
{
  const Reviewer reviewer = ReviewerOf(services.settings.review, request);
  if (!reviewer.MayReview())
  {
    return Error{ErrorKind::Forbidden, reviewer.reason};
  }
  const auto body = ReadJsonObject(request.body, LargestBody);
  if (!body.HasValue())
  {
    return body.Failure();
  }
  const auto resource = FindResource(services, request.groups.at(0), request.groups.at(1));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const Json::Value& analysisId = MemberOf(body.Value(), "AnalysisId");
  const auto record = analysisId.isNull() ? FindOnly(services, resource.Value())
                                          : FindNamed(services, resource.Value(), analysisId);
  if (!record.HasValue())
  {
    return record.Failure();
  }
  const auto report = services.reviews.Take(record.Value(), body.Value(), reviewer.user);
  if (!report.HasValue() && report.Failure().kind == ErrorKind::Conflict)
  {
    return ConflictResponse(services, record.Value(), report.Failure());
  }
  return report.HasValue() ? Result<HttpResponse>(JsonResponse(report.Value())) : report.Failure();
}

}  // namespace vlm
