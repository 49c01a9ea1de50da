// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ResultSources.h"

#include <algorithm>
#include <map>

#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

constexpr Json::ArrayIndex MostImages = 10000;  // more than any analysis looks at

bool IsUnreadable(ErrorKind kind)
{
  return kind == ErrorKind::CorruptDicom || kind == ErrorKind::TooLarge;
}

Result<SourceImage> Read(const std::string& instance, ResultArchive& archive)
{
  const auto file = archive.DicomFile(instance);
  return file.HasValue() ? ReadSourceImage(file.Value()) : file.Failure();
}

}  // namespace

Result<ResultSources> ReadResultSources(const Json::Value& report, ResultArchive& archive)
{
  const Json::Value& images = ListOf(report, "Images");
  if (images.size() > MostImages)
  {
    return Error{ErrorKind::BadInput, "The report has " + std::to_string(images.size()) +
                                          " images; allowed: at most " +
                                          std::to_string(MostImages) + "."};
  }
  ResultSources sources;
  std::map<std::string, std::optional<SourceImage>> known;
  std::optional<Error> failure;
  for (const Json::Value& image : images)
  {
    const std::string instance = TextOf(image, "OrthancId");
    if (known.count(instance) == 0)
    {
      auto read = Read(instance, archive);
      const bool isThere = read.HasValue();
      if (!isThere && read.Failure().kind != ErrorKind::NotFound)
      {
        if (!IsUnreadable(read.Failure().kind))
        {
          return read.Failure();
        }
        sources.remarks.push_back("Instance " + instance + ": " + read.Failure().message);
        failure = failure.value_or(read.Failure());
      }
      known[instance] = isThere ? std::optional(std::move(read).Value()) : std::nullopt;
    }
    sources.images.push_back(known[instance]);
  }
  const bool isAny = std::any_of(sources.images.begin(), sources.images.end(),
                                 [](const auto& source) { return source.has_value(); });
  return isAny ? Result<ResultSources>(std::move(sources))
               : failure.value_or(Error{ErrorKind::NotFound,
                                        "None of the report's images is in the archive any more."});
}

}  // namespace vlm
