// SPDX-License-Identifier: GPL-3.0-or-later
// All that an evaluation found out, for tables, chart and JSON.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "Evaluation/Matching.h"
#include "Evaluation/Summary.h"
#include "Model/VisionModel.h"

namespace vlm
{

struct FailedImage
{
  std::string file;
  std::string reason;
};

struct Evaluation
{
  ModelIdentity model;
  std::vector<std::pair<std::string, std::string>> options;  // as given
  bool usesPixelEvidence = true;
  int calls = 0;  // allowed for an image
  unsigned seed = 1;
  std::vector<ImageResult> images;
  Summary summary;
  Summary centreBox;  // of the same images
  Summary randomBox;
  std::vector<FailedImage> failures;
};

// The same images, by the model and by the baselines.
struct ComparedGroup
{
  std::string name;
  const GroupScores& model;
  const GroupScores& centreBox;
  const GroupScores& randomBox;
};

enum class Grouping
{
  BySource,
  All
};

// All images first. `evaluation` outlives the result.
std::vector<ComparedGroup> ComparedGroups(const Evaluation& evaluation, Grouping grouping);

}  // namespace vlm
