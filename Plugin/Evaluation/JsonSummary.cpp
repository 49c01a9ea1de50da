// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/JsonSummary.h"

#include <cmath>

namespace vlm
{
namespace
{

Json::Value NumberOrNull(const Metric& metric, const Tally& tally)
{
  const auto value = metric.of(tally);
  if (!value)
  {
    return {};
  }
  return metric.kind == Metric::Kind::Count
             ? Json::Value(static_cast<Json::Int64>(std::lround(*value)))
             : Json::Value(*value);
}

Json::Value ScoresToJson(const GroupScores& scores)
{
  Json::Value json;
  Json::Value intervals(Json::objectValue);
  for (const auto& metric : Metrics())
  {
    json[metric.name] = NumberOrNull(metric, scores.tally);
    if (const auto interval = scores.IntervalOf(metric.name))
    {
      intervals[metric.name].append(interval->low);
      intervals[metric.name].append(interval->high);
    }
  }
  json["CI"] = intervals;
  return json;
}

Json::Value ScoresToJson(const std::map<std::string, GroupScores>& groups)
{
  Json::Value json(Json::objectValue);
  for (const auto& [name, scores] : groups)
  {
    json[name.empty() ? "unknown" : name] = ScoresToJson(scores);
  }
  return json;
}

void AddSummary(const Summary& summary, Json::Value& json)
{
  json["All"] = ScoresToJson(summary.all);
  json["BySource"] = ScoresToJson(summary.bySource);
  json["ByModality"] = ScoresToJson(summary.byModality);
  json["ByFindings"] = ScoresToJson(summary.byFindings);
}

// The figures of all images also stand at the top, where scripts look first.
Json::Value BaselineToJson(const Summary& baseline)
{
  Json::Value json = ScoresToJson(baseline.all);
  AddSummary(baseline, json);
  return json;
}

Json::Value SettingsToJson(const Evaluation& evaluation)
{
  Json::Value json;
  json["Version"] = VLM_VERSION;
  json["Model"]["Name"] = evaluation.model.name;
  json["Model"]["Type"] = evaluation.model.type;
  json["Model"]["Requested"] = evaluation.model.requested;
  json["Model"]["PromptVersion"] = evaluation.model.promptVersion;
  json["PixelEvidence"] = evaluation.usesPixelEvidence;
  json["Calls"] = evaluation.calls;
  json["Seed"] = evaluation.seed;
  json["Options"] = Json::Value(Json::objectValue);
  for (const auto& [name, value] : evaluation.options)
  {
    json["Options"][name.substr(2)] = value.empty() ? Json::Value(true) : Json::Value(value);
  }
  return json;
}

}  // namespace

Json::Value EvaluationToJson(const Evaluation& evaluation)
{
  Json::Value json;
  json["Settings"] = SettingsToJson(evaluation);
  AddSummary(evaluation.summary, json);
  json["Baselines"]["CentreBox"] = BaselineToJson(evaluation.centreBox);
  json["Baselines"]["RandomBox"] = BaselineToJson(evaluation.randomBox);
  json["Failures"] = Json::Value(Json::arrayValue);
  for (const auto& failure : evaluation.failures)
  {
    Json::Value item;
    item["File"] = failure.file;
    item["Reason"] = failure.reason;
    json["Failures"].append(item);
  }
  for (const auto& metric : Metrics())
  {
    json["Meaning"][metric.name] = metric.meaning;
  }
  json["Meaning"]["CI"] = "95 % bootstrap intervals over images";
  return json;
}

}  // namespace vlm
