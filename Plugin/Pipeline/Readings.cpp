// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Readings.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "Pipeline/ReadingsVerification.h"
#include "Pipeline/Renderings.h"
#include "Pipeline/SingleReading.h"
#include "Pipeline/ZoomChoice.h"

namespace vlm
{
namespace
{

// Spends calls one after the other; stops at the first reading that fails.
class Asking
{
public:
  Asking(const ReadingTask& task, VisionModel& model, const Cancellation& cancellation)
      : task_(task),
        model_(model),
        cancellation_(cancellation),
        calls_(model.Views().calls),
        spent_(task.frames.size(), 0),
        choices_(task.frames.size())
  {
  }

  void Run()
  {
    NoteProgress();
    for (int i = 0; i < FirstFullViewsOf(calls_) && !hasFailed_; ++i)
    {
      LookAtAll();
    }
    while (!hasFailed_ && AskOnceMore())
    {
    }
  }

  std::vector<Reading> Take() { return std::move(readings_); }

private:
  // False: nothing is left that would tell something new.
  bool AskOnceMore()
  {
    const auto mostUrgent = MostUrgentImage();
    if (mostUrgent ? HasMoreThanZoomsCanConfirm() && IsFullViewLeft(FullViewsOf(calls_))
                   : IsNothingSettled() && IsFullViewLeft(FullViewsOfNothing()))
    {
      LookAtAll();
      return true;
    }
    if (!mostUrgent)
    {
      return false;
    }
    const View view = ChoiceOf(*mostUrgent).next->view;  // which a look chooses anew
    Look(view);
    return true;
  }

  std::optional<int> MostUrgentImage() const
  {
    std::optional<int> best;
    for (const int image : task_.images)
    {
      const auto& next = ChoiceOf(image).next;
      if (next && CallsLeft(image) > 0 &&
          (!best || IsMoreUrgent(next->urgency, ChoiceOf(*best).next->urgency)))
      {
        best = image;
      }
    }
    return best;
  }

  // A full view confirms all findings at once.
  bool HasMoreThanZoomsCanConfirm() const
  {
    return std::any_of(task_.images.begin(), task_.images.end(),
                       [this](int image)
                       { return ChoiceOf(image).missingLooks > CallsLeft(image); });
  }

  bool IsNothingSettled() const
  {
    return std::all_of(task_.images.begin(), task_.images.end(),
                       [this](int image) { return ChoiceOf(image).settled == 0; });
  }

  // Where nothing was ever suspected, a second look is enough; where what was stated was not seen
  // again, the lesion may be elsewhere.
  int FullViewsOfNothing() const
  {
    const bool isAnyUnlikely =
        std::any_of(task_.images.begin(), task_.images.end(),
                    [this](int image) { return ChoiceOf(image).unlikely > 0; });
    return isAnyUnlikely ? FullViewsOf(calls_) : std::min(2, FullViewsOf(calls_));
  }

  bool IsFullViewLeft(int most) const
  {
    return fullViews_ < most && std::all_of(task_.images.begin(), task_.images.end(),
                                            [this](int image) { return CallsLeft(image) > 0; });
  }

  int CallsLeft(int image) const { return calls_ - spent_[static_cast<std::size_t>(image)]; }
  const ZoomChoice& ChoiceOf(int image) const { return choices_[static_cast<std::size_t>(image)]; }

  void LookAtAll() { Look(FullView(fullViews_++, task_.images, task_.analysisId, task_.frames)); }

  void Look(const View& view)
  {
    readings_.push_back(ReadOnce(task_, view, model_, cancellation_));
    hasFailed_ = !readings_.back().parsed.has_value();
    for (const int image : view.images)
    {
      ++spent_[static_cast<std::size_t>(image)];
      if (!hasFailed_ && CallsLeft(image) > 0)
      {
        choices_[static_cast<std::size_t>(image)] = Choose(image);
      }
    }
    NoteProgress();
  }

  void NoteProgress() const
  {
    if (task_.progress != nullptr)
    {
      const int done = static_cast<int>(readings_.size());
      task_.progress->Note(task_.analysisId,
                           {AnalysisStage::Reading, done, done + LooksLeftAtMost()});
    }
  }

  // Before the first look nobody knows how many images will be looked at closer.
  int LooksLeftAtMost() const
  {
    if (readings_.empty() || hasFailed_)
    {
      return hasFailed_ ? 0 : std::max(1, calls_);
    }
    int zooms = 0;
    int fewestLeft = calls_;
    for (const int image : task_.images)
    {
      zooms += ChoiceOf(image).next ? CallsLeft(image) : 0;
      fewestLeft = std::min(fewestLeft, CallsLeft(image));
    }
    const int views = zooms > 0 ? FirstFullViewsOf(calls_) : FullViewsOfNothing();
    return std::max(zooms, std::min(fewestLeft, std::max(0, views - fullViews_)));
  }

  ZoomChoice Choose(int image) const
  {
    const auto index = static_cast<std::size_t>(image);
    const Frame& frame = task_.frames[index].frame;
    const std::vector<vlm::Look> looks = LooksAt(image, frame, readings_);
    if (!StatesAnything(looks))
    {
      return {};
    }
    const PixelEvidence* const pixels =
        task_.evidence != nullptr ? &task_.evidence->Of(image) : nullptr;
    std::vector<View> zooms;
    for (const Reading& reading : readings_)
    {
      if (reading.view.kind == ViewKind::Zoom && reading.view.images.front() == image)
      {
        zooms.push_back(reading.view);
      }
    }
    return ChooseZoom({image, frame, pixels, looks, zooms}, model_.Noise());
  }

  const ReadingTask& task_;
  VisionModel& model_;
  const Cancellation& cancellation_;
  int calls_;
  std::vector<int> spent_;           // of each image
  std::vector<ZoomChoice> choices_;  // of each image
  std::vector<Reading> readings_;
  int fullViews_ = 0;
  bool hasFailed_ = false;
};

}  // namespace

std::vector<Reading> ReadImages(const ReadingTask& task, VisionModel& model,
                                const Cancellation& cancellation)
{
  Asking asking(task, model, cancellation);
  asking.Run();
  return asking.Take();
}

}  // namespace vlm
