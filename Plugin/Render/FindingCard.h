// SPDX-License-Identifier: GPL-3.0-or-later
// A finding on a plate: a magnified inset of it with its axes, and its facts.
#pragma once

#include "Render/LayerSubject.h"

namespace vlm
{

class Sheet;

struct CardSubject
{
  const ModelledFinding& finding;
  int number = 1;
};

// Side of the inset and height of the facts beside it, in terms of the sheet's text size.
constexpr double CardHeightInText = 16.6;

// The inset is beside the facts, or above them where `place` is higher than wide.
void DrawFindingCard(Sheet& sheet, const LayerSubject& subject, const CardSubject& card,
                     const cv::Rect2d& place);

}  // namespace vlm
