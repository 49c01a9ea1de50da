// SPDX-License-Identifier: GPL-3.0-or-later
// Candidate + pixels -> finding with a ledger of checks.
#pragma once

#include <string>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Asks of the candidate's box: finite, in the image, not degenerate, not the whole image, distinct
// from its surroundings. A box that fails one of the first four is Rejected; a box that reaches
// over the border is clipped. One reading alone never makes a location Verified: it stays
// Unverified until a second source confirms it. `id` becomes the finding's.
Finding VerifyLocation(const CandidateFinding& candidate, const Frame& frame, std::string id);

// Mean inside and around, contrast-to-noise, and axes and area of the ellipse inscribed in the box.
Measurements MeasureBox(const BoundingBox& box, const Frame& frame);

}  // namespace vlm
