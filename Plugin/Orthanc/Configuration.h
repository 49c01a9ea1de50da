// SPDX-License-Identifier: GPL-3.0-or-later
// Section "Vlm" of Orthanc's configuration -> checked, immutable settings.
// Resources/DefaultConfiguration.json is the manual.
#pragma once

#include <json/value.h>

#include <chrono>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/ModelConfiguration.h"
#include "Orthanc/ReviewConfiguration.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/DatabaseSettings.h"
#include "Pipeline/IngestRules.h"
#include "Pipeline/RetentionSettings.h"
#include "Results/OutputSettings.h"

namespace vlm
{

struct Settings
{
  bool enable = true;
  bool analyzeOnStore = true;
  std::string defaultModel;
  EgressSettings egress;
  std::vector<ModelSettings> models;
  std::vector<IngestRule> rules;
  OutputSettings outputs;
  ReviewSettings review;
  DatabaseSettings database;
  NodeSettings node;
  std::string promptDirectory;  // empty: the embedded prompts
  std::string reportLanguage;   // BCP 47
  // How long to wait at most for Orthanc to call a series or study stable; follows its "StableAge".
  std::chrono::seconds patience{100};
  WorkerSettings workers;
  RetentionSettings retention;
  bool checkRevisions = false;  // Orthanc's "CheckRevisions"
};

// Reads Orthanc's whole configuration; an absent section "Vlm" gives the defaults. Relative paths
// start at `configurationPath`: see PathBesideConfiguration.
// Errors: BadConfiguration, naming key, value and what is allowed.
Result<Settings> ReadConfiguration(const Json::Value& orthancConfiguration,
                                   const std::string& configurationPath = "");

// Orthanc reads relative paths from the folder of its configuration; `configurationPath` is that
// file or folder.
std::string PathBesideConfiguration(const std::string& path, const std::string& configurationPath);

}  // namespace vlm
