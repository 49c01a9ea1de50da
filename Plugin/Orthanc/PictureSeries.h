// SPDX-License-Identifier: GPL-3.0-or-later
// Orthanc's instances that show pictures of the patient: of one series, or one alone.
#pragma once

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/SliceOrder.h"

namespace vlm
{

// In the order of the slices; at least one. Errors: NotFound; NoPixels (there are none, they show
// no pictures, or the plugin made them); those of OrthancApi.
Result<std::vector<Slice>> PicturesOfSeries(const OrthancApi& api, const std::string& seriesId);
Result<std::vector<Slice>> PictureOfInstance(const OrthancApi& api, const std::string& instanceId);

}  // namespace vlm
