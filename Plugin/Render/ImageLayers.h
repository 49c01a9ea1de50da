// SPDX-License-Identifier: GPL-3.0-or-later
// The layers that have the shape of the image: original, annotated, heatmap. Sheets show them as
// panels.
#pragma once

#include "Render/LayerSubject.h"
#include "Render/PictureGeometry.h"

namespace vlm
{

enum class DisclaimerPlace
{
  InPicture,  // the sentence that every drawn layer carries
  OnSheet     // the sheet that shows the panel carries it
};

// Of the width that the subject's options ask for.
Result<cv::Mat> DrawImageLayer(Layer layer, const LayerSubject& subject);

// `layer` drawn in `geometry`, which may show a part of the image only; CV_8UC3. Errors: Internal.
Result<cv::Mat> DrawPanel(Layer layer, const LayerSubject& subject, const PictureGeometry& geometry,
                          DisclaimerPlace disclaimer);

}  // namespace vlm
