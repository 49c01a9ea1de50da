// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Readings.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "Pipeline/Renderings.h"
#include "Pipeline/SingleReading.h"

namespace vlm
{
namespace
{

// What a zoom goes closer to.
struct Target
{
  int image = 0;
  BoundingBox box;
  double score = 0.0;
  std::optional<BoundingBox> shown = std::nullopt;  // the part that was shown last
};

bool IsUsable(const BoundingBox& box, const Frame& frame)
{
  const bool isFinite = std::isfinite(box.left + box.top + box.width + box.height);
  return isFinite && box.width > 0.0 && box.height > 0.0 && box.CentreColumn() >= 0.0 &&
         box.CentreRow() >= 0.0 && box.CentreColumn() < frame.Columns() &&
         box.CentreRow() < frame.Rows();
}

bool IsSamePlace(const Target& a, const Target& b)
{
  const double distance = std::hypot(a.box.CentreColumn() - b.box.CentreColumn(),
                                     a.box.CentreRow() - b.box.CentreRow());
  const double size = std::max({a.box.width, a.box.height, b.box.width, b.box.height});
  return a.image == b.image && distance < size / 2.0;
}

// The candidates of all full views, those at the same place once; the highest score first.
std::vector<Target> TargetsOf(const std::vector<Reading>& readings, const ReadingTask& task)
{
  std::vector<Target> targets;
  for (const auto& reading : readings)
  {
    for (const auto& finding : reading.parsed->findings)
    {
      const auto& frame = task.frames[static_cast<std::size_t>(finding.image)].frame;
      if (!finding.box || !IsUsable(*finding.box, frame))
      {
        continue;
      }
      const Target target{finding.image, *finding.box, finding.modelScore.value_or(0.0)};
      const auto isKnown = [&target](const Target& known) { return IsSamePlace(known, target); };
      if (std::none_of(targets.begin(), targets.end(), isKnown))
      {
        targets.push_back(target);
      }
    }
  }
  std::stable_sort(targets.begin(), targets.end(),
                   [](const Target& a, const Target& b) { return a.score > b.score; });
  return targets;
}

// Coarse to fine: each step shows half of what the one before showed, but never less than leaves
// the candidate in its surroundings.
View ZoomOn(const Target& target, int step, const Frame& frame)
{
  constexpr double surroundings = 3.0;
  constexpr double least = 64.0;
  const double whole = std::max(frame.Columns(), frame.Rows());
  const double lesion = std::max(target.box.width, target.box.height);
  const double side =
      std::min(whole, std::max({whole / std::pow(2.0, step + 1), surroundings * lesion, least}));
  return ZoomView(target.image, {target.box.CentreColumn(), target.box.CentreRow()}, side, frame);
}

// The same picture again would get the same answer.
bool IsSamePart(const BoundingBox& a, const BoundingBox& b)
{
  constexpr double tolerance = 2.0;
  return std::abs(a.left - b.left) < tolerance && std::abs(a.top - b.top) < tolerance &&
         std::abs(a.width - b.width) < tolerance && std::abs(a.height - b.height) < tolerance;
}

// A box of nearly all that was shown says "somewhere here".
bool IsAllOf(const BoundingBox& box, const BoundingBox& region)
{
  constexpr double nearlyAll = 0.9;
  return box.width * box.height > nearlyAll * region.width * region.height;
}

// The box of a zoom's reading that is nearest to where the candidate was thought to be.
void MoveTo(const Reading& zoom, const ReadingTask& task, Target& target)
{
  const BoundingBox& region = *zoom.view.region;
  double nearest = std::hypot(region.width, region.height) / 2.0;
  const BoundingBox before = target.box;
  for (const auto& finding : zoom.parsed->findings)
  {
    const auto& frame = task.frames[static_cast<std::size_t>(finding.image)].frame;
    if (!finding.box || !IsUsable(*finding.box, frame) || IsAllOf(*finding.box, region))
    {
      continue;
    }
    const double distance = std::hypot(finding.box->CentreColumn() - before.CentreColumn(),
                                       finding.box->CentreRow() - before.CentreRow());
    if (distance < nearest)
    {
      nearest = distance;
      target.box = *finding.box;
    }
  }
}

// Spends calls one after the other; stops at the first reading that fails.
class Asking
{
public:
  Asking(const ReadingTask& task, VisionModel& model, const Cancellation& cancellation)
      : task_(task), model_(model), cancellation_(cancellation)
  {
  }

  void LookAtAll(int views)
  {
    for (int i = 0; i < views && !hasFailed_; ++i)
    {
      Look(FullView(i, task_.images, task_.analysisId, task_.frames));
    }
  }

  // Goes closer to every target in turn, until each image's calls are spent or nothing closer is
  // left to be seen.
  void LookCloser(int callsOfEachImage)
  {
    if (hasFailed_)
    {
      return;
    }
    auto targets = TargetsOf(readings_, task_);
    std::map<int, int> spent;
    bool isAnyShown = true;
    for (int step = 0; isAnyShown; ++step)
    {
      isAnyShown = false;
      for (auto& target : targets)
      {
        if (spent[target.image] < callsOfEachImage && Zoom(target, step))
        {
          ++spent[target.image];
          isAnyShown = true;
        }
        if (hasFailed_)
        {
          return;
        }
      }
    }
  }

  std::vector<Reading> Take() { return std::move(readings_); }

private:
  // False: nothing new would be seen.
  bool Zoom(Target& target, int step)
  {
    const auto& frame = task_.frames[static_cast<std::size_t>(target.image)].frame;
    const View view = ZoomOn(target, step, frame);
    if (target.shown && IsSamePart(*view.region, *target.shown))
    {
      return false;
    }
    target.shown = view.region;
    Look(view);
    if (!hasFailed_)
    {
      MoveTo(readings_.back(), task_, target);
    }
    return true;
  }

  void Look(const View& view)
  {
    readings_.push_back(ReadOnce(task_, view, model_, cancellation_));
    hasFailed_ = !readings_.back().parsed.has_value();
  }

  const ReadingTask& task_;
  VisionModel& model_;
  const Cancellation& cancellation_;
  std::vector<Reading> readings_;
  bool hasFailed_ = false;
};

}  // namespace

std::vector<Reading> ReadImages(const ReadingTask& task, VisionModel& model,
                                const Cancellation& cancellation)
{
  const int calls = model.Views().calls;
  const int views = FullViewsOf(calls);
  Asking asking(task, model, cancellation);
  asking.LookAtAll(views);
  // A full view shows all images in one call and counts for each.
  asking.LookCloser(calls - views);
  return asking.Take();
}

}  // namespace vlm
