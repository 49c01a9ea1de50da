// SPDX-License-Identifier: GPL-3.0-or-later
// Axes, area and contrast of a lesion.
#pragma once

#include <optional>

#include "Findings/Finding.h"
#include "Pixels/Frame.h"
#include "Verification/LesionOutline.h"

namespace vlm
{

// Of the outline where there is one, else of the ellipse inscribed in the box. Means are those
// inside and in a ring of the same area around it; contrast-to-noise is their difference over the
// ring's deviation. Millimetres need the frame's spacing.
Measurements MeasureLesion(const BoundingBox& box, const std::optional<LesionOutline>& outline,
                           const Frame& frame);

}  // namespace vlm
