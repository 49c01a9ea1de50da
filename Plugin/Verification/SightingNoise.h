// SPDX-License-Identifier: GPL-3.0-or-later
// What one sighting is worth: how far its box may lie from the lesion, and what size it speaks of.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "Findings/Finding.h"
#include "Model/ReadingNoise.h"
#include "Pixels/Frame.h"
#include "Verification/LocationFusion.h"

namespace vlm
{

// The stated centre with the noise of its field: a magnified part is read more exactly. Where the
// field cuts the box, the lesion reaches on, and its centre is less certain along that axis.
LocationObservation ObservationOf(const Sighting& sighting, const Frame& frame,
                                  const ReadingNoise& noise);

// The geometric mean of the stated sides; boxes that their field cuts count only if all are cut,
// outliers only if there is nothing else. `sightings`: at least one.
cv::Size2d TypicalSize(const std::vector<Sighting>& sightings, const Frame& frame);

}  // namespace vlm
