// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SharedArchive.h"

#include <string>

namespace vlm
{
namespace
{

constexpr int MostToAskFor = 200;

}  // namespace

Result<void> CheckSharedArchive(AnalysisQueue& queue, const OrthancApi& api)
{
  const auto resources = queue.Resources("", MostToAskFor);
  if (!resources.HasValue())
  {
    return resources.Failure();
  }
  int unknown = 0;
  for (const auto& [level, orthancId] : resources.Value())
  {
    const auto found = api.GetJson("/" + LevelPath(level) + "/" + orthancId);
    if (found.HasValue())
    {
      return {};
    }
    if (found.Failure().kind != ErrorKind::NotFound)
    {
      return found.Failure();
    }
    ++unknown;
  }
  if (unknown < FewestToJudge)
  {
    return {};
  }
  return Error{ErrorKind::BadConfiguration,
               "This Orthanc knows none of the " + std::to_string(unknown) +
                   " resources that were analysed by the servers of Vlm.Database. Servers that "
                   "share it must share Orthanc's index and storage, too. Set Vlm.Database to a "
                   "database of its own; or, if the index was lost for good, drop schema "
                   "orthanc_vlm: reports stay with their images."};
}

}  // namespace vlm
