// SPDX-License-Identifier: GPL-3.0-or-later
// Section "Vlm" of Orthanc's configuration -> checked, immutable settings.
// Resources/DefaultConfiguration.json is the manual.
#pragma once

#include <json/value.h>

#include <chrono>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/IngestRules.h"

namespace vlm
{

struct ModelSettings
{
  std::string name;
  std::string type;  // "Offline"
};

struct Settings
{
  bool enable = true;
  bool analyzeOnStore = true;
  std::string defaultModel;
  std::vector<ModelSettings> models;
  std::vector<IngestRule> rules;
  std::string databasePath;
  std::string reportLanguage;
  // How long to wait at most for Orthanc to call a series or study stable; follows its "StableAge".
  std::chrono::seconds patience{100};
  WorkerSettings workers;
  bool checkRevisions = false;  // Orthanc's "CheckRevisions"
};

// Reads Orthanc's whole configuration; an absent section "Vlm" gives the defaults.
// Errors: BadConfiguration, naming key, value and what is allowed.
Result<Settings> ReadConfiguration(const Json::Value& orthancConfiguration);

// Orthanc reads relative paths from the folder of its configuration; `configurationPath` is that
// file or folder.
std::string PathBesideConfiguration(const std::string& path, const std::string& configurationPath);

}  // namespace vlm
