// SPDX-License-Identifier: GPL-3.0-or-later
// A bar of known length.
#pragma once

#include "Render/LabelPlacement.h"
#include "Render/LayerSubject.h"
#include "Render/PictureGeometry.h"

namespace vlm
{

class Canvas;

// Length of the bar [mm] for a picture of which a drawn pixel is `pixelMm` wide: 1, 2 or 5 times a
// power of ten, a tenth to a quarter of the width.
double ScaleBarMm(double pixelMm, int drawnWidth);

// In the lower left corner above what is taken there; takes its place. Nothing where the spacing is
// unknown or absurd, or the picture small. An imager's spacing is that of the detector (PS3.3
// C.8.11.7.1.1), and the bar says so.
void DrawScaleBar(Canvas& canvas, PictureSpace& space, const LayerSubject& subject,
                  const PictureGeometry& geometry);

}  // namespace vlm
