// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/KeyImages.h"

#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <cstddef>
#include <vector>

#include "Pixels/FrameTraits.h"

namespace vlm
{
namespace
{

constexpr const char* SecondaryCaptureClass = "1.2.840.10008.5.1.4.1.1.7";

bool IsPictureByType(const std::string& imageType)
{
  constexpr std::size_t notOfTheKind = 2;  // ORIGINAL or DERIVED, PRIMARY or SECONDARY
  std::vector<std::string> values;
  boost::split(values, imageType, boost::is_any_of("\\"));
  for (std::size_t i = notOfTheKind; i < values.size(); ++i)
  {
    if (KindOfTypeValue(boost::trim_copy(values[i])) != FrameKind::Picture)
    {
      return false;
    }
  }
  return true;
}

bool IsOfSlices(const std::string& modality)
{
  return modality == "CT" || modality == "MR" || modality == "PT";
}

}  // namespace

Result<bool> IsKeyImage(const OrthancApi& api, const std::string& instanceId,
                        const std::string& modality)
{
  const auto type = api.Get("/instances/" + instanceId + "/content/0008-0008");
  if (!type.HasValue())
  {
    const bool mayBeReadLater = type.Failure().kind == ErrorKind::NotReady;
    return mayBeReadLater ? type.Failure() : Result<bool>(true);
  }
  if (!IsPictureByType(type.Value()))
  {
    return false;
  }
  if (!IsOfSlices(modality))
  {
    return true;
  }
  const auto sopClass = api.Get("/instances/" + instanceId + "/metadata/SopClassUid");
  return !sopClass.HasValue() || sopClass.Value() != SecondaryCaptureClass;
}

}  // namespace vlm
