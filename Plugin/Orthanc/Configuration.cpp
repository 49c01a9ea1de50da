// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Configuration.h"

#include <algorithm>
#include <filesystem>

#include "Foundation/EmbeddedFiles.h"
#include "Foundation/Json.h"
#include "Orthanc/DatabaseConfiguration.h"
#include "Orthanc/LanguageTag.h"
#include "Orthanc/OutputConfiguration.h"
#include "Orthanc/SettingsReader.h"

namespace vlm
{

EmbeddedFiles vlm_orthanc_Files();

namespace
{

constexpr int MostWorkers = 64;
constexpr int MostAttempts = 100;
constexpr int MostImages = 64;

struct AttributeKey
{
  const char* key;
  RuleAttribute attribute;
};
constexpr AttributeKey AttributeKeys[] = {{"Modality", RuleAttribute::Modality},
                                          {"BodyPartExamined", RuleAttribute::BodyPartExamined},
                                          {"CalledAet", RuleAttribute::CalledAet},
                                          {"RemoteAet", RuleAttribute::RemoteAet},
                                          {"SopClassUid", RuleAttribute::SopClassUid},
                                          {"StationName", RuleAttribute::StationName}};

bool HasModel(const Settings& settings, const std::string& name)
{
  return std::any_of(settings.models.begin(), settings.models.end(),
                     [&](const ModelSettings& model) { return model.name == name; });
}

std::string ModelNames(const Settings& settings)
{
  std::string names;
  for (const auto& model : settings.models)
  {
    names += (names.empty() ? "" : ", ") + model.name;
  }
  return names;
}

Result<void> ReadModels(const Json::Value& models, const std::string& configurationPath,
                        Settings& settings)
{
  for (const auto& name : models.getMemberNames())
  {
    auto model = ReadModel(name, models[name], settings.egress, configurationPath);
    if (!model.HasValue())
    {
      return model.Failure();
    }
    settings.models.push_back(std::move(model).Value());
    settings.models.back().remote.generation.language = settings.reportLanguage;
  }
  return {};
}

Result<IngestRule> ReadRule(const Json::Value& json, const std::string& path,
                            const Settings& settings)
{
  SettingsReader reader(json, path);
  IngestRule rule;
  for (const auto& [key, attribute] : AttributeKeys)
  {
    auto allowed = reader.Texts(key);
    if (!allowed.empty())
    {
      rule.conditions.push_back({attribute, std::move(allowed)});
    }
  }
  rule.skip = reader.Boolean("Skip", false);
  rule.level = LevelFromName(reader.OneOf("Level", "Instance", {"Instance", "Series", "Study"}))
                   .value_or(ResourceLevel::Instance);
  rule.model = reader.Text("Model", settings.defaultModel);
  rule.maxImages =
      reader.Integer("MaxImages", rule.level == ResourceLevel::Instance ? 1 : 8, 1, MostImages);
  if (!HasModel(settings, rule.model))
  {
    reader.Refuse("Model", "allowed: " + ModelNames(settings));
  }
  const auto finished = reader.Finish();
  if (!finished.HasValue())
  {
    return finished.Failure();
  }
  return rule;
}

Result<void> ReadRules(const Json::Value& rules, Settings& settings)
{
  for (Json::ArrayIndex i = 0; i < rules.size(); ++i)
  {
    auto rule = ReadRule(rules[i], "Vlm.Rules[" + std::to_string(i) + "]", settings);
    if (!rule.HasValue())
    {
      return rule.Failure();
    }
    settings.rules.push_back(std::move(rule).Value());
  }
  return {};
}

Result<void> TakeOutputs(Result<OutputSettings> outputs, Settings& settings)
{
  if (!outputs.HasValue())
  {
    return outputs.Failure();
  }
  settings.outputs = std::move(outputs).Value();
  return {};
}

Result<void> TakeNode(Result<NodeSettings> node, Settings& settings)
{
  if (!node.HasValue())
  {
    return node.Failure();
  }
  settings.node = std::move(node).Value();
  settings.database.clientName = ClientName(settings.node);
  return {};
}

// After the outputs, which name the reviewers' organization.
Result<void> TakeReview(Result<ReviewSettings> review, Settings& settings)
{
  if (!review.HasValue())
  {
    return review.Failure();
  }
  settings.review = std::move(review).Value();
  settings.outputs.reviewOrganization = settings.review.organization;
  return {};
}

// Orthanc calls a series stable a second or so after its StableAge; on a busy server later.
std::chrono::seconds PatienceOf(const Json::Value& orthancConfiguration)
{
  constexpr int usualStableAge = 60;
  constexpr int longestStableAge = 86400;
  constexpr std::chrono::seconds margin{10};
  const Json::Value& age = orthancConfiguration["StableAge"];
  const int seconds = age.isInt() ? std::clamp(age.asInt(), 0, longestStableAge) : usualStableAge;
  return std::chrono::seconds(seconds + seconds / 2) + margin;
}

std::chrono::hours Days(SettingsReader& reader, const char* key)
{
  constexpr int longest = 36500;
  constexpr int hoursPerDay = 24;
  return std::chrono::hours(hoursPerDay * reader.Integer(key, 0, 0, longest));
}

void ReadPlainSettings(SettingsReader& reader, Settings& settings)
{
  settings.enable = reader.Boolean("Enable", true);
  settings.analyzeOnStore = reader.Boolean("AnalyzeOnStore", true);
  settings.defaultModel = reader.Text("DefaultModel", "offline");
  settings.workers.workers = reader.Integer("Workers", 2, 1, MostWorkers);
  settings.workers.maximumAttempts = reader.Integer("MaxAttempts", 5, 1, MostAttempts);
  settings.retention = {Days(reader, "RetentionDays"), Days(reader, "EgressRetentionDays")};
  const auto hours = AnalysisHours::Parse(reader.Text("AnalysisHours", ""));
  if (hours.HasValue())
  {
    settings.workers.hours = hours.Value();
  }
  else
  {
    reader.Refuse("AnalysisHours",
                  "allowed: spans such as 20:00-06:00, with commas between, or empty");
  }
  const auto language = NormalizedLanguageTag(reader.Text("ReportLanguage", "en"));
  if (!language)
  {
    reader.Refuse("ReportLanguage", "allowed: a language tag such as en, de or zh-CN");
  }
  settings.reportLanguage = language.value_or("en");
}

void ReadPaths(SettingsReader& reader, const Json::Value& orthancConfiguration,
               const std::string& configurationPath, Settings& settings)
{
  settings.database = ReadDatabase(reader, orthancConfiguration, configurationPath);
  const auto prompts = reader.Text("PromptDirectory", "");
  settings.promptDirectory =
      prompts.empty() ? prompts : PathBesideConfiguration(prompts, configurationPath);
}

// The defaults, with the user's keys in their place; models are added to the embedded one.
Result<Json::Value> Overlay(const Json::Value& section)
{
  const auto file = vlm_orthanc_Files().Find("Resources/DefaultConfiguration.json");
  auto defaults = ParseCommentedJson(file.value_or("{}"));
  if (!defaults.HasValue() || !section.isObject())
  {
    return section;
  }
  Json::Value merged = defaults.Value()["Vlm"];
  for (const auto& key : section.getMemberNames())
  {
    if (key != "Models" || !section[key].isObject())
    {
      merged[key] = section[key];
      continue;
    }
    for (const auto& name : section[key].getMemberNames())
    {
      merged[key][name] = section[key][name];
    }
  }
  return merged;
}

}  // namespace

Result<Settings> ReadConfiguration(const Json::Value& orthancConfiguration,
                                   const std::string& configurationPath)
{
  const auto merged = Overlay(orthancConfiguration.get("Vlm", Json::Value(Json::objectValue)));
  if (!merged.HasValue())
  {
    return merged.Failure();
  }
  Settings settings;
  SettingsReader reader(merged.Value(), "Vlm");
  ReadPlainSettings(reader, settings);
  ReadPaths(reader, orthancConfiguration, configurationPath, settings);
  settings.patience = PatienceOf(orthancConfiguration);
  settings.checkRevisions = orthancConfiguration.get("CheckRevisions", false) == true;
  const Json::Value& models = reader.Object("Models");
  const Json::Value& rules = reader.List("Rules");
  const Json::Value& egressSection = reader.Object("Egress");
  const Json::Value& outputsSection = reader.Object("Outputs");
  const Json::Value& reviewSection = reader.Object("Review");
  const Json::Value& nodesSection = reader.Object("Nodes");

  auto egress = ReadEgress(egressSection);
  auto step = egress.HasValue() ? Result<void>() : egress.Failure();
  if (step.HasValue())
  {
    settings.egress = std::move(egress).Value();
    settings.workers.burnedIn = settings.egress.burnedIn;
    step = ReadModels(models, configurationPath, settings);
  }
  if (step.HasValue() && !HasModel(settings, settings.defaultModel))
  {
    reader.Refuse("DefaultModel", "allowed: " + ModelNames(settings));
  }
  step = step.HasValue() ? reader.Finish() : step;
  step = step.HasValue() ? ReadRules(rules, settings) : step;
  step = step.HasValue() ? TakeNode(ReadNode(nodesSection, orthancConfiguration), settings) : step;
  step = step.HasValue() ? TakeOutputs(ReadOutputs(outputsSection), settings) : step;
  step = step.HasValue()
             ? TakeReview(ReadReviewSettings(reviewSection, orthancConfiguration), settings)
             : step;
  return step.HasValue() ? Result<Settings>(std::move(settings)) : step.Failure();
}

std::string PathBesideConfiguration(const std::string& path, const std::string& configurationPath)
{
  namespace fs = std::filesystem;
  if (fs::path(path).is_absolute() || configurationPath.empty())
  {
    return path;
  }
  std::error_code ignored;
  const fs::path configuration(configurationPath);
  const fs::path folder =
      fs::is_directory(configuration, ignored) ? configuration : configuration.parent_path();
  return (folder / path).string();
}

}  // namespace vlm
