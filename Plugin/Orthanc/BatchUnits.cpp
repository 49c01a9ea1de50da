// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchUnits.h"

#include "Orthanc/AnalyzeRequest.h"
#include "Orthanc/OwnObjects.h"
#include "Pipeline/IngestRules.h"

namespace vlm
{
namespace
{

ArrivalSettings ByRules(const std::vector<IngestRule>& rules)
{
  ArrivalSettings settings;
  settings.rules = rules;
  return settings;
}

}  // namespace

BatchUnits::BatchUnits(const BatchSources& sources)
    : sources_(sources), arrivals_(sources.api, sources.clock, ByRules(sources.rules))
{
}

Result<BatchUnits::Found> BatchUnits::Find(const std::string& orthancId)
{
  for (const std::string& path : {lastPath_, std::string("studies"), std::string("series"),
                                  std::string("instances"), std::string("patients")})
  {
    std::string resource = "/";
    resource.append(path).append("/").append(orthancId);
    auto description = sources_.api.GetJson(resource);
    if (description.HasValue())
    {
      lastPath_ = path;
      return Found{path, std::move(description).Value()};
    }
    if (description.Failure().kind != ErrorKind::NotFound)
    {
      return description.Failure();
    }
  }
  return Error{ErrorKind::NotFound, "Orthanc has no such resource."};
}

Result<std::vector<BatchUnit>> BatchUnits::UnitsOf(const std::string& orthancId,
                                                   const BatchWish& wish)
{
  arrivals_.ForgetSeries();  // rules are asked about it as it is now
  const auto found = Find(orthancId);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  const auto& [path, description] = found.Value();
  Units units;
  Result<void> added;
  if (path == "patients")
  {
    added = AddAll("studies", description["Studies"], wish, units);
  }
  else if (path == "studies")
  {
    added = AddStudy(description, wish, units);
  }
  else
  {
    added = path == "series" ? AddSeries(description, wish, units)
                             : AddInstance(description, wish, units);
  }
  if (!added.HasValue())
  {
    return added.Failure();
  }
  if (units.empty())
  {
    return Error{ErrorKind::NoPixels, wish.level ? "It has no pictures to analyse."
                                                 : "None of Vlm.Rules wants anything of it."};
  }
  return units;
}

// What is deleted meanwhile is passed over.
Result<void> BatchUnits::AddAll(const std::string& path, const Json::Value& ids,
                                const BatchWish& wish, Units& units)
{
  for (const auto& id : ids)
  {
    const auto description = sources_.api.GetJson("/" + path + "/" + id.asString());
    if (!description.HasValue())
    {
      if (description.Failure().kind == ErrorKind::NotFound)
      {
        continue;
      }
      return description.Failure();
    }
    auto added = path == "studies" ? AddStudy(description.Value(), wish, units)
                                   : AddSeries(description.Value(), wish, units);
    if (!added.HasValue())
    {
      return added;
    }
  }
  return {};
}

Result<void> BatchUnits::AddStudy(const Json::Value& study, const BatchWish& wish, Units& units)
{
  if (wish.level == ResourceLevel::Study)
  {
    units.push_back({ResourceLevel::Study, study["ID"].asString()});
    return {};
  }
  return AddAll("series", study["Series"], wish, units);
}

Result<void> BatchUnits::AddSeries(const Json::Value& series, const BatchWish& wish, Units& units)
{
  if (wish.level)
  {
    return AddSeriesAt(*wish.level, series, units);
  }
  const Json::Value& instances = series["Instances"];
  return instances.empty() ? Result<void>()
                           : AddWhatRulesWant(instances[0].asString(), instances, units);
}

Result<void> BatchUnits::AddSeriesAt(ResourceLevel level, const Json::Value& series, Units& units)
{
  if (level == ResourceLevel::Study)
  {
    units.push_back({level, series["ParentStudy"].asString()});
    return {};
  }
  const auto isOwn = HoldsOwnResults(sources_.api, series);
  if (!isOwn.HasValue())
  {
    return isOwn.Failure();
  }
  if (isOwn.Value() || ShowsNoPicture("", series["MainDicomTags"].get("Modality", "").asString()))
  {
    return {};
  }
  if (level == ResourceLevel::Series)
  {
    units.push_back({level, series["ID"].asString()});
    return {};
  }
  for (const auto& id : series["Instances"])
  {
    units.push_back({level, id.asString()});
  }
  return {};
}

Result<void> BatchUnits::AddInstance(const Json::Value& instance, const BatchWish& wish,
                                     Units& units)
{
  const std::string id = instance["ID"].asString();
  if (!wish.level)
  {
    Json::Value alone(Json::arrayValue);
    alone.append(id);
    return AddWhatRulesWant(id, alone, units);
  }
  if (*wish.level == ResourceLevel::Instance)
  {
    units.push_back({ResourceLevel::Instance, id});
    return {};
  }
  Json::Value parents(Json::arrayValue);
  parents.append(instance["ParentSeries"]);
  return AddAll("series", parents, wish, units);
}

// `instances`: which ones, if the rule wants them one by one.
Result<void> BatchUnits::AddWhatRulesWant(const std::string& instanceId,
                                          const Json::Value& instances, Units& units)
{
  const auto order = arrivals_.OfInstance(instanceId);
  if (!order.HasValue())
  {
    return order.Failure();
  }
  if (!order.Value())
  {
    return {};
  }
  if (order.Value()->level != ResourceLevel::Instance)
  {
    units.push_back({order.Value()->level, order.Value()->orthancId});
    return {};
  }
  for (const auto& id : instances)
  {
    units.push_back({ResourceLevel::Instance, id.asString()});
  }
  return {};
}

Arrivals::Outcome BatchUnits::OrderByRules(const BatchUnit& unit)
{
  switch (unit.level)
  {
    case ResourceLevel::Study:
      return arrivals_.OfStableStudy(unit.orthancId);
    case ResourceLevel::Series:
      return arrivals_.OfStableSeries(unit.orthancId);
    case ResourceLevel::Instance:
      break;
  }
  auto order = arrivals_.OfInstance(unit.orthancId);
  const bool isWhole = order.HasValue() && order.Value() && order.Value()->notBefore;
  return isWhole ? std::optional<AnalysisOrder>() : std::move(order);
}

Result<AnalysisOrder> BatchUnits::OrderAtLevel(const BatchUnit& unit, const std::string& model)
{
  auto description = sources_.api.GetJson("/" + LevelPath(unit.level) + "/" + unit.orthancId);
  if (!description.HasValue())
  {
    return description.Failure();
  }
  if (unit.level == ResourceLevel::Instance)
  {
    const auto images = sources_.images.ImagesOf(unit.level, unit.orthancId);
    if (!images.HasValue())
    {
      return images.Failure();
    }
  }
  const ResourceReference resource{unit.level, unit.orthancId, std::move(description).Value()};
  return vlm::OrderOf(sources_.api, sources_.images, resource, model);
}

Result<AnalysisOrder> BatchUnits::OrderOf(const BatchUnit& unit, const BatchWish& wish)
{
  AnalysisOrder order;
  if (wish.level)
  {
    auto whole = OrderAtLevel(unit, wish.model.empty() ? sources_.defaultModel : wish.model);
    if (!whole.HasValue())
    {
      return whole;
    }
    order = std::move(whole).Value();
  }
  else
  {
    auto wanted = OrderByRules(unit);
    if (!wanted.HasValue())
    {
      return wanted.Failure();
    }
    if (!wanted.Value())
    {
      return Error{ErrorKind::NoPixels, "It was deleted, or none of Vlm.Rules wants it."};
    }
    order = *wanted.Value();
    order.model = wish.model.empty() ? order.model : wish.model;
  }
  order.notBefore.reset();
  order.priority = wish.priority;
  order.language = LanguageOf(sources_.models, order.model, wish.language);
  return order;
}

}  // namespace vlm
