// SPDX-License-Identifier: GPL-3.0-or-later
// ImageArchive on Orthanc's index and storage.
#pragma once

#include "Orthanc/OrthancApi.h"
#include "Pipeline/ImageArchive.h"

namespace vlm
{

class OrthancImageArchive : public ImageArchive
{
public:
  explicit OrthancImageArchive(const OrthancApi& api) : api_(api) {}

  Result<ResourceDescription> Describe(ResourceLevel level, const std::string& orthancId) override;
  Result<std::vector<SeriesFrames>> ImagesOf(ResourceLevel level,
                                             const std::string& orthancId) override;
  Result<std::vector<FrameTraits>> TraitsOf(const std::string& instanceId) override;
  Result<std::vector<Result<FrameThumbnail>>> ThumbnailsOf(const std::string& instanceId,
                                                           const std::vector<int>& frames) override;
  Result<Frame> Load(const FrameReference& reference) override;

private:
  Result<SeriesFrames> ImagesOfInstance(const std::string& instanceId);
  Result<SeriesFrames> ImagesOfSeries(const std::string& seriesId);
  Result<std::vector<SeriesFrames>> ImagesOfStudy(const std::string& studyId);

  const OrthancApi& api_;
};

}  // namespace vlm
