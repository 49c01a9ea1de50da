// SPDX-License-Identifier: GPL-3.0-or-later
// Words for sides of the patient, and which side a place in an image is on.
#pragma once

#include <optional>
#include <string_view>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Of a whole word or letter as a model fills it in: "left", "R", "bilateral", "midline"; "", "none"
// and the like are Unknown. None: not known to us.
std::optional<Laterality> LateralityFromWord(std::string_view word);

// "left", "right", "both sides", "the midline" or "an unknown side".
std::string_view WordOf(Laterality side);

// Left <-> Right; the others stay.
Laterality OppositeOf(Laterality side);

// The patient's side on which the box lies, from ImageOrientationPatient or PatientOrientation, or
// from the side that was imaged where it is only one. A frontal chest radiograph without any of
// these is taken to be shown as by convention, the patient's right on the image's left. Unknown
// near the midline, or where rows do not run from one side of the patient to the other. The image's
// centre column is taken for the midline.
Laterality PatientSideOf(const BoundingBox& box, const Frame& frame);

}  // namespace vlm
