// SPDX-License-Identifier: GPL-3.0-or-later
// Drawn images in memory, in place of Orthanc's.
#pragma once

#include <map>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "Pipeline/ImageArchive.h"

namespace vlm
{

// Where DrawnFrame has its bright disc.
constexpr int DiscColumn = 60;
constexpr int DiscRow = 40;
constexpr int DiscRadius = 10;

// A gray 128 x 128 picture of 0.5 mm pixels with one bright disc.
inline Frame DrawnFrame(const std::string& orthancId)
{
  constexpr int side = 128;
  Frame frame;
  frame.identity = {orthancId, "1.2." + orthancId, "1.2.3", "1.2", 0};
  frame.acquisition.modality = "CT";
  frame.acquisition.bodyPart = "HEAD";
  frame.display = cv::Mat(side, side, CV_8UC1, cv::Scalar(60));
  cv::circle(frame.display, {DiscColumn, DiscRow}, DiscRadius, cv::Scalar(200), cv::FILLED);
  frame.display.convertTo(frame.modalityValues, CV_32F);
  frame.spacing = PixelSpacing{0.5, 0.5, PixelSpacing::Source::PixelSpacing};
  return frame;
}

// Filled before use, then thread-safe.
class MemoryImageArchive : public ImageArchive
{
public:
  ResourceDescription description{"series", "study", "1.2", "1.2.3", "PID-7", "CT", "HEAD"};
  std::optional<Error> describeError;
  std::vector<SeriesFrames> series;
  std::map<std::string, Error> loadErrors;  // by instance

  // A series of single-frame instances.
  void AddSeries(const std::vector<std::string>& instances)
  {
    SeriesFrames frames;
    for (const auto& id : instances)
    {
      frames.push_back({id, 1});
    }
    series.push_back(std::move(frames));
  }

  Result<ResourceDescription> Describe(ResourceLevel, const std::string&) override
  {
    return describeError ? Result<ResourceDescription>(*describeError) : description;
  }
  Result<std::vector<SeriesFrames>> ImagesOf(ResourceLevel, const std::string&) override
  {
    return series;
  }
  // Slices 1 mm apart, in the order in which they were added.
  Result<std::vector<FrameTraits>> TraitsOf(const std::string& instanceId) override
  {
    double place = 0.0;
    for (const auto& frames : series)
    {
      for (const auto& instance : frames)
      {
        place += 1.0;
        if (instance.orthancId == instanceId)
        {
          return TraitsAt(place, instance);
        }
      }
    }
    return Error{ErrorKind::NotFound, "There is no instance " + instanceId + "."};
  }
  Result<std::vector<Result<FrameThumbnail>>> ThumbnailsOf(const std::string& instanceId,
                                                           const std::vector<int>& frames) override
  {
    std::vector<Result<FrameThumbnail>> thumbnails;
    for (const int frame : frames)
    {
      const auto loaded = Load({instanceId, frame});
      thumbnails.push_back(loaded.HasValue() ? Result<FrameThumbnail>(FrameThumbnail{
                                                   loaded.Value().modalityValues, false})
                                             : loaded.Failure());
    }
    return thumbnails;
  }
  Result<Frame> Load(const FrameReference& reference) override
  {
    const auto error = loadErrors.find(reference.orthancId);
    return error == loadErrors.end() ? Result<Frame>(DrawnFrame(reference.orthancId))
                                     : error->second;
  }

private:
  static std::vector<FrameTraits> TraitsAt(double place, const InstanceFrames& instance)
  {
    std::vector<FrameTraits> traits;
    for (int frame = 0; frame < instance.frames; ++frame)
    {
      FrameTraits one;
      one.reference = {instance.orthancId, frame};
      one.sopInstanceUid = "1.2." + instance.orthancId;
      one.instanceNumber = place;
      one.sliceLocation = place + 0.001 * frame;
      traits.push_back(one);
    }
    return traits;
  }
};

}  // namespace vlm
