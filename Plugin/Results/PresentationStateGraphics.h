// SPDX-License-Identifier: GPL-3.0-or-later
// Graphic Layer and Graphic Annotation modules (PS3.3 C.10.7, C.10.5): a layer for each kind of
// finding, an outline and a short text for each finding.
#pragma once

#include "Foundation/Phrasebook.h"
#include "Results/PresentationStateImage.h"

namespace vlm
{

void WriteGraphics(const PresentedGroup& group, const Phrasebook& words, DcmDataset& dataset);

}  // namespace vlm
