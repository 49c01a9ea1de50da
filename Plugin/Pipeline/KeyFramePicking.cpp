// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/KeyFramePicking.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "Pixels/FrameStack.h"
#include "Pixels/KeyFrameChoice.h"

namespace vlm
{
namespace
{

constexpr int MostHeaders = 1024;
constexpr int MostWarnings = 8;  // of one series; the rest is counted

Error Interrupted()
{
  return {ErrorKind::Canceled, "The analysis was interrupted while its images were read."};
}

bool EndsAll(const Error& error)
{
  return error.kind == ErrorKind::StorageFailed || error.kind == ErrorKind::NotReady ||
         error.kind == ErrorKind::Canceled;
}

// `wanted` of `count` indices, evenly spread.
std::vector<int> Spread(int count, int wanted)
{
  wanted = std::min(count, wanted);
  std::vector<int> indices;
  for (std::int64_t i = 0; i < wanted; ++i)
  {
    indices.push_back(static_cast<int>((2 * i + 1) * count / (2 * std::int64_t{wanted})));
  }
  return indices;
}

// Instances in runs of the same place: what lies at one place is told apart by all its headers.
std::vector<SeriesFrames> ByPlace(const SeriesFrames& series)
{
  std::vector<SeriesFrames> runs;
  for (const InstanceFrames& instance : series)
  {
    const bool isSamePlace =
        !runs.empty() && instance.place && runs.back().front().place == instance.place;
    if (!isSamePlace)
    {
      runs.emplace_back();
    }
    runs.back().push_back(instance);
  }
  return runs;
}

SeriesFrames InstancesToRead(const SeriesFrames& series)
{
  if (series.size() <= MostHeaders)
  {
    return series;
  }
  const auto runs = ByPlace(series);
  const auto longest = std::max_element(
      runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  const int wanted = std::max(1, MostHeaders / static_cast<int>(longest->size()));
  SeriesFrames chosen;
  for (const int index : Spread(static_cast<int>(runs.size()), wanted))
  {
    const auto& run = runs[static_cast<std::size_t>(index)];
    chosen.insert(chosen.end(), run.begin(), run.end());
  }
  chosen.resize(std::min<std::size_t>(chosen.size(), MostHeaders));
  return chosen;
}

class Picker
{
public:
  Picker(ImageArchive& images, const Cancellation& cancellation)
      : images_(images), cancellation_(cancellation)
  {
  }

  Result<PickedFrames> Pick(const SeriesFrames& series, int maximum)
  {
    const auto traits = ReadTraits(series);
    if (!traits.HasValue())
    {
      return traits.Failure();
    }
    picked_.counts.available = static_cast<int>(traits.Value().size()) + unread_;
    const FrameStack stack = PreferredStack(traits.Value());
    if (!stack.frames.empty())
    {
      picked_.kind = stack.frames.front().kind;
      picked_.counts.localizers = stack.localizers;
      picked_.counts.captures = stack.captures;
      picked_.counts.otherStacks = stack.otherStacks;
      const auto chosen = Choose(stack, maximum);
      if (!chosen.HasValue())
      {
        return chosen.Failure();
      }
    }
    if (unnamed_ > 0)
    {
      picked_.warnings.push_back(std::to_string(unnamed_) + " more images were not read.");
    }
    return std::move(picked_);
  }

private:
  Result<std::vector<FrameTraits>> ReadTraits(const SeriesFrames& series)
  {
    const SeriesFrames wanted = InstancesToRead(series);
    unread_ = static_cast<int>(series.size() - wanted.size());
    std::vector<FrameTraits> all;
    for (const InstanceFrames& instance : wanted)
    {
      if (cancellation_.IsRequested())
      {
        return Interrupted();
      }
      auto traits = images_.TraitsOf(instance.orthancId);
      if (traits.HasValue())
      {
        all.insert(all.end(), traits.Value().begin(), traits.Value().end());
        continue;
      }
      if (EndsAll(traits.Failure()))
      {
        return traits.Failure();
      }
      ++unread_;
      Warn("Instance " + instance.orthancId, traits.Failure());
    }
    return all;
  }

  void Warn(const std::string& what, const Error& error)
  {
    picked_.firstProblem = picked_.firstProblem.value_or(error);
    if (picked_.warnings.size() >= MostWarnings)
    {
      ++unnamed_;
      return;
    }
    picked_.warnings.push_back(what + " was not read: " + error.message);
  }

  // How many frames are decoded to be compared.
  static int LooksAt(const FrameStack& stack, int maximum)
  {
    constexpr std::int64_t mostPixels = 64LL * 1024 * 1024;
    constexpr int least = 24;
    constexpr int most = 256;
    constexpr int ofEach = 6;
    const FrameTraits& frame = stack.frames.front();
    const std::int64_t size = std::max<std::int64_t>(1, std::int64_t{frame.rows} * frame.columns);
    const auto affordable = static_cast<int>(std::min<std::int64_t>(mostPixels / size, most));
    return std::max(maximum, std::min(affordable, std::clamp(ofEach * maximum, least, most)));
  }

  Result<void> Choose(const FrameStack& stack, int maximum)
  {
    const std::vector<int> looked =
        Spread(static_cast<int>(stack.frames.size()), LooksAt(stack, maximum));
    auto thumbnails = ReadThumbnails(stack, looked);
    if (!thumbnails.HasValue())
    {
      return thumbnails.Failure();
    }
    std::vector<int> seen;  // of the stack's frames
    std::vector<FrameThumbnail> pictures;
    for (auto& [index, thumbnail] : thumbnails.Value())
    {
      seen.push_back(index);
      pictures.push_back(std::move(thumbnail));
    }
    auto contents = JudgeContents(pictures);
    std::vector<KeyFrameCandidate> candidates;
    for (std::size_t i = 0; i < seen.size(); ++i)
    {
      candidates.push_back(
          {stack.places[static_cast<std::size_t>(seen[i])], std::move(contents[i])});
    }
    const auto choice = ChooseKeyFrames(candidates, maximum, SequenceOf(stack));
    picked_.counts.empty = choice.empty;
    for (const int index : choice.chosen)
    {
      const auto frame = static_cast<std::size_t>(seen[static_cast<std::size_t>(index)]);
      picked_.references.push_back(stack.frames[frame].reference);
    }
    return {};
  }

  static Sequence SequenceOf(const FrameStack& stack)
  {
    const FrameTraits& first = stack.frames.front();
    const bool isOne =
        std::all_of(stack.frames.begin(), stack.frames.end(),
                    [&first](const FrameTraits& frame)
                    {
                      return frame.reference.orthancId == first.reference.orthancId &&
                             frame.position == first.position;
                    });
    return isOne ? Sequence::Cine : Sequence::Slices;
  }

  // By the indices of the stack's frames.
  Result<std::map<int, FrameThumbnail>> ReadThumbnails(const FrameStack& stack,
                                                       const std::vector<int>& looked)
  {
    std::map<std::string, std::vector<int>> byInstance;
    for (const int index : looked)
    {
      byInstance[stack.frames[static_cast<std::size_t>(index)].reference.orthancId].push_back(
          index);
    }
    std::map<int, FrameThumbnail> thumbnails;
    for (const auto& [instanceId, indices] : byInstance)
    {
      if (cancellation_.IsRequested())
      {
        return Interrupted();
      }
      std::vector<int> frames;
      for (const int index : indices)
      {
        frames.push_back(stack.frames[static_cast<std::size_t>(index)].reference.frame);
      }
      auto found = images_.ThumbnailsOf(instanceId, frames);
      if (!found.HasValue() && EndsAll(found.Failure()))
      {
        return found.Failure();
      }
      if (!found.HasValue())
      {
        Warn("Instance " + instanceId, found.Failure());
        continue;
      }
      const auto kept = Keep(instanceId, frames, indices, found.Value(), thumbnails);
      if (!kept.HasValue())
      {
        return kept.Failure();
      }
    }
    return thumbnails;
  }

  // Errors: those that end all.
  Result<void> Keep(const std::string& instanceId, const std::vector<int>& frames,
                    const std::vector<int>& indices, std::vector<Result<FrameThumbnail>>& found,
                    std::map<int, FrameThumbnail>& thumbnails)
  {
    for (std::size_t i = 0; i < found.size() && i < indices.size(); ++i)
    {
      if (found[i].HasValue())
      {
        thumbnails[indices[i]] = std::move(found[i]).Value();
        continue;
      }
      if (EndsAll(found[i].Failure()))
      {
        return found[i].Failure();
      }
      Warn("Instance " + instanceId + ", frame " + std::to_string(frames[i]), found[i].Failure());
    }
    return {};
  }

  ImageArchive& images_;
  const Cancellation& cancellation_;
  PickedFrames picked_;
  int unread_ = 0;   // frames, as far as is known
  int unnamed_ = 0;  // warnings beyond MostWarnings
};

}  // namespace

Result<PickedFrames> PickKeyFrames(ImageArchive& images, const SeriesFrames& series, int maximum,
                                   const Cancellation& cancellation)
{
  return Picker(images, cancellation).Pick(series, maximum);
}

}  // namespace vlm
