// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancImageArchive.h"

#include "Orthanc/PictureSeries.h"
#include "Orthanc/StoredFrame.h"
#include "Pixels/FrameAssembly.h"
#include "Pixels/FrameTraitsReading.h"
#include "Report/StoredJson.h"

namespace vlm
{

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
  // As it is: an identifier without its leading spaces is another patient's.
  const Json::Value& patientId = MemberOf(study.Value(), "PatientMainDicomTags")["PatientID"];
  description.patientId = patientId.isString() ? patientId.asString() : "";
  return description;
}

Result<SeriesFrames> OrthancImageArchive::ImagesOfInstance(const std::string& instanceId)
{
  const auto slices = PictureOfInstance(api_, instanceId);
  return slices.HasValue() ? Result<SeriesFrames>(FramesOf(slices.Value())) : slices.Failure();
}

Result<SeriesFrames> OrthancImageArchive::ImagesOfSeries(const std::string& seriesId)
{
  const auto slices = PicturesOfSeries(api_, seriesId);
  return slices.HasValue() ? Result<SeriesFrames>(FramesOf(slices.Value())) : slices.Failure();
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

Result<std::vector<FrameTraits>> OrthancImageArchive::TraitsOf(const std::string& instanceId)
{
  const auto file = LoadDicomFile(api_, instanceId);
  return file.HasValue() ? ReadFrameTraits(file.Value(), instanceId) : file.Failure();
}

Result<std::vector<Result<FrameThumbnail>>> OrthancImageArchive::ThumbnailsOf(
    const std::string& instanceId, const std::vector<int>& frames)
{
  const auto file = LoadDicomFile(api_, instanceId);
  if (!file.HasValue())
  {
    return file.Failure();
  }
  const auto attributes = ReadDicomAttributes(file.Value().data(), file.Value().size());
  if (!attributes.HasValue())
  {
    return attributes.Failure();
  }
  std::vector<Result<FrameThumbnail>> thumbnails;
  api_.DecodeFrames(file.Value(), frames,
                    [&](int frame, const Result<cv::Mat>& pixels)
                    {
                      thumbnails.push_back(
                          pixels.HasValue() ? ThumbnailOf(attributes.Value(), pixels.Value(), frame)
                                            : Error{ErrorKind::UndecodablePixels,
                                                    pixels.Failure().message + " " +
                                                        ExplainUndecodable(attributes.Value())});
                    });
  return thumbnails;
}

Result<Frame> OrthancImageArchive::Load(const FrameReference& reference)
{
  const auto stored = LoadStoredFrame(api_, reference);
  if (!stored.HasValue())
  {
    return stored.Failure();
  }
  return AssembleFrame(stored.Value().attributes, stored.Value().pixels, reference.frame,
                       reference.orthancId);
}

}  // namespace vlm
