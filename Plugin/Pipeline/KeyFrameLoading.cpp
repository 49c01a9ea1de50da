// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/KeyFrameLoading.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "Pixels/KeyFrameSelection.h"

namespace vlm
{
namespace
{

// Frames that cannot be read are named in a warning while others can; if none can, the first reason
// is the error.
Result<LoadedFrames> LoadFrames(ImageArchive& images, const std::vector<FrameReference>& references,
                                const Cancellation& cancellation)
{
  constexpr std::int64_t mostPixels =
      128LL * 1024 * 1024;  // about 640 MB as display and modality values
  LoadedFrames loaded;
  std::int64_t pixels = 0;
  std::optional<Error> firstProblem;
  for (const auto& reference : references)
  {
    if (cancellation.IsRequested())
    {
      return Error{ErrorKind::Canceled, "The analysis was interrupted while its images were read."};
    }
    if (pixels > mostPixels)
    {
      loaded.warnings.push_back("Only " + std::to_string(loaded.frames.size()) + " of " +
                                std::to_string(references.size()) +
                                " images were read: they are too large to be held at once.");
      break;
    }
    auto frame = images.Load(reference);
    if (frame.HasValue())
    {
      pixels += static_cast<std::int64_t>(frame.Value().display.total());
      loaded.frames.push_back(std::move(frame).Value());
      continue;
    }
    if (frame.Failure().kind == ErrorKind::StorageFailed ||
        frame.Failure().kind == ErrorKind::NotReady)
    {
      return frame.Failure();
    }
    if (!firstProblem)
    {
      firstProblem = frame.Failure();
    }
    loaded.warnings.push_back("Instance " + reference.orthancId + ", frame " +
                              std::to_string(reference.frame) +
                              " was not read: " + frame.Failure().message);
  }
  if (loaded.frames.empty())
  {
    return firstProblem.value_or(Error{ErrorKind::NoPixels, "There is no image to analyse."});
  }
  return loaded;
}

}  // namespace

Result<LoadedFrames> LoadKeyFrames(ImageArchive& images, const AnalysisOrder& order, int maximum,
                                   const Cancellation& cancellation)
{
  const auto series = images.ImagesOf(order.level, order.orthancId);
  if (!series.HasValue())
  {
    return series.Failure();
  }
  // A study of many series gets fewer images of each: all are in memory and in one request at once.
  const int share = maximum / std::max(1, static_cast<int>(series.Value().size()));
  const int ofEach = std::clamp(share, 1, order.maxImages);
  std::vector<FrameReference> references;
  for (const auto& instances : series.Value())
  {
    const auto selected = SelectKeyFrames(instances, ofEach);
    references.insert(references.end(), selected.begin(), selected.end());
  }
  return LoadFrames(images, references, cancellation);
}

}  // namespace vlm
