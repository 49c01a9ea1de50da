// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/RestServices.h"

namespace vlm
{

Result<ResourceReference> FindResource(const RestServices& services, const std::string& levelPath,
                                       const std::string& orthancId)
{
  const auto level = LevelFromPath(levelPath);
  if (level && IsOrthancId(orthancId))
  {
    auto description = services.api.GetJson("/" + levelPath + "/" + orthancId);
    if (description.HasValue())
    {
      return ResourceReference{*level, orthancId, std::move(description).Value()};
    }
    if (description.Failure().kind != ErrorKind::NotFound)
    {
      return description.Failure();
    }
  }
  return Error{ErrorKind::NotFound,
               "Orthanc has no '" + orthancId + "' among its " + levelPath + "."};
}

}  // namespace vlm
