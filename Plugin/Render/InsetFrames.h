// SPDX-License-Identifier: GPL-3.0-or-later
// Corner marks on a plate's picture that say where its insets come from.
#pragma once

#include <vector>

#include "Render/FindingCard.h"
#include "Render/LesionMarks.h"

namespace vlm
{

struct DrawnPanel
{
  PanelPlace place;
  const cv::Mat& picture;  // as it was pasted: with its marks and labels
};

// A frame's four corners, or none where a label or mark is drawn at one; nothing where the insets'
// regions overlap or are most of the picture, or where there are many.
void DrawInsetFrames(Canvas& canvas, const Frame& frame, const std::vector<CardSubject>& cards,
                     const DrawnPanel& panel);

}  // namespace vlm
