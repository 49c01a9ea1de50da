// SPDX-License-Identifier: GPL-3.0-or-later
// All looks at one image + its pixels -> its findings, each with a place that is fused, checked and
// modelled. Start reading this room here.
#pragma once

#include <string>
#include <vector>

#include "Gaussian/ModelledFinding.h"
#include "Verification/FindingTracks.h"
#include "Verification/Look.h"
#include "Verification/PixelEvidence.h"

namespace vlm
{

struct VerificationSettings
{
  ReadingNoise noise;
  std::string idSeed;  // the same seed gives the same finding identifiers
};

// `looks` in the order of readings; `pixels` of the frame, or none: then only readings count.
// First the findings of the first look, in its order, then those that only later ones saw. Extent
// and location of each are set; Rejected ones are among them.
std::vector<ModelledFinding> VerifyFindings(const std::vector<Look>& looks, const Frame& frame,
                                            const PixelEvidence* pixels,
                                            const VerificationSettings& settings);

}  // namespace vlm
