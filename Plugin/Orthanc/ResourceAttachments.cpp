// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ResourceAttachments.h"

#include <algorithm>

#include "Foundation/Json.h"

namespace vlm
{

std::string ResourceAttachments::Path(int number) const
{
  return resource_ + "/attachments/" + std::to_string(number);
}

Result<std::optional<Json::Value>> ResourceAttachments::ReadJson(int number) const
{
  const auto text = api_.Get(Path(number) + "/data");
  if (!text.HasValue())
  {
    if (text.Failure().kind == ErrorKind::NotFound)
    {
      return std::optional<Json::Value>();
    }
    return text.Failure();
  }
  const auto json = ParseJson(text.Value());
  if (!json.HasValue())
  {
    return Error{ErrorKind::StorageFailed, "Attachment " + std::to_string(number) + " of " +
                                               resource_ +
                                               " is damaged: " + json.Failure().message};
  }
  return std::optional<Json::Value>(json.Value());
}

Result<void> ResourceAttachments::Write(int number, const std::string& content) const
{
  return api_.PutAttachment(Path(number), content);
}

Result<void> ResourceAttachments::Delete(int number) const
{
  auto deleted = api_.DeleteAttachment(Path(number));
  if (!deleted.HasValue() && deleted.Failure().kind == ErrorKind::NotFound)
  {
    return {};
  }
  return deleted;
}

Result<bool> ResourceAttachments::HasOnlyDicomAnd(const std::vector<int>& numbers) const
{
  const auto names = api_.GetJson(resource_ + "/attachments");
  if (!names.HasValue())
  {
    return names.Failure();
  }
  const auto isKnown = [&numbers](const Json::Value& name)
  {
    return name.isString() &&
           (name.asString().rfind("dicom", 0) == 0 ||
            std::any_of(numbers.begin(), numbers.end(),
                        [&name](int number) { return name.asString() == std::to_string(number); }));
  };
  return std::all_of(names.Value().begin(), names.Value().end(), isKnown);
}

}  // namespace vlm
