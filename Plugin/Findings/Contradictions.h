// SPDX-License-Identifier: GPL-3.0-or-later
// Where a reply contradicts itself or what DICOM says: each becomes a warning, none is silent.
#pragma once

#include <vector>

#include "Findings/FindingsParser.h"
#include "Findings/Sides.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Adds to `parsed.warnings`: duplicates (same label and image, boxes nearly equal: the later one is
// dropped); a finding whose laterality differs from the side that its description, the narrative or
// its box on the patient says; words for another modality or body part than the acquisition's.
// `frames`: those of the request, in its order.
ParsedReply CheckContradictions(ParsedReply parsed, const std::vector<Frame>& frames);

}  // namespace vlm
