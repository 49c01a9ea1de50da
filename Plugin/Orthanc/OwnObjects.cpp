// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OwnObjects.h"

#include "Report/StoredJson.h"
#include "Results/OwnEquipment.h"

namespace vlm
{
namespace
{

constexpr const char* SecondaryCaptureClass = "1.2.840.10008.5.1.4.1.1.7";
constexpr const char* ParametricMapClass = "1.2.840.10008.5.1.4.1.1.30";

}  // namespace

bool IsOwnSeries(const Json::Value& mainDicomTags)
{
  return TextOf(mainDicomTags, "Manufacturer") == OwnManufacturer;
}

Result<bool> IsOwnPicture(const OrthancApi& api, const std::string& instanceId,
                          const std::string& sopClassUid)
{
  if (sopClassUid != SecondaryCaptureClass && sopClassUid != ParametricMapClass)
  {
    return false;
  }
  const auto tags = api.GetJson("/instances/" + instanceId + "/simplified-tags");
  if (!tags.HasValue())
  {
    const bool mayBeReadLater = tags.Failure().kind == ErrorKind::NotReady;
    return mayBeReadLater ? tags.Failure() : Result<bool>(false);
  }
  bool isOwn = IsOwnSeries(tags.Value());
  for (const auto& item : ListOf(tags.Value(), "ContributingEquipmentSequence"))
  {
    isOwn = isOwn || IsOwnSeries(item);
  }
  return isOwn;
}

Result<bool> HoldsOwnResults(const OrthancApi& api, const Json::Value& series)
{
  const auto instances = TextsOf(series, "Instances");
  const bool isOwn = IsOwnSeries(MemberOf(series, "MainDicomTags"));
  if (isOwn || instances.empty())
  {
    return isOwn;
  }
  const auto sopClass = api.Get("/instances/" + instances.front() + "/metadata/SopClassUid");
  if (!sopClass.HasValue())
  {
    const bool isUnknown = sopClass.Failure().kind == ErrorKind::NotFound;
    return isUnknown ? Result<bool>(false) : sopClass.Failure();
  }
  return IsOwnPicture(api, instances.front(), sopClass.Value());
}

}  // namespace vlm
