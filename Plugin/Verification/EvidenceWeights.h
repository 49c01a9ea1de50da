// SPDX-License-Identifier: GPL-3.0-or-later
// What the features of a place say about a lesion's centre being there, learnt from pictures.
#pragma once

#include "Model/PictureKind.h"
#include "Verification/EvidenceFeatures.h"

namespace vlm
{

// Logarithm of how much likelier such features are at a lesion's centre than elsewhere, up to a
// constant. Resources/Decisions/PixelEvidence.md derives it.
double LogLikelihoodRatio(const PlaceFeatures& features, PictureKind kind);

}  // namespace vlm
