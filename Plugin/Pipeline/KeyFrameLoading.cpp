// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/KeyFrameLoading.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "Pipeline/KeyFramePicking.h"

namespace vlm
{
namespace
{

struct Before
{
  LoadedFrames loaded;                // without frames
  std::optional<Error> firstProblem;  // of those that are warned of
};

// Frames that cannot be read are named in a warning while others can; if none can, the first reason
// is the error.
Result<LoadedFrames> LoadFrames(ImageArchive& images, const std::vector<FrameReference>& references,
                                Before before, const Cancellation& cancellation)
{
  constexpr std::int64_t mostPixels =
      128LL * 1024 * 1024;  // about 640 MB as display and modality values
  LoadedFrames loaded = std::move(before.loaded);
  std::optional<Error> firstProblem = std::move(before.firstProblem);
  std::int64_t pixels = 0;
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

// One image needs no choice, and its header is read with it.
bool IsOneImage(const AnalysisOrder& order, const std::vector<SeriesFrames>& series)
{
  return order.level == ResourceLevel::Instance && series.size() == 1 &&
         series.front().size() == 1 && series.front().front().frames == 1;
}

PickedFrames TheOnlyOne(const SeriesFrames& series)
{
  PickedFrames picked;
  picked.references = {{series.front().orthancId, 0}};
  picked.counts.available = 1;
  return picked;
}

// Series of nothing but localizers or captures count only if there are no others.
void LeaveOutOtherKinds(std::vector<PickedFrames>& all)
{
  const bool isAnyPicture =
      std::any_of(all.begin(), all.end(),
                  [](const PickedFrames& one)
                  { return one.kind == FrameKind::Picture && !one.references.empty(); });
  for (PickedFrames& one : all)
  {
    if (isAnyPicture && one.kind != FrameKind::Picture)
    {
      int& counted = one.kind == FrameKind::Localizer ? one.counts.localizers : one.counts.captures;
      counted = one.counts.available;
      one.counts.otherStacks = 0;
      one.counts.empty = 0;
      one.references.clear();
    }
  }
}

Result<std::vector<PickedFrames>> PickOfAll(ImageArchive& images,
                                            const std::vector<SeriesFrames>& series, int ofEach,
                                            const Cancellation& cancellation)
{
  std::vector<PickedFrames> all;
  for (const SeriesFrames& instances : series)
  {
    auto picked = PickKeyFrames(images, instances, ofEach, cancellation);
    if (!picked.HasValue())
    {
      return picked.Failure();
    }
    all.push_back(std::move(picked).Value());
  }
  LeaveOutOtherKinds(all);
  return all;
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
  const auto all =
      IsOneImage(order, series.Value())
          ? Result<std::vector<PickedFrames>>(std::vector{TheOnlyOne(series.Value().front())})
          : PickOfAll(images, series.Value(), ofEach, cancellation);
  if (!all.HasValue())
  {
    return all.Failure();
  }
  LoadedFrames loaded;
  std::vector<FrameReference> references;
  std::optional<Error> firstProblem;
  for (const PickedFrames& picked : all.Value())
  {
    references.insert(references.end(), picked.references.begin(), picked.references.end());
    loaded.warnings.insert(loaded.warnings.end(), picked.warnings.begin(), picked.warnings.end());
    loaded.counts += picked.counts;
    firstProblem = firstProblem ? firstProblem : picked.firstProblem;
  }
  return LoadFrames(images, references, {std::move(loaded), std::move(firstProblem)}, cancellation);
}

}  // namespace vlm
