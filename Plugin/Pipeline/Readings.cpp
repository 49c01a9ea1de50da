// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/Readings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "Pipeline/SingleReading.h"

namespace vlm
{
namespace
{

// Of a budget of calls: how many are full views. The rest is for zooms.
int FullViewsOf(int calls)
{
  constexpr int callsForTwo = 3;
  constexpr int callsForThree = 7;
  return calls < callsForTwo ? 1 : calls < callsForThree ? 2 : 3;
}

// What a zoom goes closer to.
struct Target
{
  int image = 0;
  BoundingBox box;
  double score = 0.0;
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
double ZoomSide(const Target& target, int step, const Frame& frame)
{
  constexpr double surroundings = 3.0;
  constexpr double least = 64.0;
  const double whole = std::max(frame.Columns(), frame.Rows());
  const double lesion = std::max(target.box.width, target.box.height);
  return std::min(whole, std::max({whole / std::pow(2.0, step + 1), surroundings * lesion, least}));
}

// The box of a zoom's reading that is nearest to where the candidate was thought to be.
void MoveTo(const Reading& zoom, const ReadingTask& task, Target& target)
{
  double nearest = std::hypot(zoom.view.region->width, zoom.view.region->height) / 2.0;
  const BoundingBox before = target.box;
  for (const auto& finding : zoom.parsed->findings)
  {
    const auto& frame = task.frames[static_cast<std::size_t>(finding.image)].frame;
    if (!finding.box || !IsUsable(*finding.box, frame))
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

  // Goes closer to every target in turn, until the calls are spent.
  void LookCloser(int calls)
  {
    if (hasFailed_)
    {
      return;
    }
    auto targets = TargetsOf(readings_, task_);
    for (int step = 0; calls > 0 && !targets.empty(); ++step)
    {
      for (auto& target : targets)
      {
        if (calls-- <= 0 || !Zoom(target, step))
        {
          return;
        }
      }
    }
  }

  std::vector<Reading> Take() { return std::move(readings_); }

private:
  bool Zoom(Target& target, int step)
  {
    const auto& frame = task_.frames[static_cast<std::size_t>(target.image)].frame;
    const cv::Point2d center(target.box.CentreColumn(), target.box.CentreRow());
    Look(ZoomView(target.image, center, ZoomSide(target, step, frame), frame));
    if (hasFailed_)
    {
      return false;
    }
    MoveTo(readings_.back(), task_, target);
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
  // A full view shows all images in one call; each image has its own budget for zooms.
  asking.LookCloser((calls - views) * static_cast<int>(task.images.size()));
  return asking.Take();
}

}  // namespace vlm
