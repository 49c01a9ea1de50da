// SPDX-License-Identifier: GPL-3.0-or-later
// The anomaly map in colour over a picture, and its legend.
#pragma once

#include <opencv2/core.hpp>

#include "Foundation/Phrasebook.h"
#include "Render/AnomalyMap.h"
#include "Render/LabelPlacement.h"
#include "Render/Theme.h"

namespace vlm
{

class Canvas;

// Cells of the map computed for a picture of `drawn` pixels: at most four million, which bounds the
// time; the map is smooth.
cv::Size AnomalyGridFor(cv::Size drawn);

// Blends the map into `picture` (CV_8UC4): the higher the value, the more opaque.
void BlendHeatmap(const AnomalyMap& map, cv::Mat& picture);

// Colour bar from 0 to 1 at the border, where it hides no lesion, if need be without its title;
// takes its place. Left out of small pictures, and where there is no such place.
void DrawHeatmapLegend(Canvas& canvas, PictureSpace& space, const Phrasebook& words,
                       const ThemeColours& colours);

}  // namespace vlm
