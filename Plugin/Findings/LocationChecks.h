// SPDX-License-Identifier: GPL-3.0-or-later
// The named questions asked of a candidate's location.
#pragma once

#include <vector>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Where other readings of the same image saw something: the boxes [stored pixels] of each reading.
using OtherReadings = std::vector<std::vector<BoundingBox>>;

// Edges in order, within the image. An image spans [-0.5, N - 0.5] (BoundingBox.h).
BoundingBox ClipToImage(const BoundingBox& box, const Frame& frame);

// Asks Finite, InsideImage, NotDegenerate, NotWholeImage; the first that fails ends the
// questioning, since later ones would have no meaning. Then PixelContrast, LateralityAgrees (only
// if the stated and the imaged side are known), ReadingsAgree (at least half of the other readings
// have a box there; one that saw nothing there disagrees).
std::vector<Check> AskAboutLocation(const CandidateFinding& candidate, const Frame& frame,
                                    const OtherReadings& otherReadings);

// Rejected: one of the first four failed. Verified: all passed.
VerificationStatus StatusOf(const std::vector<Check>& checks);

}  // namespace vlm
