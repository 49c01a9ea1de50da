// SPDX-License-Identifier: GPL-3.0-or-later
// The image around one finding, magnified, with its edge, its axes and their lengths, the cross at
// its centre, and a scale bar.
#pragma once

#include "Render/FindingCard.h"

namespace vlm
{

// As large as fits into `room`, in its middle.
void DrawLesionInset(Sheet& sheet, const LayerSubject& subject, const CardSubject& card,
                     const cv::Rect2d& room);

}  // namespace vlm
