// SPDX-License-Identifier: GPL-3.0-or-later
// What all readings said of one image -> its verified findings.
#pragma once

#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Pipeline/FrameEvidence.h"
#include "Pipeline/Readings.h"
#include "Verification/LocationVerifier.h"
#include "Verification/Look.h"

namespace vlm
{

// The readings that examined the image; a look's field is the part of the image that was shown.
std::vector<Look> LooksAt(int image, const Frame& frame, const std::vector<Reading>& readings);

// Marks what contradicts itself in each reading (Findings/Contradictions.h).
void MarkContradictions(std::vector<Reading>& readings, const std::vector<Frame>& frames);

bool StatesAnything(const std::vector<Look>& looks);

// Rejected findings are among them; weights and ellipses are set.
//   frame     of that image
//   evidence  of the analysis' frames, or null: then only readings count
std::vector<ModelledFinding> VerifyReadings(int image, const Frame& frame,
                                            const std::vector<Reading>& readings,
                                            FrameEvidence* evidence,
                                            const VerificationSettings& settings);

}  // namespace vlm
