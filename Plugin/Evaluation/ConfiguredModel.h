// SPDX-License-Identifier: GPL-3.0-or-later
// A model as Orthanc's configuration describes it, with all that it needs outside of Orthanc.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "Foundation/Result.h"
#include "Model/Prompt.h"
#include "Network/CurlTransport.h"
#include "Orthanc/Configuration.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Clock.h"
#include "Pipeline/EventLog.h"
#include "Storage/SqlEgressLedger.h"

namespace vlm
{

struct ModelChoice
{
  std::string name;
  std::string configPath;    // empty: the plugin's defaults, which have "offline"
  std::string ledgerPath;    // what leaves is recorded there; also what counts for daily budgets
  std::optional<int> calls;  // none: as configured
};

class ConfiguredModel
{
public:
  // `log` outlives the result. Errors: BadConfiguration, NotFound, StorageFailed.
  static Result<std::unique_ptr<ConfiguredModel>> Create(const ModelChoice& choice, EventLog& log);

  VisionModel& Model() { return *models_.begin()->second; }
  const Settings& Configured() const { return settings_; }

private:
  ConfiguredModel(Settings settings, Prompts prompts, std::unique_ptr<Database> database);

  Settings settings_;
  Prompts prompts_;
  std::unique_ptr<Database> database_;
  SqlEgressLedger ledger_;
  SystemClock clock_;
  CurlTransport transport_;
  VisionModels models_;  // one
};

}  // namespace vlm
