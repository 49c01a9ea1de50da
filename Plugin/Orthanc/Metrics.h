// SPDX-License-Identifier: GPL-3.0-or-later
// Models, queue and outputs in Orthanc's metrics (/tools/metrics-prometheus).
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <map>
#include <string>

#include "Orthanc/RestServices.h"

namespace vlm
{

// By name, e.g. "vlm_model_<name>_requests": "vlm_model_<name>_state" is 0 for Open, 1 Probing,
// 2 Paused, 3 Exhausted; names are of a-z, 0-9 and "_", as Prometheus wants them.
std::map<std::string, double> MetricsOfModels(const VisionModels& models);
// "vlm_queue_queued", ... for every state.
std::map<std::string, double> MetricsOfQueue(
    const std::map<AnalysisState, std::int64_t>& countByState);

// "vlm_outputs_waiting", ... for every state.
std::map<std::string, double> MetricsOfOutputs(
    const std::map<DeliveryState, std::int64_t>& countByState);

// Orthanc asks for them when it is asked. `services` must outlive the last time.
void RegisterMetrics(OrthancPluginContext* context, RestServices& services);

}  // namespace vlm
