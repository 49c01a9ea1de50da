// SPDX-License-Identifier: GPL-3.0-or-later
// Candidate + pixels -> finding with a ledger of checks.
#pragma once

#include <string>
#include <vector>

#include "Findings/Finding.h"
#include "Findings/LocationChecks.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Asks the questions of LocationChecks.h. A box that is not finite, outside the image, degenerate
// or the whole image is Rejected; a box that reaches over the border is clipped. Verified only if
// it stands out from its surroundings, lies on the stated side where that can be known, and at
// least half of the other readings agree: one reading alone stays Unverified. `id` becomes the
// finding's.
Finding VerifyLocation(const CandidateFinding& candidate, const Frame& frame, std::string id,
                       const OtherReadings& otherReadings = {});

// Mean inside and around, contrast-to-noise, and axes and area of the ellipse inscribed in the box.
Measurements MeasureBox(const BoundingBox& box, const Frame& frame);

}  // namespace vlm
