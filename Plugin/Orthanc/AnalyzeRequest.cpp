// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/AnalyzeRequest.h"

#include "Foundation/Json.h"
#include "Orthanc/Arrivals.h"
#include "Orthanc/LanguageTag.h"

namespace vlm
{
namespace
{

constexpr int HighestPriority = 1000;
constexpr int ImagesOfASeries = 8;
constexpr std::size_t LongestQuote = 200;

Result<bool> ReadModel(const VisionModels& models, const Json::Value& value,
                       AnalyzeRequest& request)
{
  if (!value.isString() || models.count(value.asString()) == 0)
  {
    return WrongMember("Model", value, "a name that GET /vlm/models lists");
  }
  request.model = value.asString();
  return true;
}

Result<bool> ReadForce(const Json::Value& value, AnalyzeRequest& request)
{
  if (!value.isBool())
  {
    return WrongMember("Force", value, "true or false");
  }
  request.ifKnown = value.asBool() ? IfKnown::Repeat : IfKnown::Collapse;
  return true;
}

Result<bool> ReadPriority(const Json::Value& value, AnalyzeRequest& request)
{
  if (!value.isInt() || value.asInt() < -HighestPriority || value.asInt() > HighestPriority)
  {
    return WrongMember("Priority", value, "a whole number from -1000 to 1000");
  }
  request.priority = value.asInt();
  return true;
}

Result<bool> ReadLanguage(const Json::Value& value, AnalyzeRequest& request)
{
  const auto language = value.isString() ? NormalizedLanguageTag(value.asString()) : std::nullopt;
  if (!language)
  {
    return WrongMember("Language", value, "a language tag such as \"en\" or \"zh-CN\"");
  }
  request.language = *language;
  return true;
}

}  // namespace

Error WrongMember(const std::string& key, const Json::Value& value, const std::string& allowed)
{
  std::string text = WriteJson(value);
  if (text.size() > LongestQuote)
  {
    text = "of " + std::to_string(text.size()) + " characters";
  }
  return {ErrorKind::BadInput, key + " is " + text + "; allowed: " + allowed + "."};
}

Result<bool> ReadAnalyzeMember(const VisionModels& models, const std::string& key,
                               const Json::Value& value, AnalyzeRequest& request)
{
  if (key == "Model")
  {
    return ReadModel(models, value, request);
  }
  if (key == "Force")
  {
    return ReadForce(value, request);
  }
  if (key == "Priority")
  {
    return ReadPriority(value, request);
  }
  return key == "Language" ? ReadLanguage(value, request) : Result<bool>(false);
}

std::string LanguageOf(const VisionModels& models, const std::string& model,
                       const std::string& language)
{
  const auto found = models.find(model);
  const bool isOffline = found != models.end() && found->second->Identity().type == "Offline";
  return isOffline ? "en" : language;
}

Result<AnalysisOrder> OrderOf(const OrthancApi& api, ImageArchive& images,
                              const ResourceReference& resource, const std::string& model)
{
  const auto description = images.Describe(resource.level, resource.orthancId);
  if (!description.HasValue())
  {
    return description.Failure();
  }
  AnalysisOrder order;
  order.level = resource.level;
  order.orthancId = resource.orthancId;
  order.orthancSeriesId = description.Value().orthancSeriesId;
  order.orthancStudyId = description.Value().orthancStudyId;
  order.model = model;
  if (resource.level != ResourceLevel::Instance)
  {
    order.maxImages = ImagesOfASeries;
    const auto version = resource.level == ResourceLevel::Study
                             ? ContentVersionOfStudy(api, resource.description)
                             : Result<std::string>(ContentVersionOf(resource.description));
    if (!version.HasValue())
    {
      return version.Failure();
    }
    order.contentVersion = version.Value();
  }
  return order;
}

}  // namespace vlm
