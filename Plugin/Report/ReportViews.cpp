// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReportViews.h"

#include <algorithm>
#include <map>

#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

// Old index into Images -> new one.
using ImageNumbers = std::map<Json::ArrayIndex, int>;

ImageNumbers ImagesOfInstance(const Json::Value& report, const std::string& instance)
{
  ImageNumbers numbers;
  const Json::Value& images = ListOf(report, "Images");
  for (Json::ArrayIndex i = 0; i < images.size(); ++i)
  {
    if (TextOf(images[i], "OrthancId") == instance)
    {
      const int next = static_cast<int>(numbers.size());
      numbers[i] = next;
    }
  }
  return numbers;
}

Json::Value KeepImages(const Json::Value& images, const ImageNumbers& numbers)
{
  Json::Value kept(Json::arrayValue);
  for (const auto& number : numbers)
  {
    kept.append(images[number.first]);
  }
  return kept;
}

Json::Value KeepFindings(const Json::Value& report, const char* key, const ImageNumbers& numbers)
{
  Json::Value kept(Json::arrayValue);
  const Json::ArrayIndex images = ListOf(report, "Images").size();
  for (const Json::Value& finding : ListOf(report, key))
  {
    const auto image = ImageOf(finding, images);
    const auto number = image ? numbers.find(*image) : numbers.end();
    if (number != numbers.end())
    {
      Json::Value renumbered = finding;
      renumbered["Image"] = number->second;
      kept.append(renumbered);
    }
  }
  return kept;
}

void AddText(Json::Value& object, const char* key, const std::string& text)
{
  Json::Value list = ListOf(object, key);
  list.append(text);
  object[key] = list;
}

}  // namespace

Json::Value ReduceReport(const Json::Value& report, const std::string& instanceOrthancId)
{
  const ImageNumbers numbers = ImagesOfInstance(report, instanceOrthancId);
  Json::Value reduced = report.isObject() ? report : Json::Value(Json::objectValue);
  reduced["Images"] = KeepImages(ListOf(report, "Images"), numbers);
  reduced["Findings"] = KeepFindings(report, "Findings", numbers);
  reduced["Rejected"] = KeepFindings(report, "Rejected", numbers);
  reduced["Level"] = "Instance";
  reduced["OrthancId"] = instanceOrthancId;
  if (TextOf(report, "Status") != "Completed")
  {
    return reduced;
  }
  if (numbers.empty())
  {
    reduced["Status"] = "Abstained";
    reduced["Reason"] =
        "This image was not among those that the model was shown of its series or study.";
    reduced["NoAbnormality"] = false;
  }
  if (TextOf(report, "Level") != "Instance")
  {
    AddText(reduced, "Warnings",
            "The narrative speaks of the whole series or study, not of this image alone.");
  }
  return reduced;
}

}  // namespace vlm
