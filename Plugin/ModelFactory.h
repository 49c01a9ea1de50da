// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the configured models.
#pragma once

#include "Foundation/Result.h"
#include "Model/Prompt.h"
#include "Orthanc/Configuration.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/GovernedExchange.h"

namespace vlm
{

// `prompts` and the ports outlive the models. A key that is not there does not keep Orthanc from
// starting: its model is paused, and says why. Errors: StorageFailed (the ledger).
Result<VisionModels> MakeModels(const std::vector<ModelSettings>& settings, const Prompts& prompts,
                                const ExchangePorts& ports);

}  // namespace vlm
