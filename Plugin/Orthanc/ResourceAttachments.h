// SPDX-License-Identifier: GPL-3.0-or-later
// User-defined attachments of one Orthanc resource, which live and die with it.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "Orthanc/OrthancApi.h"

namespace vlm
{

// Errors of all: those of OrthancApi.
class ResourceAttachments
{
public:
  ResourceAttachments(const OrthancApi& api, ResourceLevel level, const std::string& orthancId)
      : api_(api), resource_("/" + LevelPath(level) + "/" + orthancId)
  {
  }

  // No value: there is none. Errors: StorageFailed (it is no JSON).
  Result<std::optional<Json::Value>> ReadJson(int number) const;
  Result<void> Write(int number, const std::string& content) const;
  // Nothing happens if there is none.
  Result<void> Delete(int number) const;

  // Certainly nothing but DICOM and `numbers`; false in doubt, since an administrator may have
  // given a number a name. Errors: NotFound (no such resource).
  Result<bool> HasOnlyDicomAnd(const std::vector<int>& numbers) const;

private:
  std::string Path(int number) const;

  const OrthancApi& api_;
  std::string resource_;
};

}  // namespace vlm
