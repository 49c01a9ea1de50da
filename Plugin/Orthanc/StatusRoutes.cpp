// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "Orthanc/ModelJson.h"
#include "Orthanc/NamedCounts.h"
#include "Orthanc/OutputJson.h"
#include "Orthanc/RestHandlers.h"
#include "Report/AnalysisReport.h"

namespace vlm
{
namespace
{

Json::Value DatabaseToJson(const RestServices& services)
{
  Json::Value json;
  json["Engine"] = services.database.engine;
  json["Location"] = services.database.location;
  return json;
}

Json::Value ChangesToJson(const RestServices& services)
{
  const auto newest = services.api.GetJson("/changes?last");
  Json::Value json;
  json["Seen"] = Json::Int64(services.follower.Position());
  json["Newest"] = newest.HasValue() ? newest.Value()["Last"] : Json::Value();
  return json;
}

}  // namespace

Result<HttpResponse> ShowStatus(RestServices& services, const HttpRequest& /*request*/)
{
  Json::Value json;
  json["Version"] = VLM_VERSION;
  json["AnalyzeOnStore"] = services.settings.analyzeOnStore;
  json["DefaultModel"] = services.settings.defaultModel;
  json["Models"] =
      ModelsToJson(services.models, services.settings, services.selfTests, services.workers);
  json["Workers"] = services.settings.workers.workers;
  json["Database"] = DatabaseToJson(services);
  const auto counts = services.queue.CountByState();
  json["Database"]["Reachable"] = counts.HasValue();
  json["Database"]["LastError"] =
      counts.HasValue() ? Json::Value() : Json::Value(counts.Failure().message);
  if (counts.HasValue())
  {
    for (const auto& [name, count] :
         NamedCounts(counts.Value(), AnalysisState::Canceled, StateName))
    {
      json["Queue"][name] = Json::Int64(count);
    }
  }
  json["Outputs"] = OutputCounts(services);
  const auto labels = services.results.KnowsLabels();
  json["Labels"] = labels.HasValue() ? Json::Value(labels.Value()) : Json::Value();
  json["Reindex"] = ReindexToJson(services.reindex.Progress());
  json["LastChange"] = ChangesToJson(services);
  json["Disclaimer"] = std::string(DisclaimerText);
  return JsonResponse(json);
}

}  // namespace vlm
