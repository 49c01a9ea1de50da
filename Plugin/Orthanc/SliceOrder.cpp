// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/SliceOrder.h"

#include <algorithm>
#include <array>
#include <boost/algorithm/string/trim.hpp>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <sstream>

namespace vlm
{
namespace
{

std::string TagOf(const Json::Value& instance, const char* name)
{
  const Json::Value& value = instance["MainDicomTags"][name];
  return value.isString() ? value.asString() : std::string();
}

// A decimal or integer string (PS3.5 6.2), which spaces may surround; nothing else, not even NaN.
std::optional<double> NumberOf(const std::string& text)
{
  const std::string trimmed = boost::algorithm::trim_copy(text);
  char* end = nullptr;
  const double number = std::strtod(trimmed.c_str(), &end);
  const bool isWhole = !trimmed.empty() && end == trimmed.c_str() + trimmed.size();
  return isWhole && std::isfinite(number) ? std::optional<double>(number) : std::nullopt;
}

// Empty unless all parts are numbers.
std::vector<double> NumbersOf(const std::string& text)
{
  std::vector<double> numbers;
  std::stringstream stream(text);
  std::string part;
  while (std::getline(stream, part, '\\'))
  {
    const auto number = NumberOf(part);
    if (!number)
    {
      return {};
    }
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<double> PositionAlongNormal(const Json::Value& instance)
{
  const auto position = NumbersOf(TagOf(instance, "ImagePositionPatient"));
  const auto axes = NumbersOf(TagOf(instance, "ImageOrientationPatient"));
  if (position.size() != 3 || axes.size() != 6)
  {
    return std::nullopt;
  }
  const std::array<double, 3> normal = {axes[1] * axes[5] - axes[2] * axes[4],
                                        axes[2] * axes[3] - axes[0] * axes[5],
                                        axes[0] * axes[4] - axes[1] * axes[3]};
  const double along = normal[0] * position[0] + normal[1] * position[1] + normal[2] * position[2];
  return std::isfinite(along) ? std::optional<double>(along) : std::nullopt;
}

Slice SliceOf(const Json::Value& instance)
{
  Slice slice;
  slice.frames.orthancId = instance["ID"].asString();
  const double frames = NumberOf(TagOf(instance, "NumberOfFrames")).value_or(1.0);
  constexpr double mostFrames = 1e6;
  slice.frames.frames = static_cast<int>(std::clamp(frames, 1.0, mostFrames));
  slice.sopInstanceUid = TagOf(instance, "SOPInstanceUID");
  slice.alongNormalMm = PositionAlongNormal(instance);
  slice.instanceNumber = NumberOf(TagOf(instance, "InstanceNumber"));
  return slice;
}

bool HasSameOrientation(const Json::Value& instances)
{
  const std::string first = TagOf(instances[0], "ImageOrientationPatient");
  return std::all_of(instances.begin(), instances.end(),
                     [&](const Json::Value& instance)
                     { return TagOf(instance, "ImageOrientationPatient") == first; });
}

void SortBy(std::vector<Slice>& slices, std::optional<double> Slice::*key)
{
  std::stable_sort(slices.begin(), slices.end(),
                   [key](const Slice& a, const Slice& b) { return *(a.*key) < *(b.*key); });
}

bool AllHave(const std::vector<Slice>& slices, std::optional<double> Slice::*key)
{
  return std::all_of(slices.begin(), slices.end(),
                     [key](const Slice& slice) { return (slice.*key).has_value(); });
}

}  // namespace

std::vector<Slice> SlicesInOrder(const Json::Value& instances)
{
  if (!instances.isArray() || instances.empty())
  {
    return {};
  }
  std::vector<Slice> slices;
  for (const auto& instance : instances)
  {
    slices.push_back(SliceOf(instance));
  }
  if (AllHave(slices, &Slice::instanceNumber))
  {
    SortBy(slices, &Slice::instanceNumber);
  }
  // Slices at one place, such as the phases of a dynamic series, stay in the order of their
  // numbers.
  if (HasSameOrientation(instances) && AllHave(slices, &Slice::alongNormalMm))
  {
    SortBy(slices, &Slice::alongNormalMm);
    return slices;
  }
  for (auto& slice : slices)
  {
    slice.alongNormalMm.reset();
  }
  return slices;
}

SeriesFrames FramesOf(const std::vector<Slice>& slices)
{
  SeriesFrames frames;
  for (const auto& slice : slices)
  {
    frames.push_back(slice.frames);
    frames.back().place = slice.alongNormalMm;
  }
  return frames;
}

}  // namespace vlm
