// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Uuid.h"
#include "Orthanc/AnalysisJson.h"
#include "Orthanc/OutputJson.h"
#include "Orthanc/ReportLookup.h"
#include "Orthanc/RestHandlers.h"
#include "Orthanc/Reviewer.h"
#include "Report/ReviewedReport.h"

namespace vlm
{
namespace
{

Result<AnalysisRecord> FindAnalysis(RestServices& services, const HttpRequest& request)
{
  const std::string& id = request.groups.at(0);
  if (!IsUuid(id))
  {
    return Error{ErrorKind::NotFound, "There is no analysis '" + id + "'."};
  }
  return services.queue.Find(id);
}

// Also one that is stored, but not yet in the database.
Result<bool> IsReviewed(RestServices& services, const AnalysisRecord& record)
{
  if (record.reviewRevision > 0)
  {
    return true;
  }
  const auto report =
      services.reports.Original(record.order.level, record.order.orthancId, record.id);
  return report.HasValue() ? Result<bool>(report.Value() && RevisionOf(*report.Value()) > 0)
                           : report.Failure();
}

// With a reviewed analysis the words of people are lost.
Result<void> CheckMayDelete(RestServices& services, const AnalysisRecord& record,
                            const HttpRequest& request)
{
  const Reviewer reviewer = ReviewerOf(services.settings.review, request);
  if (reviewer.MayReview())
  {
    return {};
  }
  const auto isReviewed = IsReviewed(services, record);
  if (!isReviewed.HasValue())
  {
    return isReviewed.Failure();
  }
  return isReviewed.Value()
             ? Result<void>(Error{ErrorKind::Forbidden,
                                  "Analysis " + record.id +
                                      " was reviewed; only who may review may delete it. " +
                                      reviewer.reason})
             : Result<void>();
}

// The record first: a worker that has it in hand then drops its result.
Result<HttpResponse> DeleteAnalysis(RestServices& services, const AnalysisRecord& record)
{
  const auto removed = services.queue.Remove(record.id);
  if (!removed.HasValue())
  {
    return removed.Failure();
  }
  services.workers.Interrupt(record.id);
  services.deliveryWorker.NoteDeparture();
  const auto deleted =
      services.reports.Remove(record.order.level, record.order.orthancId, record.id);
  if (!deleted.HasValue() && deleted.Failure().kind != ErrorKind::NotFound)
  {
    return deleted.Failure();
  }
  return JsonResponse(Json::Value(Json::objectValue));
}

Error NothingToRetry(const AnalysisRecord& record)
{
  return {ErrorKind::Conflict, "Analysis " + record.id + " is " + StateName(record.state) +
                                   " and none of its outputs waits or failed."};
}

// The analysis, or, where that is done, those of its outputs that are not.
Result<void> Retry(RestServices& services, const AnalysisRecord& record)
{
  auto retried = services.queue.Retry(record.id);
  if (retried.HasValue())
  {
    services.workers.Wake();
    return retried;
  }
  if (retried.Failure().kind != ErrorKind::Conflict || !record.completedAt)
  {
    return retried;
  }
  const auto outputs = services.deliveries.RetryOf(record.id);
  if (!outputs.HasValue() || outputs.Value() == 0)
  {
    return outputs.HasValue() ? NothingToRetry(record) : outputs.Failure();
  }
  services.deliveryWorker.TryAgain();
  return {};
}

}  // namespace

Result<HttpResponse> ListAnalysesOfResource(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto resource = FindResource(services, request.groups.at(0), request.groups.at(1));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto records = AnalysesOf(services, resource.Value());
  if (!records.HasValue())
  {
    return records.Failure();
  }
  return JsonResponse(AnalysesToJson(services, records.Value()));
}

Result<HttpResponse> ListAnalyses(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"since", "limit", "status", "modality"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  AnalysisFilter filter;
  const auto limit = request.QueryLimit();
  if (!limit.HasValue())
  {
    return limit.Failure();
  }
  const std::string status = request.QueryText("status");
  const auto state = StateFromName(status);
  if (!status.empty() && !state)
  {
    return Error{ErrorKind::BadInput,
                 "status is '" + status +
                     "'; allowed: Queued, Running, Completed, Abstained, Failed, Canceled."};
  }
  if (state)
  {
    filter.states = {*state};
  }
  filter.limit = limit.Value();
  filter.cursor = request.QueryText("since");
  filter.modality = request.QueryText("modality");
  const auto page = services.queue.List(filter);
  if (!page.HasValue())
  {
    return page.Failure();
  }
  Json::Value json;
  json["Analyses"] = AnalysesToJson(services, page.Value().records);
  json["Next"] = page.Value().next.empty() ? Json::Value() : Json::Value(page.Value().next);
  return JsonResponse(json);
}

Result<HttpResponse> ShowOrDeleteAnalysis(RestServices& services, const HttpRequest& request)
{
  const auto record = FindAnalysis(services, request);
  if (!record.HasValue())
  {
    return record.Failure();
  }
  if (request.method == HttpMethod::Delete)
  {
    const auto mayDelete = CheckMayDelete(services, record.Value(), request);
    return mayDelete.HasValue() ? DeleteAnalysis(services, record.Value()) : mayDelete.Failure();
  }
  Json::Value json = AnalysisWithPosition(services, record.Value());
  const auto outputs = OutputsOf(services, record.Value().id);
  const auto objects = ObjectsOf(services, record.Value());
  if (!outputs.HasValue() || !objects.HasValue())
  {
    return outputs.HasValue() ? objects.Failure() : outputs.Failure();
  }
  json["Outputs"] = outputs.Value();
  json["Objects"] = objects.Value();
  return JsonResponse(json);
}

Result<HttpResponse> RetryAnalysis(RestServices& services, const HttpRequest& request)
{
  const auto record = FindAnalysis(services, request);
  if (!record.HasValue())
  {
    return record.Failure();
  }
  const auto retried = Retry(services, record.Value());
  if (!retried.HasValue())
  {
    return retried.Failure();
  }
  Json::Value json;
  json["AnalysisId"] = record.Value().id;
  json["Path"] = AnalysisPath(record.Value().id);
  return JsonResponse(json, 202);
}

}  // namespace vlm
