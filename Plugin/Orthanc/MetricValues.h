// SPDX-License-Identifier: GPL-3.0-or-later
// What the plugin knows, as numbers by name. Names are of a-z, 0-9 and "_", as Prometheus wants
// them; times are in seconds; what grows from the start on is a counter, and *_sum / *_count is a
// mean over any span.
#pragma once

#include <map>
#include <set>
#include <string>

#include "Pipeline/AnalysisStatistics.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Census.h"
#include "Pipeline/Slots.h"

namespace vlm
{

using MetricValues = std::map<std::string, double>;

// "vlm_model_<name>_requests", ...; "vlm_model_<name>_state" is 0 for Open, 1 Probing, 2 Paused,
// 3 Exhausted. "vlm_models_requests", ...: the sum of all. `paused`: by an administrator.
MetricValues MetricsOfModels(const VisionModels& models, const std::set<std::string>& paused);
// "vlm_queue_queued", ... for every state; "vlm_outputs_waiting", ...; nodes. The same on all
// nodes.
MetricValues MetricsOfCensus(const CensusResult& census);
// Of this node since its start: "vlm_analyses_completed", "vlm_analysis_failures_bad_reply", ...
MetricValues MetricsOfAnalyses(const AnalysisCounts& counts);
MetricValues MetricsOfDrawing(const SlotUse& use);
MetricValues MetricsOfDatabase(const DatabaseCounts& troubles, bool isUp);

}  // namespace vlm
