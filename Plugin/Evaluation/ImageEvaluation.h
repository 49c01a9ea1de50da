// SPDX-License-Identifier: GPL-3.0-or-later
// One image through the plugin's own core: gate, readings, verification; then compared with the
// truth. Start reading this room here.
#pragma once

#include "Evaluation/Matching.h"
#include "Evaluation/TrueImage.h"
#include "Foundation/Cancellation.h"
#include "Foundation/Result.h"
#include "Model/EgressGate.h"
#include "Model/VisionModel.h"

namespace vlm
{

struct EvaluationSettings
{
  bool usesPixelEvidence = true;
  BurnedInPolicy burnedIn = BurnedInPolicy::Refuse;
  std::string language = "en";
};

// Waits while the model is paused for a time that it tells; a pause in between starts the image
// anew, and CallsPerImage counts the last attempt. Errors: those of the first reading;
// ModelRefused (the egress gate holds the picture back).
Result<ImageResult> EvaluateImage(const TrueImage& image, VisionModel& model,
                                  const EvaluationSettings& settings,
                                  const Cancellation& cancellation);

}  // namespace vlm
