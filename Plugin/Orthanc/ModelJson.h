// SPDX-License-Identifier: GPL-3.0-or-later
// How models are doing, as /vlm/models and /vlm/status tell it. No key is in it.
#pragma once

#include <json/value.h>

#include <string>

#include "Orthanc/Configuration.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/SelfTests.h"

namespace vlm
{

// A model whose analyses `workers` hold while it is tested is in State "Testing" rather than Open.
Json::Value ModelsToJson(const VisionModels& models, const Settings& settings,
                         const SelfTests& selfTests, const AnalysisWorkers& workers);

// A test that ended with an outcome.
Json::Value SelfTestToJson(const std::string& model, const SelfTestOutcome& outcome,
                           Timestamp testedAt);

// Whether another model than the one asked for answers; false before the first reply.
bool IsServedByAnother(const ModelIdentity& identity, const ModelHealth& health);

}  // namespace vlm
