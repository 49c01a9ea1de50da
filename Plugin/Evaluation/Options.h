// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of vlm-evaluate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "Evaluation/SimulatedModel.h"
#include "Foundation/Result.h"

namespace vlm
{

struct Options
{
  bool isHelpWanted = false;
  std::string truthPath;
  std::string modelName;  // empty: the simulated model
  std::string configPath;
  bool isSimulated = false;
  SimulationSettings simulation;
  std::optional<int> calls;  // none: 4 if simulated, else as configured
  bool usesPixelEvidence = true;
  std::string jsonPath;
  std::string csvPath;
  std::string htmlPath;
  std::string pngPath;
  std::string source;        // empty: all
  std::optional<int> limit;  // of images
  // As they were given, for the record.
  std::vector<std::pair<std::string, std::string>> given;
};

// "--name value" or "--name=value". Errors: BadInput, a sentence that names the option.
Result<Options> ParseOptions(const std::vector<std::string>& arguments);

std::string UsageText();

}  // namespace vlm
