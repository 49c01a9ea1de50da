// SPDX-License-Identifier: GPL-3.0-or-later
// The grey levels in which a model may be shown a frame. What views show and what the egress gate
// searches for text come from the same list, so that nothing is shown that was not searched.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "Model/VisionModel.h"
#include "Pixels/Frame.h"

namespace vlm
{

// Of a budget of calls: how many full views are shown before any zoom, and how many at most. A
// further one is shown where no finding is worth a zoom, or where there are more of them than
// zooms.
int FirstFullViewsOf(int calls);
int FullViewsOf(int calls);

// One rendering of the frame, at stored resolution: CT in Hounsfield units through the windows of
// its body part or as three windows in colours, other frames as stored, then brighter, then darker.
// There are no more of them than full views; a `variation` beyond starts again from the first.
cv::Mat Render(const Frame& frame, const ViewSettings& settings, int variation);

// "lung window", "three windows", "brighter"; empty: as stored.
std::string NameOfRendering(const Frame& frame, const ViewSettings& settings, int variation);

// All that a model with these settings may be shown. Three windows in colours are three grey
// pictures here: what only one channel shows is faint in the colour picture's brightness.
std::vector<cv::Mat> Renderings(const Frame& frame, const ViewSettings& settings);

}  // namespace vlm
