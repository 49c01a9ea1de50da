// SPDX-License-Identifier: GPL-3.0-or-later
// What a layer is drawn of, and how.
#pragma once

#include "Foundation/Phrasebook.h"
#include "Render/Layers.h"

namespace vlm
{

// All outlive the drawing.
struct LayerSubject
{
  const Frame& frame;
  const std::vector<ModelledFinding>& findings;
  const LayerOptions& options;
  const Phrasebook& words;

  ThemeColours Colours() const { return ColoursOf(options.theme); }
};

}  // namespace vlm
