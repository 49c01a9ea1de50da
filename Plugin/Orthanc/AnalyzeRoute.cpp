// SPDX-License-Identifier: GPL-3.0-or-later
#include "Foundation/Json.h"
#include "Orthanc/AnalysisJson.h"
#include "Orthanc/Arrivals.h"
#include "Orthanc/LanguageTag.h"
#include "Orthanc/RestHandlers.h"

namespace vlm
{
namespace
{

constexpr std::size_t LargestBody = std::size_t{64} * 1024;
constexpr int PriorityOfRequests = 100;  // of a user's request; arriving images have 0
constexpr int HighestPriority = 1000;
constexpr int ImagesOfASeries = 8;

struct AnalyzeRequest
{
  std::string model;
  std::string language;
  int priority = PriorityOfRequests;
  IfKnown ifKnown = IfKnown::Collapse;
  bool isSynchronous = false;
};

Error WrongMember(const std::string& key, const Json::Value& value, const std::string& allowed)
{
  return {ErrorKind::BadInput, key + " is " + WriteJson(value) + "; allowed: " + allowed + "."};
}

Result<void> ReadMember(const RestServices& services, const std::string& key,
                        const Json::Value& value, AnalyzeRequest& request)
{
  if (key == "Model")
  {
    if (!value.isString() || services.models.count(value.asString()) == 0)
    {
      return WrongMember(key, value, "a name that GET /vlm/models lists");
    }
    request.model = value.asString();
  }
  else if (key == "Force" || key == "Synchronous")
  {
    if (!value.isBool())
    {
      return WrongMember(key, value, "true or false");
    }
    if (key == "Force")
    {
      request.ifKnown = value.asBool() ? IfKnown::Repeat : IfKnown::Collapse;
    }
    else
    {
      request.isSynchronous = value.asBool();
    }
  }
  else if (key == "Priority")
  {
    if (!value.isInt() || value.asInt() < -HighestPriority || value.asInt() > HighestPriority)
    {
      return WrongMember(key, value, "a whole number from -1000 to 1000");
    }
    request.priority = value.asInt();
  }
  else if (key == "Language")
  {
    const auto language = value.isString() ? NormalizedLanguageTag(value.asString()) : std::nullopt;
    if (!language)
    {
      return WrongMember(key, value, "a language tag such as \"en\" or \"zh-CN\"");
    }
    request.language = *language;
  }
  else
  {
    return Error{
        ErrorKind::BadInput,
        "'" + key + "' is not known here; allowed: Model, Force, Synchronous, Priority, Language."};
  }
  return {};
}

Result<AnalyzeRequest> ReadBody(const RestServices& services, std::string_view body)
{
  AnalyzeRequest request;
  request.model = services.settings.defaultModel;
  request.language = services.settings.reportLanguage;
  if (body.empty())
  {
    return request;
  }
  const auto json = ReadJsonObject(body, LargestBody);
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
  return request;
}

// The embedded detector writes English whatever it is asked for.
std::string LanguageOf(const RestServices& services, const AnalyzeRequest& request)
{
  const auto model = services.models.find(request.model);
  const bool isOffline =
      model != services.models.end() && model->second->Identity().type == "Offline";
  return isOffline ? "en" : request.language;
}

Result<AnalysisOrder> OrderOf(RestServices& services, const ResourceReference& resource,
                              const AnalyzeRequest& request)
{
  const auto description = services.images.Describe(resource.level, resource.orthancId);
  if (!description.HasValue())
  {
    return description.Failure();
  }
  AnalysisOrder order;
  order.level = resource.level;
  order.orthancId = resource.orthancId;
  order.orthancSeriesId = description.Value().orthancSeriesId;
  order.orthancStudyId = description.Value().orthancStudyId;
  order.model = request.model;
  order.language = LanguageOf(services, request);
  order.priority = request.priority;
  if (resource.level != ResourceLevel::Instance)
  {
    order.maxImages = ImagesOfASeries;
    const auto version = resource.level == ResourceLevel::Study
                             ? ContentVersionOfStudy(services.api, resource.description)
                             : Result<std::string>(ContentVersionOf(resource.description));
    if (!version.HasValue())
    {
      return version.Failure();
    }
    order.contentVersion = version.Value();
  }
  return order;
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
  const auto order = OrderOf(services, resource.Value(), wish.Value());
  if (!order.HasValue())
  {
    return order.Failure();
  }
  const auto queued = services.queue.Enqueue(order.Value(), wish.Value().ifKnown);
  if (!queued.HasValue())
  {
    return queued.Failure();
  }
  services.workers.Wake();
  if (wish.Value().isSynchronous)
  {
    return AnswerWhenDone(services, queued.Value().id);
  }
  Json::Value json;
  json["AnalysisId"] = queued.Value().id;
  json["Path"] = AnalysisPath(queued.Value().id);
  return JsonResponse(json, 202);
}

}  // namespace vlm
