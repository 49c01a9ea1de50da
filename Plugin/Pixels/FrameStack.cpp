// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pixels/FrameStack.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

#include "Pixels/PlaceVolumes.h"

namespace vlm
{
namespace
{

using Vector = std::array<double, 3>;

constexpr double ParallelCosine = 0.9986;  // of 3 degrees
constexpr std::size_t LeastSlices = 3;     // that make a stack

double Dot(const Vector& a, const Vector& b)
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vector RowOf(const FrameTraits& frame)
{
  const auto& axes = *frame.orientation;
  return {axes[0], axes[1], axes[2]};
}

Vector NormalOf(const FrameTraits& frame)
{
  const auto& o = *frame.orientation;
  return {o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]};
}

bool IsSpatial(const FrameTraits& frame)
{
  return frame.orientation && frame.position;
}

bool IsParallel(const FrameTraits& a, const FrameTraits& b)
{
  return Dot(NormalOf(a), NormalOf(b)) > ParallelCosine && Dot(RowOf(a), RowOf(b)) > ParallelCosine;
}

bool MayShareAStack(const FrameTraits& a, const FrameTraits& b)
{
  return a.rows == b.rows && a.columns == b.columns && a.stack == b.stack && IsParallel(a, b);
}

using Group = std::vector<PlacedFrame>;

// Frames with places along the normal of the first one of each group.
std::vector<Group> ParallelGroups(const std::vector<FrameTraits>& frames)
{
  constexpr std::size_t mostGroups = 256;  // of a radial scan; what is more is no stack
  std::vector<Group> groups;
  for (const FrameTraits& frame : frames)
  {
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&frame](const Group& one)
                                    { return MayShareAStack(one.front().traits, frame); });
    const FrameTraits& first = group == groups.end() ? frame : group->front().traits;
    PlacedFrame placed{frame, Dot(NormalOf(first), *frame.position)};
    if (group != groups.end())
    {
      group->push_back(std::move(placed));
    }
    else if (groups.size() < mostGroups)
    {
      groups.push_back({std::move(placed)});
    }
  }
  return groups;
}

// The volume with most places; the first of equals, which does not depend on the order of arrival
// since the frames are sorted.
Group LargestVolume(const std::vector<Group>& groups)
{
  Group largest;
  for (const Group& group : groups)
  {
    Group volume = PreferredVolume(group);
    if (volume.size() > largest.size())
    {
      largest = std::move(volume);
    }
  }
  return largest;
}

bool HaveLocations(const std::vector<FrameTraits>& frames)
{
  return std::all_of(frames.begin(), frames.end(),
                     [](const FrameTraits& frame) { return frame.sliceLocation.has_value(); });
}

// What has no positions, or no three parallel slices.
Group WithoutPositions(const std::vector<FrameTraits>& frames)
{
  const bool areLocated = HaveLocations(frames);
  Group group;
  for (const FrameTraits& frame : frames)
  {
    group.push_back({frame, areLocated ? *frame.sliceLocation : 0.0});
  }
  std::sort(group.begin(), group.end(), ComesBefore);
  if (areLocated && group.size() >= LeastSlices)
  {
    Group volume = PreferredVolume(group);
    if (volume.size() >= LeastSlices)
    {
      return volume;
    }
  }
  for (std::size_t i = 0; i < group.size(); ++i)
  {
    group[i].place = static_cast<double>(i);
  }
  return group;
}

std::vector<FrameTraits> OfKind(const std::vector<FrameTraits>& frames, FrameKind kind)
{
  std::vector<FrameTraits> found;
  std::copy_if(frames.begin(), frames.end(), std::back_inserter(found),
               [kind](const FrameTraits& frame) { return frame.kind == kind; });
  return found;
}

Group StackOf(const std::vector<FrameTraits>& frames)
{
  std::vector<FrameTraits> spatial;
  std::copy_if(frames.begin(), frames.end(), std::back_inserter(spatial), IsSpatial);
  Group stack = LargestVolume(ParallelGroups(spatial));
  return stack.size() >= LeastSlices ? stack : WithoutPositions(frames);
}

}  // namespace

FrameStack PreferredStack(std::vector<FrameTraits> frames)
{
  const auto key = [](const FrameTraits& frame)
  {
    return std::tuple<double, const std::string&, int, const std::string&>(
        frame.instanceNumber.value_or(0.0), frame.sopInstanceUid, frame.reference.frame,
        frame.reference.orthancId);
  };
  std::sort(frames.begin(), frames.end(),
            [&key](const FrameTraits& a, const FrameTraits& b) { return key(a) < key(b); });
  const auto pictures = OfKind(frames, FrameKind::Picture);
  const auto localizers = OfKind(frames, FrameKind::Localizer);
  const auto captures = OfKind(frames, FrameKind::Capture);
  const auto& used = !pictures.empty() ? pictures : !captures.empty() ? captures : localizers;
  FrameStack stack;
  for (PlacedFrame& frame : StackOf(used))
  {
    stack.places.push_back(frame.place);
    stack.frames.push_back(std::move(frame.traits));
  }
  stack.localizers = &used == &localizers ? 0 : static_cast<int>(localizers.size());
  stack.captures = &used == &captures ? 0 : static_cast<int>(captures.size());
  stack.otherStacks = static_cast<int>(used.size() - stack.frames.size());
  return stack;
}

}  // namespace vlm
