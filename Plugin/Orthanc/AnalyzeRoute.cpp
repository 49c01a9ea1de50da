// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/AnalysisJson.h"
#include "Orthanc/AnalyzeRequest.h"
#include "Orthanc/BatchKeeper.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{
namespace
{

constexpr std::size_t LargestBody = std::size_t{64} * 1024;

struct SingleRequest
{
  AnalyzeRequest how;
  bool isSynchronous = false;
  bool isJob = false;
};

Result<void> ReadMember(const RestServices& services, const std::string& key,
                        const Json::Value& value, SingleRequest& request)
{
  if (key == "Synchronous" || key == "Job")
  {
    if (!value.isBool())
    {
      return WrongMember(key, value, "true or false");
    }
    (key == "Job" ? request.isJob : request.isSynchronous) = value.asBool();
    return {};
  }
  const auto read = ReadAnalyzeMember(services.models, key, value, request.how);
  if (!read.HasValue())
  {
    return read.Failure();
  }
  if (!read.Value())
  {
    return Error{ErrorKind::BadInput, "'" + key +
                                          "' is not known here; allowed: Model, Force, "
                                          "Synchronous, Job, Priority, Language."};
  }
  return {};
}

Result<SingleRequest> ReadBody(const RestServices& services, std::string_view body)
{
  SingleRequest request;
  const auto json = body.empty() ? Result<Json::Value>(Json::Value(Json::objectValue))
                                 : ReadJsonObject(body, LargestBody);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  for (const auto& key : json.Value().getMemberNames())
  {
    const auto read = ReadMember(services, key, json.Value()[key], request);
    if (!read.HasValue())
    {
      return read.Failure();
    }
  }
  if (request.isJob && request.isSynchronous)
  {
    return Error{ErrorKind::BadInput,
                 "Synchronous and Job are both true; allowed: one of them at most."};
  }
  AnalyzeRequest& how = request.how;
  how.model = how.model.empty() ? services.settings.defaultModel : how.model;
  how.language = how.language.empty() ? services.settings.reportLanguage : how.language;
  return request;
}

Result<HttpResponse> AnswerWhenDone(RestServices& services, const std::string& analysisId)
{
  const auto ended = services.workers.WaitForEnd(analysisId);
  if (!ended.HasValue())
  {
    return ended.Failure();
  }
  const auto& record = ended.Value();
  if (record.state == AnalysisState::Failed || record.state == AnalysisState::Canceled)
  {
    return Error{ErrorKind::NoPixels,
                 "Analysis " + record.id + " is " + StateName(record.state) + ": " + record.reason};
  }
  const auto report = services.reports.Find(record.order.level, record.order.orthancId, record.id);
  if (!report.HasValue())
  {
    return report.Failure();
  }
  return JsonResponse(report.Value() ? *report.Value() : ReportOfFailure(services, record));
}

// The same as a job of Orthanc, which shows how it goes.
Result<HttpResponse> AnswerWithJob(RestServices& services, const ResourceReference& resource,
                                   const AnalyzeRequest& how)
{
  BatchWish wish;
  wish.model = how.model;
  wish.language = how.language;
  wish.level = resource.level;
  wish.priority = how.priority;
  wish.ifKnown = how.ifKnown;
  const auto begun = services.batches.Begin(wish, {resource.orthancId});
  if (!begun.HasValue())
  {
    return begun.Failure();
  }
  return JsonResponse(BatchToJson(begun.Value()), 202);
}

Result<HttpResponse> AnswerWithReference(RestServices& services, const ResourceReference& resource,
                                         const SingleRequest& request)
{
  auto order = OrderOf(services.api, services.images, resource, request.how.model);
  if (!order.HasValue())
  {
    return order.Failure();
  }
  order.Value().language = LanguageOf(services.models, request.how.model, request.how.language);
  order.Value().priority = request.how.priority;
  const auto queued = services.queue.Enqueue(order.Value(), request.how.ifKnown);
  if (!queued.HasValue())
  {
    return queued.Failure();
  }
  services.workers.Wake();
  if (request.isSynchronous)
  {
    return AnswerWhenDone(services, queued.Value().id);
  }
  Json::Value json;
  json["AnalysisId"] = queued.Value().id;
  json["Path"] = AnalysisPath(queued.Value().id);
  return JsonResponse(json, 202);
}

}  // namespace

Result<HttpResponse> AnalyzeResource(RestServices& services, const HttpRequest& request)
{
  const auto resource = FindResource(services, request.groups.at(0), request.groups.at(1));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const auto wish = ReadBody(services, request.body);
  if (!wish.HasValue())
  {
    return wish.Failure();
  }
  const auto images = services.images.ImagesOf(resource.Value().level, resource.Value().orthancId);
  if (!images.HasValue())
  {
    return images.Failure();
  }
  return wish.Value().isJob ? AnswerWithJob(services, resource.Value(), wish.Value().how)
                            : AnswerWithReference(services, resource.Value(), wish.Value());
}

}  // namespace vlm
