// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancImageArchive.h"

#include <cstdlib>

#include "Orthanc/OwnObjects.h"
#include "Orthanc/SliceOrder.h"
#include "Pipeline/IngestRules.h"
#include "Pixels/DicomAttributes.h"
#include "Pixels/FrameAssembly.h"

namespace vlm
{
namespace
{

// Larger files are not read into memory.
constexpr long long LargestFile = 512LL * 1024 * 1024;

std::string TextOf(const Json::Value& json, const char* key)
{
  const Json::Value& value = json[key];
  return value.isString() ? value.asString() : std::string();
}

}  // namespace

Result<ResourceDescription> OrthancImageArchive::Describe(ResourceLevel level,
                                                          const std::string& orthancId)
{
  ResourceDescription description;
  std::string seriesId = orthancId;
  if (level == ResourceLevel::Instance)
  {
    const auto instance = api_.GetJson("/instances/" + orthancId);
    if (!instance.HasValue())
    {
      return instance.Failure();
    }
    seriesId = TextOf(instance.Value(), "ParentSeries");
  }
  description.orthancStudyId = orthancId;
  if (level != ResourceLevel::Study)
  {
    const auto series = api_.GetJson("/series/" + seriesId);
    if (!series.HasValue())
    {
      return series.Failure();
    }
    const Json::Value& tags = series.Value()["MainDicomTags"];
    description.orthancSeriesId = seriesId;
    description.orthancStudyId = TextOf(series.Value(), "ParentStudy");
    description.seriesInstanceUid = TextOf(tags, "SeriesInstanceUID");
    description.modality = TextOf(tags, "Modality");
    description.bodyPart = TextOf(tags, "BodyPartExamined");
  }
  const auto study = api_.GetJson("/studies/" + description.orthancStudyId);
  if (!study.HasValue())
  {
    return study.Failure();
  }
  description.studyInstanceUid = TextOf(study.Value()["MainDicomTags"], "StudyInstanceUID");
  description.patientId = TextOf(study.Value()["PatientMainDicomTags"], "PatientID");
  return description;
}

Result<void> OrthancImageArchive::CheckSeries(const Json::Value& series,
                                              const std::string& firstInstance)
{
  const Json::Value& tags = series["MainDicomTags"];
  const auto sopClass = api_.Get("/instances/" + firstInstance + "/metadata/SopClassUid");
  const std::string sopClassUid = sopClass.HasValue() ? sopClass.Value() : "";
  const auto isOwn =
      IsOwnSeries(tags) ? Result<bool>(true) : IsOwnPicture(api_, firstInstance, sopClassUid);
  if (!isOwn.HasValue())
  {
    return isOwn.Failure();
  }
  if (isOwn.Value())
  {
    return Error{ErrorKind::NoPixels,
                 "This was made by Orthanc VLM itself; its own results are never analysed."};
  }
  const std::string modality = TextOf(tags, "Modality");
  if (ShowsNoPicture(sopClassUid, modality))
  {
    return Error{ErrorKind::NoPixels, "Objects of SOP class " + sopClassUid + " and modality " +
                                          modality + " show no picture that could be analysed."};
  }
  return {};
}

Result<SeriesFrames> OrthancImageArchive::ImagesOfInstance(const std::string& instanceId)
{
  const auto instance = api_.GetJson("/instances/" + instanceId);
  if (!instance.HasValue())
  {
    return instance.Failure();
  }
  const auto series = api_.GetJson("/series/" + TextOf(instance.Value(), "ParentSeries"));
  if (!series.HasValue())
  {
    return series.Failure();
  }
  const auto checked = CheckSeries(series.Value(), instanceId);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  Json::Value list(Json::arrayValue);
  list.append(instance.Value());
  return SlicesInOrder(list);
}

Result<SeriesFrames> OrthancImageArchive::ImagesOfSeries(const std::string& seriesId)
{
  const auto series = api_.GetJson("/series/" + seriesId);
  if (!series.HasValue())
  {
    return series.Failure();
  }
  const auto instances = api_.GetJson("/series/" + seriesId + "/instances");
  if (!instances.HasValue())
  {
    return instances.Failure();
  }
  auto slices = SlicesInOrder(instances.Value());
  if (slices.empty())
  {
    return Error{ErrorKind::NoPixels, "Series " + seriesId + " has no instances."};
  }
  const auto checked = CheckSeries(series.Value(), slices.front().orthancId);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  return slices;
}

Result<std::vector<SeriesFrames>> OrthancImageArchive::ImagesOfStudy(const std::string& studyId)
{
  const auto study = api_.GetJson("/studies/" + studyId);
  if (!study.HasValue())
  {
    return study.Failure();
  }
  std::vector<SeriesFrames> all;
  for (const auto& id : study.Value()["Series"])
  {
    auto slices = ImagesOfSeries(id.asString());
    if (slices.HasValue())
    {
      all.push_back(std::move(slices).Value());
    }
    else if (slices.Failure().kind != ErrorKind::NoPixels &&
             slices.Failure().kind != ErrorKind::NotFound)
    {
      return slices.Failure();
    }
  }
  if (all.empty())
  {
    return Error{ErrorKind::NoPixels, "Study " + studyId + " has no series with pictures."};
  }
  return all;
}

Result<std::vector<SeriesFrames>> OrthancImageArchive::ImagesOf(ResourceLevel level,
                                                                const std::string& orthancId)
{
  if (level == ResourceLevel::Study)
  {
    return ImagesOfStudy(orthancId);
  }
  auto slices =
      level == ResourceLevel::Series ? ImagesOfSeries(orthancId) : ImagesOfInstance(orthancId);
  if (!slices.HasValue())
  {
    return slices.Failure();
  }
  return std::vector<SeriesFrames>{std::move(slices).Value()};
}

Result<std::string> OrthancImageArchive::LoadFile(const std::string& instanceId)
{
  const auto size = api_.Get("/instances/" + instanceId + "/attachments/dicom/size");
  if (!size.HasValue())
  {
    return size.Failure();
  }
  if (std::atoll(size.Value().c_str()) > LargestFile)
  {
    return Error{ErrorKind::TooLarge, "The DICOM file has " + size.Value() + " bytes; at most " +
                                          std::to_string(LargestFile) + " are read."};
  }
  return api_.DicomFile(instanceId);
}

Result<Frame> OrthancImageArchive::Load(const FrameReference& reference)
{
  const auto file = LoadFile(reference.orthancId);
  if (!file.HasValue())
  {
    return file.Failure();
  }
  const auto attributes = ReadDicomAttributes(file.Value().data(), file.Value().size());
  if (!attributes.HasValue())
  {
    return attributes.Failure();
  }
  if (reference.frame < 0 || reference.frame >= attributes.Value().frames)
  {
    return Error{ErrorKind::BadInput, "frame is " + std::to_string(reference.frame) +
                                          "; this instance has frames 0 to " +
                                          std::to_string(attributes.Value().frames - 1) + "."};
  }
  const auto stored = api_.DecodeFrame(file.Value(), reference.frame);
  if (!stored.HasValue())
  {
    return Error{ErrorKind::UndecodablePixels,
                 stored.Failure().message + " " + ExplainUndecodable(attributes.Value())};
  }
  return AssembleFrame(attributes.Value(), stored.Value(), reference.frame, reference.orthancId);
}

}  // namespace vlm
