// SPDX-License-Identifier: GPL-3.0-or-later
// Orthanc's list of the instances of a series -> the order of its slices.
#pragma once

#include <json/value.h>

#include <optional>
#include <string>
#include <vector>

#include "Pipeline/ImageArchive.h"

namespace vlm
{

struct Slice
{
  InstanceFrames frames;
  std::string sopInstanceUid;
  std::optional<double> instanceNumber;
  std::optional<double> alongNormalMm;  // where the series can be sorted by it
};

// `instances` is the answer of GET /series/{id}/instances. Sorted along the slice normal where
// every instance has the same orientation and a position (PS3.3 C.7.6.2.1.1), and at one place or
// else by Instance Number, else as Orthanc lists them.
std::vector<Slice> SlicesInOrder(const Json::Value& instances);

SeriesFrames FramesOf(const std::vector<Slice>& slices);

}  // namespace vlm
