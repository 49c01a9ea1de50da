// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/PictureSeries.h"

#include "Orthanc/OwnObjects.h"
#include "Pipeline/IngestRules.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

Result<void> CheckSeries(const OrthancApi& api, const Json::Value& series,
                         const std::string& firstInstance)
{
  const Json::Value& tags = series["MainDicomTags"];
  const auto sopClass = api.Get("/instances/" + firstInstance + "/metadata/SopClassUid");
  const std::string sopClassUid = sopClass.HasValue() ? sopClass.Value() : "";
  const auto isOwn =
      IsOwnSeries(tags) ? Result<bool>(true) : IsOwnPicture(api, firstInstance, sopClassUid);
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

}  // namespace

Result<std::vector<Slice>> PictureOfInstance(const OrthancApi& api, const std::string& instanceId)
{
  const auto instance = api.GetJson("/instances/" + instanceId);
  if (!instance.HasValue())
  {
    return instance.Failure();
  }
  const auto series = api.GetJson("/series/" + TextOf(instance.Value(), "ParentSeries"));
  if (!series.HasValue())
  {
    return series.Failure();
  }
  const auto checked = CheckSeries(api, series.Value(), instanceId);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  Json::Value list(Json::arrayValue);
  list.append(instance.Value());
  return SlicesInOrder(list);
}

Result<std::vector<Slice>> PicturesOfSeries(const OrthancApi& api, const std::string& seriesId)
{
  const auto series = api.GetJson("/series/" + seriesId);
  if (!series.HasValue())
  {
    return series.Failure();
  }
  const auto instances = api.GetJson("/series/" + seriesId + "/instances");
  if (!instances.HasValue())
  {
    return instances.Failure();
  }
  auto slices = SlicesInOrder(instances.Value());
  if (slices.empty())
  {
    return Error{ErrorKind::NoPixels, "Series " + seriesId + " has no instances."};
  }
  const auto checked = CheckSeries(api, series.Value(), slices.front().frames.orthancId);
  if (!checked.HasValue())
  {
    return checked.Failure();
  }
  return slices;
}

}  // namespace vlm
