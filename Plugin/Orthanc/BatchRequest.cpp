// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/BatchRequest.h"

#include <algorithm>
#include <array>

#include "Foundation/Json.h"
#include "Orthanc/AnalyzeRequest.h"
#include "Orthanc/HttpExchange.h"

namespace vlm
{
namespace
{

Error TooMany(std::size_t count)
{
  return {ErrorKind::TooLarge, "There are " + std::to_string(count) + " resources; at most " +
                                   std::to_string(MostResources) +
                                   " are taken at once: divide them."};
}

Result<void> ReadResources(const Json::Value& value, BatchRequest& request)
{
  const std::string allowed =
      "a list of Orthanc identifiers of patients, studies, series or instances";
  if (!value.isArray() || value.empty())
  {
    return WrongMember("Resources", value, allowed);
  }
  if (value.size() > MostResources)
  {
    return TooMany(value.size());
  }
  for (Json::ArrayIndex i = 0; i < value.size(); ++i)
  {
    if (!value[i].isString() || !IsOrthancId(value[i].asString()))
    {
      return WrongMember("Resources[" + std::to_string(i) + "]", value[i],
                         "an Orthanc identifier, five groups of eight hexadecimal digits");
    }
    request.resources.push_back(value[i].asString());
  }
  return {};
}

Result<void> ReadQuerySelection(const Json::Value& query)
{
  const Json::Value& selection = query["Query"];
  if (!selection.isObject())
  {
    return WrongMember("Query.Query", selection, R"(an object, e.g. {"Modality": "CT"})");
  }
  for (const auto& tag : selection.getMemberNames())
  {
    if (!selection[tag].isString())
    {
      return WrongMember("Query.Query." + tag, selection[tag], "a text");
    }
  }
  return {};
}

Result<void> ReadQuery(const Json::Value& value, BatchRequest& request)
{
  constexpr std::array<const char*, 5> known = {"Level", "Query", "CaseSensitive", "Labels",
                                                "LabelsConstraint"};
  if (!value.isObject())
  {
    return WrongMember("Query", value, R"(an object with "Level" and "Query", as /tools/find)");
  }
  for (const auto& key : value.getMemberNames())
  {
    if (std::find(known.begin(), known.end(), key) == known.end())
    {
      return Error{ErrorKind::BadInput,
                   "'Query." + key +
                       "' is not known here; allowed: Level, Query, CaseSensitive, Labels, "
                       "LabelsConstraint."};
    }
  }
  constexpr std::array<const char*, 4> levels = {"Patient", "Study", "Series", "Instance"};
  const Json::Value& level = value["Level"];
  if (!level.isString() ||
      std::find(levels.begin(), levels.end(), level.asString()) == levels.end())
  {
    return WrongMember("Query.Level", level, R"("Patient", "Study", "Series" or "Instance")");
  }
  auto selection = ReadQuerySelection(value);
  request.query = selection.HasValue() ? WriteJson(value) : "";
  return selection;
}

Result<void> ReadLevel(const Json::Value& value, BatchRequest& request)
{
  request.wish.level = value.isString() ? LevelFromName(value.asString()) : std::nullopt;
  return request.wish.level
             ? Result<void>()
             : Result<void>(WrongMember("Level", value, R"("Instance", "Series" or "Study")"));
}

Result<void> ReadMember(const VisionModels& models, const std::string& key,
                        const Json::Value& value, BatchRequest& request, AnalyzeRequest& how)
{
  if (key == "Resources")
  {
    return ReadResources(value, request);
  }
  if (key == "Query")
  {
    return ReadQuery(value, request);
  }
  if (key == "Level")
  {
    return ReadLevel(value, request);
  }
  const auto read = ReadAnalyzeMember(models, key, value, how);
  if (!read.HasValue())
  {
    return read.Failure();
  }
  return read.Value() ? Result<void>()
                      : Result<void>(Error{ErrorKind::BadInput,
                                           "'" + key +
                                               "' is not known here; allowed: Resources, Query, "
                                               "Level, Model, Force, Priority, Language."});
}

}  // namespace

Result<BatchRequest> ReadBatchRequest(std::string_view body, const VisionModels& models,
                                      const std::string& language)
{
  const auto json = ReadJsonObject(body, LargestBatchBody);
  if (!json.HasValue())
  {
    return json.Failure();
  }
  if (json.Value().isMember("Resources") == json.Value().isMember("Query"))
  {
    return Error{ErrorKind::BadInput,
                 "The body must have either Resources, a list of Orthanc identifiers, or Query, "
                 "what /tools/find takes."};
  }
  BatchRequest request;
  AnalyzeRequest how;
  how.language = language;
  how.priority = PriorityOfBackfill;
  for (const auto& key : json.Value().getMemberNames())
  {
    const auto read = ReadMember(models, key, json.Value()[key], request, how);
    if (!read.HasValue())
    {
      return read.Failure();
    }
  }
  request.wish.model = how.model;
  request.wish.language = how.language;
  request.wish.priority = how.priority;
  request.wish.ifKnown = how.ifKnown;
  return request;
}

Result<std::vector<std::string>> FindResources(const OrthancApi& api, const std::string& query)
{
  const auto answer = api.Post("/tools/find", query);
  if (!answer.HasValue())
  {
    return answer.Failure().kind == ErrorKind::NotReady
               ? answer.Failure()
               : Error{ErrorKind::BadInput,
                       "Orthanc's /tools/find refuses Query: are its tags and values right?"};
  }
  std::vector<std::string> resources;
  for (const auto& id : answer.Value())
  {
    if (id.isString())
    {
      resources.push_back(id.asString());
    }
  }
  if (resources.size() > MostResources)
  {
    return TooMany(resources.size());
  }
  return resources;
}

}  // namespace vlm
