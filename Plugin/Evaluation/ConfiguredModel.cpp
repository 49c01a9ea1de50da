// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/ConfiguredModel.h"

#include <algorithm>
#include <utility>

#include "Evaluation/BoundedFile.h"
#include "Foundation/Json.h"
#include "ModelFactory.h"
#include "Orthanc/PromptDirectory.h"

namespace vlm
{
namespace
{

constexpr std::size_t MostConfigurationBytes = std::size_t{16} << 20;

Result<Settings> ReadSettings(const std::string& path)
{
  if (path.empty())
  {
    return ReadConfiguration(Json::Value(Json::objectValue));
  }
  const auto text = ReadFile(path, MostConfigurationBytes);
  if (!text.HasValue())
  {
    return text.Failure();
  }
  const auto json = ParseCommentedJson(text.Value());
  if (!json.HasValue() || !json.Value().isObject())
  {
    return Error{ErrorKind::BadConfiguration,
                 path + ": " + (json.HasValue() ? "this is no object." : json.Failure().message)};
  }
  return ReadConfiguration(json.Value(), path);
}

// All but the chosen one are left out: nothing of theirs is needed, not even their keys.
Result<void> Choose(const ModelChoice& choice, Settings& settings)
{
  auto& models = settings.models;
  std::string names;
  for (const auto& model : models)
  {
    names += (names.empty() ? "" : ", ") + model.name;
  }
  const auto isOther = [&choice](const ModelSettings& one) { return one.name != choice.name; };
  models.erase(std::remove_if(models.begin(), models.end(), isOther), models.end());
  if (models.empty())
  {
    return Error{ErrorKind::BadConfiguration,
                 "--model is '" + choice.name + "'; the configuration has: " + names + "."};
  }
  auto& calls = models.front().remote.views.calls;
  calls = choice.calls.value_or(calls);
  return {};
}

}  // namespace

ConfiguredModel::ConfiguredModel(Settings settings, Prompts prompts,
                                 std::unique_ptr<Database> database)
    : settings_(std::move(settings)),
      prompts_(std::move(prompts)),
      database_(std::move(database)),
      ledger_(*database_)
{
}

Result<std::unique_ptr<ConfiguredModel>> ConfiguredModel::Create(const ModelChoice& choice,
                                                                 EventLog& log)
{
  auto settings = ReadSettings(choice.configPath);
  if (!settings.HasValue())
  {
    return settings.Failure();
  }
  const auto chosen = Choose(choice, settings.Value());
  if (!chosen.HasValue())
  {
    return chosen.Failure();
  }
  auto prompts = ReadPrompts(settings.Value().promptDirectory);
  if (!prompts.HasValue())
  {
    return prompts.Failure();
  }
  // The embedded detector sends nothing: its ledger stays in memory.
  const bool isEmbedded = settings.Value().models.front().type == "Offline";
  auto database = Database::Open({isEmbedded ? ":memory:" : choice.ledgerPath});
  if (!database.HasValue())
  {
    return database.Failure();
  }
  std::unique_ptr<ConfiguredModel> created(new ConfiguredModel(
      std::move(settings).Value(), std::move(prompts).Value(), std::move(database).Value()));
  auto models = MakeModels(created->settings_.models, created->prompts_,
                           {created->transport_, created->ledger_, created->clock_, log});
  if (!models.HasValue())
  {
    return models.Failure();
  }
  created->models_ = std::move(models).Value();
  return created;
}

}  // namespace vlm
