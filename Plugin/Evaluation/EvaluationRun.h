// SPDX-License-Identifier: GPL-3.0-or-later
// All images of a list, one after the other, and what they amount to.
#pragma once

#include <functional>
#include <vector>

#include "Evaluation/Evaluation.h"
#include "Evaluation/ImageEvaluation.h"
#include "Evaluation/SimulatedModel.h"
#include "Evaluation/TruthFile.h"

namespace vlm
{

struct EvaluatedModel
{
  VisionModel& model;
  SimulatedModel* simulated = nullptr;  // the same object, where it has to be told the truth
};

// Fills in all but what was asked for (model, calls, options). Images that cannot be read or that
// the model did not read are among `failures`. Ends early when cancelled; what there is counts.
//   progress  called after each image with the number of those done
Evaluation EvaluateImages(const std::vector<TruthEntry>& entries, const EvaluatedModel& model,
                          const EvaluationSettings& settings, unsigned seed,
                          const std::function<void(std::size_t)>& progress,
                          const Cancellation& cancellation);

}  // namespace vlm
