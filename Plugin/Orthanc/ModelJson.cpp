// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ModelJson.h"

#include <algorithm>

namespace vlm
{
namespace
{

Json::Value TextOrNull(const std::string& text)
{
  return text.empty() ? Json::Value() : Json::Value(text);
}

const ModelSettings* FindSettings(const Settings& settings, const std::string& name)
{
  const auto found = std::find_if(settings.models.begin(), settings.models.end(),
                                  [&](const auto& model) { return model.name == name; });
  return found == settings.models.end() ? nullptr : &*found;
}

// What the configuration states or, under "Auto", what the last self-test found.
Json::Value BoxFormatToJson(const ModelSettings* settings,
                            const std::optional<SelfTestRecord>& tested)
{
  if (settings != nullptr && settings->type != "Offline" && settings->remote.boxFormat)
  {
    return NameOf(*settings->remote.boxFormat);
  }
  const bool isKnown =
      tested && tested->outcome.HasValue() && tested->outcome.Value().format.has_value();
  return isKnown ? Json::Value(NameOf(*tested->outcome.Value().format)) : Json::Value();
}

Json::Value LastTestToJson(const std::string& name, const std::optional<SelfTestRecord>& tested)
{
  if (!tested)
  {
    return {};
  }
  if (tested->outcome.HasValue())
  {
    return SelfTestToJson(name, tested->outcome.Value(), tested->testedAt);
  }
  SelfTestOutcome failed;
  failed.detail = tested->outcome.Failure().message;
  return SelfTestToJson(name, failed, tested->testedAt);
}

Json::Value FailuresToJson(const ModelHealth& health)
{
  Json::Value json(Json::objectValue);
  for (const auto& [kind, count] : health.failures)
  {
    json[kind] = Json::Int64(count);
  }
  return json;
}

Json::Value LatencyToJson(const ModelHealth& health)
{
  Json::Value json;
  json["MeanMs"] = health.answered == 0
                       ? Json::Value()
                       : Json::Value(Json::Int64(health.totalLatency.count() / health.answered));
  json["Answered"] = Json::Int64(health.answered);
  return json;
}

void AddCounts(const ModelHealth& health, Json::Value& json)
{
  json["Requests"] = Json::Int64(health.requests);
  json["Retries"] = Json::Int64(health.retries);
  json["Failures"] = FailuresToJson(health);
  json["Latency"] = LatencyToJson(health);
  json["Tokens"]["Input"] = Json::Int64(health.inputTokens);
  json["Tokens"]["Output"] = Json::Int64(health.outputTokens);
  json["Today"]["Requests"] = Json::Int64(health.requestsToday);
  json["Today"]["Tokens"] = Json::Int64(health.tokensToday);
  json["InFlight"] = health.inFlight;
  json["Waiting"] = health.waiting;
}

// A model that sends nothing has no server to reach.
Json::Value ReachableToJson(const VisionModel& model, const ModelHealth& health)
{
  if (health.isReachable)
  {
    return *health.isReachable;
  }
  return model.SendsPictures() ? Json::Value() : Json::Value(true);
}

Json::Value HealthToJson(const VisionModel& model, const ModelSettings* settings)
{
  const auto health = model.Health();
  const std::string refusal = settings == nullptr ? "" : settings->exchange.refusal;
  Json::Value json;
  json["State"] = StateName(health.state);
  json["Reason"] = TextOrNull(health.reason.empty() ? refusal : health.reason);
  json["OpensAt"] = health.opensAt ? Json::Value(FormatTimestamp(*health.opensAt)) : Json::Value();
  json["Reachable"] = ReachableToJson(model, health);
  json["LastError"] = TextOrNull(health.lastError);
  json["Concessions"] = TextOrNull(health.concessions);
  json["Served"] = TextOrNull(health.servedModel);
  json["ServedDiffers"] = IsServedByAnother(model.Identity(), health);
  AddCounts(health, json);
  return json;
}

}  // namespace

bool IsServedByAnother(const ModelIdentity& identity, const ModelHealth& health)
{
  return !health.servedModel.empty() && health.servedModel != identity.requested;
}

Json::Value SelfTestToJson(const std::string& model, const SelfTestOutcome& outcome,
                           Timestamp testedAt)
{
  Json::Value json;
  json["Model"] = model;
  json["Passed"] = outcome.passed;
  json["BoxFormat"] = outcome.format ? Json::Value(NameOf(*outcome.format)) : Json::Value();
  json["MeanErrorPx"] = outcome.format ? Json::Value(outcome.meanErrorPx) : Json::Value();
  json["ShapesFound"] = outcome.shapesFound;
  json["Detail"] = outcome.detail;
  json["LatencyMs"] = Json::Int64(outcome.latency.count());
  json["Served"] = TextOrNull(outcome.servedModel);
  json["TestedAt"] = FormatTimestamp(testedAt);
  return json;
}

Json::Value ModelsToJson(const VisionModels& models, const Settings& settings,
                         const SelfTests& selfTests, const AnalysisWorkers& workers)
{
  Json::Value list(Json::arrayValue);
  for (const auto& [name, model] : models)
  {
    const auto& identity = model->Identity();
    const auto* modelSettings = FindSettings(settings, name);
    const auto tested = selfTests.Last(name);
    Json::Value json = HealthToJson(*model, modelSettings);
    if (json["State"].asString() == StateName(ModelState::Open) && workers.IsHeld(name))
    {
      json["State"] = "Testing";
      json["Reason"] = "Its self-test runs; until it ends, analyses wait in the queue.";
    }
    json["Name"] = name;
    json["Type"] = identity.type;
    json["Requested"] = identity.requested;
    json["PromptVersion"] = identity.promptVersion;
    json["Default"] = name == settings.defaultModel;
    json["BoxFormat"] = BoxFormatToJson(modelSettings, tested);
    json["SelfTest"] = LastTestToJson(name, tested);
    list.append(json);
  }
  return list;
}

}  // namespace vlm
