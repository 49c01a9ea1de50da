// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OutputJson.h"

#include "Orthanc/AnalysisJson.h"
#include "Orthanc/NamedCounts.h"

namespace vlm
{
namespace
{

Json::Value TextOrNull(const std::string& text)
{
  return text.empty() ? Json::Value() : Json::Value(text);
}

Json::Value DeliveryToJson(const Delivery& delivery)
{
  const bool isWaiting = delivery.state == DeliveryState::Waiting;
  Json::Value json;
  json["Kind"] = DeliveryKindName(delivery.kind);
  json["Destination"] = TextOrNull(delivery.destination);
  json["Status"] = DeliveryStateName(delivery.state);
  json["Attempts"] = delivery.attempts;
  json["CreatedAt"] = FormatTimestamp(delivery.createdAt);
  json["NextAttemptAt"] =
      isWaiting ? Json::Value(FormatTimestamp(delivery.nextAttemptAt)) : Json::Value();
  json["Reason"] = delivery.reason;
  return json;
}

}  // namespace

Result<Json::Value> OutputsOf(RestServices& services, const std::string& analysisId)
{
  const auto deliveries = services.deliveries.ListOf(analysisId);
  if (!deliveries.HasValue())
  {
    return deliveries.Failure();
  }
  Json::Value list(Json::arrayValue);
  for (const auto& delivery : deliveries.Value())
  {
    list.append(DeliveryToJson(delivery));
  }
  return list;
}

Result<Json::Value> ObjectsOf(RestServices& services, const AnalysisRecord& analysis)
{
  const auto objects = services.deliveries.InstancesOf(analysis.id);
  if (!objects.HasValue())
  {
    return objects.Failure();
  }
  Json::Value list(Json::arrayValue);
  for (const auto& object : objects.Value())
  {
    const auto found =
        services.results.FindInstance(object.sopInstanceUid, analysis.order.orthancStudyId);
    if (!found.HasValue())
    {
      return found.Failure();
    }
    Json::Value json;
    json["Kind"] = object.kind;
    json["SOPInstanceUID"] = object.sopInstanceUid;
    json["OrthancId"] = TextOrNull(found.Value().value_or(""));
    list.append(json);
  }
  return list;
}

Json::Value OutputCounts(RestServices& services)
{
  const auto counts = services.deliveries.CountByState();
  Json::Value json;
  if (counts.HasValue())
  {
    for (const auto& [name, count] :
         NamedCounts(counts.Value(), DeliveryState::Failed, DeliveryStateName))
    {
      json[name] = Json::Int64(count);
    }
  }
  return json;
}

Json::Value ReindexToJson(const ReindexProgress& progress)
{
  Json::Value json;
  json["State"] = ReindexStateName(progress.state);
  json["Examined"] = Json::Int64(progress.examined);
  json["Restored"] = Json::Int64(progress.tally.restored);
  json["Problems"] = Json::Int64(progress.tally.problems);
  json["StartedAt"] = TimeOrNull(progress.startedAt);
  json["EndedAt"] = TimeOrNull(progress.endedAt);
  json["Reason"] = progress.reason;
  return json;
}

}  // namespace vlm
