// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RecoveredReport.h"

#include "Orthanc/InstanceLookup.h"
#include "Pipeline/ResourceLevel.h"
#include "Report/StoredJson.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

// More images than an analysis has.
constexpr Json::ArrayIndex MostImages = 1000;

// The report's images, with Orthanc's identifiers of those that the study has.
Result<Json::Value> NamedImages(const OrthancApi& api, const Json::Value& report,
                                const StudyContents& study)
{
  Json::Value images(Json::arrayValue);
  for (const auto& image : ListOf(report, "Images"))
  {
    const auto id = images.size() < MostImages
                        ? FindInstanceIn(api, TextOf(image, "SOPInstanceUID"), study.orthancId)
                        : Result<std::optional<std::string>>(std::optional<std::string>());
    if (!id.HasValue())
    {
      return id.Failure();
    }
    Json::Value named = image.isObject() ? image : Json::Value(Json::objectValue);
    named["OrthancId"] = id.Value().value_or("");
    images.append(std::move(named));
  }
  return images;
}

// Empty: it is not in the study.
std::string SubjectOf(const Json::Value& report, const StudyContents& study)
{
  const auto level = LevelFromName(TextOf(report, "Level"));
  if (level == ResourceLevel::Study)
  {
    return study.orthancId;
  }
  if (level == ResourceLevel::Series)
  {
    const auto series = study.seriesByUid.find(TextOf(report, "SeriesInstanceUID"));
    return series == study.seriesByUid.end() ? std::string() : TextOf(series->second, "ID");
  }
  const Json::Value& images = ListOf(report, "Images");
  return images.empty() ? std::string() : TextOf(images[0], "OrthancId");
}

}  // namespace

Result<Json::Value> RecoverReport(const OrthancApi& api, const std::string& dicomFile,
                                  const StudyContents& study)
{
  auto read = ReadStructuredReport(dicomFile);
  if (!read.HasValue())
  {
    return read;
  }
  auto images = NamedImages(api, read.Value(), study);
  if (!images.HasValue())
  {
    return images;
  }
  Json::Value report = std::move(read).Value();
  report["Images"] = images.Value();
  report["OrthancId"] = SubjectOf(report, study);
  if (TextOf(report, "OrthancId").empty())
  {
    return Error{ErrorKind::NotFound, "What was analysed is not in study " + study.orthancId + "."};
  }
  return report;
}

}  // namespace vlm
