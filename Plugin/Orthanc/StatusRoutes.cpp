// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>
#include <vector>

#include "Orthanc/ModelJson.h"
#include "Orthanc/NamedCounts.h"
#include "Orthanc/OutputJson.h"
#include "Orthanc/RestHandlers.h"
#include "Orthanc/Reviewer.h"
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

Json::Value ReviewerToJson(const Reviewer& reviewer)
{
  Json::Value json;
  json["User"] = reviewer.user ? Json::Value(*reviewer.user) : Json::Value();
  json["MayReview"] = reviewer.MayReview();
  json["Reason"] = reviewer.reason;
  return json;
}

Json::Value AcceptanceToJson(const AcceptanceRow& row)
{
  Json::Value json;
  json["Model"] = row.model;
  json["Modality"] = row.modality;
  json["Label"] = row.label;
  json["Accepted"] = Json::Int64(row.accepted);
  json["Edited"] = Json::Int64(row.edited);
  json["Rejected"] = Json::Int64(row.rejected);
  json["Added"] = Json::Int64(row.added);
  const auto judged = row.accepted + row.edited + row.rejected;
  json["Rate"] = judged > 0
                     ? Json::Value(static_cast<double>(row.accepted) / static_cast<double>(judged))
                     : Json::Value();
  return json;
}

Json::Value NodeToJson(const NodeRecord& node)
{
  Json::Value json;
  json["Name"] = node.name;
  json["Version"] = node.version;
  json["StartedAt"] = FormatTimestamp(node.startedAt);
  json["SeenAt"] = FormatTimestamp(node.seenAt);
  json["Alive"] = node.isAlive;
  json["This"] = node.isThis;
  json["Running"] = Json::Int64(node.inHand);
  return json;
}

// Null while the database does not tell.
Json::Value NodesOf(RestServices& services)
{
  const auto nodes = services.cluster.Nodes();
  Json::Value json = nodes.HasValue() ? Json::Value(Json::arrayValue) : Json::Value();
  for (const auto& node : nodes.HasValue() ? nodes.Value() : std::vector<NodeRecord>())
  {
    json.append(NodeToJson(node));
  }
  return json;
}

// What is due and since when the oldest of it has waited; null while the database does not tell.
Json::Value BacklogOf(RestServices& services)
{
  const auto age = services.queue.Age();
  if (!age.HasValue())
  {
    return {};
  }
  Json::Value json;
  json["Due"] = Json::Int64(age.Value().due);
  json["OldestQueuedAt"] =
      age.Value().oldest ? Json::Value(FormatTimestamp(*age.Value().oldest)) : Json::Value();
  return json;
}

// Null while the database does not tell.
Json::Value AcceptanceOf(RestServices& services)
{
  const auto rows = services.queue.Acceptance();
  Json::Value json = rows.HasValue() ? Json::Value(Json::arrayValue) : Json::Value();
  for (const auto& row : rows.HasValue() ? rows.Value() : std::vector<AcceptanceRow>())
  {
    json.append(AcceptanceToJson(row));
  }
  return json;
}

}  // namespace

Result<HttpResponse> ShowStatus(RestServices& services, const HttpRequest& request)
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
  json["Backlog"] = BacklogOf(services);
  json["Nodes"] = NodesOf(services);
  const auto pauses = services.pauses.List();
  json["Paused"] = pauses.HasValue() ? PausesToJson(pauses.Value()) : Json::Value();
  json["Outputs"] = OutputCounts(services);
  const auto labels = services.results.KnowsLabels();
  json["Labels"] = labels.HasValue() ? Json::Value(labels.Value()) : Json::Value();
  json["Reindex"] = ReindexToJson(services.reindex.Progress());
  json["Review"] = ReviewerToJson(ReviewerOf(services.settings.review, request));
  json["Acceptance"] = AcceptanceOf(services);
  json["LastChange"] = ChangesToJson(services);
  json["Disclaimer"] = std::string(DisclaimerText);
  return JsonResponse(json);
}

}  // namespace vlm
