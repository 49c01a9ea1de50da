// SPDX-License-Identifier: GPL-3.0-or-later
// What left the machine, and what came back word for word.
#include "Orthanc/RestHandlers.h"

namespace vlm
{
namespace
{

Json::Value ToJson(const std::vector<std::string>& texts)
{
  Json::Value array(Json::arrayValue);
  for (const auto& text : texts)
  {
    array.append(text);
  }
  return array;
}

// "HttpStatus" and "LatencyMs" are 0 and "Outcome" is empty while nothing came back.
Json::Value EntryToJson(const EgressEntry& entry)
{
  Json::Value json;
  json["Id"] = Json::Int64(entry.id);
  json["Time"] = FormatTimestamp(entry.time);
  json["AnalysisId"] = entry.analysisId;
  json["Study"] = entry.orthancStudyId;
  json["Model"] = entry.model;
  json["Host"] = entry.host;
  json["Rule"] = entry.rule;
  json["Bytes"] = Json::Int64(entry.bytes);
  json["Pictures"] = ToJson(entry.pictureSha256);
  json["Context"] = ToJson(entry.contextKeys);
  json["HttpStatus"] = entry.httpStatus;
  json["Outcome"] = entry.outcome;
  json["LatencyMs"] = Json::Int64(entry.latency.count());
  json["InputTokens"] = Json::Int64(entry.inputTokens);
  json["OutputTokens"] = Json::Int64(entry.outputTokens);
  json["Served"] = entry.servedModel;
  return json;
}

}  // namespace

Result<HttpResponse> ShowEgress(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"study", "since", "limit"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto limit = request.QueryLimit();
  if (!limit.HasValue())
  {
    return limit.Failure();
  }
  EgressFilter filter;
  filter.limit = limit.Value();
  filter.cursor = request.QueryText("since");
  // Not looked up in Orthanc: entries outlive their study.
  filter.orthancStudyId = request.QueryText("study");
  const auto page = services.ledger.List(filter);
  if (!page.HasValue())
  {
    return page.Failure();
  }
  Json::Value json;
  json["Entries"] = Json::Value(Json::arrayValue);
  for (const auto& entry : page.Value().entries)
  {
    json["Entries"].append(EntryToJson(entry));
  }
  json["Next"] = page.Value().next.empty() ? Json::Value() : Json::Value(page.Value().next);
  return JsonResponse(json);
}

Result<HttpResponse> ShowReadings(RestServices& services, const HttpRequest& request)
{
  const auto allowed = request.AllowQuery({"analysis"});
  if (!allowed.HasValue())
  {
    return allowed.Failure();
  }
  const auto resource = FindResource(services, request.groups.at(0), request.groups.at(1));
  if (!resource.HasValue())
  {
    return resource.Failure();
  }
  const std::string analysisId = request.QueryText("analysis");
  const auto found =
      services.reports.FindReadings(resource.Value().level, resource.Value().orthancId, analysisId);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  if (!found.Value())
  {
    return Error{ErrorKind::NotFound,
                 analysisId.empty()
                     ? "No readings are kept of this resource."
                     : "No readings of analysis '" + analysisId + "' are kept of this resource."};
  }
  return JsonResponse(*found.Value());
}

}  // namespace vlm
