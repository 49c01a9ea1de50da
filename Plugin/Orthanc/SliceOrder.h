// SPDX-License-Identifier: GPL-3.0-or-later
// Orthanc's list of the instances of a series -> the order of its slices.
#pragma once

#include <json/value.h>

#include "Pipeline/ImageArchive.h"

namespace vlm
{

// `instances` is the answer of GET /series/{id}/instances. Sorted along the slice normal where
// every instance has the same orientation and a position (PS3.3 C.7.6.2.1.1), and at one place or
// else by Instance Number, else as Orthanc lists them.
SeriesFrames SlicesInOrder(const Json::Value& instances);

}  // namespace vlm
