// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/InstanceLookup.h"

#include "Report/StoredJson.h"

namespace vlm
{

Result<std::optional<std::string>> FindInstanceIn(const OrthancApi& api,
                                                  const std::string& sopInstanceUid,
                                                  const std::string& studyOrthancId)
{
  const auto found = api.Post("/tools/lookup", sopInstanceUid);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  for (const auto& one : found.Value())
  {
    const std::string id = TextOf(one, "ID");
    if (TextOf(one, "Type") != "Instance")
    {
      continue;
    }
    const auto study = api.GetJson("/instances/" + id + "/study");
    if (study.HasValue() && TextOf(study.Value(), "ID") == studyOrthancId)
    {
      return std::optional<std::string>(id);
    }
    if (!study.HasValue() && study.Failure().kind != ErrorKind::NotFound)
    {
      return study.Failure();
    }
  }
  return std::optional<std::string>();
}

}  // namespace vlm
