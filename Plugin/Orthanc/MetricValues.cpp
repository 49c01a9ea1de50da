// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/MetricValues.h"

#include "Orthanc/ModelJson.h"
#include "Orthanc/NamedCounts.h"

namespace vlm
{
namespace
{

bool IsUpper(char c)
{
  return c >= 'A' && c <= 'Z';
}

// "RateLimited" -> "rate_limited", "my-model.2" -> "my_model_2".
std::string MetricName(const std::string& text)
{
  std::string name;
  char before = '_';
  for (const char c : text)
  {
    const bool isPlain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (IsUpper(c))
    {
      const bool beginsWord = before >= 'a' && before <= 'z';
      name += beginsWord ? "_" : "";
      name += static_cast<char>(c - 'A' + 'a');
    }
    else
    {
      name += isPlain ? c : '_';
    }
    before = c;
  }
  return name;
}

double MeanLatencyMs(const ModelHealth& health)
{
  return health.answered == 0 ? 0.0
                              : static_cast<double>(health.totalLatency.count()) /
                                    static_cast<double>(health.answered);
}

template <typename Duration>
double SecondsOf(Duration time)
{
  return std::chrono::duration<double>(time).count();
}

void AddCounts(const std::string& prefix, const std::map<std::string, std::int64_t>& counts,
               MetricValues& metrics)
{
  for (const auto& [name, count] : counts)
  {
    metrics[prefix + MetricName(name)] = static_cast<double>(count);
  }
}

void AddTimes(const std::string& name, const TimeSum& sum, MetricValues& metrics)
{
  metrics[name + "_seconds_sum"] = SecondsOf(sum.time);
  metrics[name + "_seconds_count"] = static_cast<double>(sum.count);
}

std::int64_t FailuresOf(const ModelHealth& health)
{
  std::int64_t failures = 0;
  for (const auto& [kind, count] : health.failures)
  {
    failures += count;
  }
  return failures;
}

// What may be added up over models.
MetricValues SummableOf(const ModelHealth& health)
{
  return {{"requests", static_cast<double>(health.requests)},
          {"failures", static_cast<double>(FailuresOf(health))},
          {"retries", static_cast<double>(health.retries)},
          {"in_flight", static_cast<double>(health.inFlight)},
          {"waiting", static_cast<double>(health.waiting)},
          {"sent_bytes", static_cast<double>(health.bytesSent)},
          {"input_tokens", static_cast<double>(health.inputTokens)},
          {"output_tokens", static_cast<double>(health.outputTokens)},
          {"latency_seconds_sum", SecondsOf(health.totalLatency)},
          {"latency_seconds_count", static_cast<double>(health.answered)}};
}

bool IsStuck(const ModelHealth& health)
{
  return !health.isForbidden &&
         (health.state == ModelState::Paused || health.state == ModelState::Exhausted);
}

}  // namespace

MetricValues MetricsOfModels(const VisionModels& models, const std::set<std::string>& paused)
{
  MetricValues metrics;
  for (const auto& [key, value] : SummableOf({}))
  {
    metrics["vlm_models_" + key] = value;
  }
  metrics["vlm_models_not_open"] = 0;
  for (const auto& [name, model] : models)
  {
    const auto health = model->Health();
    const std::string prefix = "vlm_model_" + MetricName(name) + "_";
    AddCounts(prefix + "failures_", health.failures, metrics);
    for (const auto& [key, value] : SummableOf(health))
    {
      metrics[prefix + key] = value;
      metrics["vlm_models_" + key] += value;
    }
    metrics["vlm_models_not_open"] += IsStuck(health) ? 1.0 : 0.0;
    metrics[prefix + "latency_mean_ms"] = MeanLatencyMs(health);
    metrics[prefix + "state"] = static_cast<int>(health.state);
    metrics[prefix + "paused"] = paused.count(name) > 0 ? 1.0 : 0.0;
    metrics[prefix + "requests_today"] = static_cast<double>(health.requestsToday);
    metrics[prefix + "tokens_today"] = static_cast<double>(health.tokensToday);
    metrics[prefix + "served_differs"] = IsServedByAnother(model->Identity(), health) ? 1.0 : 0.0;
  }
  return metrics;
}

MetricValues MetricsOfCensus(const CensusResult& census)
{
  MetricValues metrics;
  AddCounts("vlm_queue_", NamedCounts(census.analyses, AnalysisState::Canceled, StateName),
            metrics);
  metrics["vlm_queue_due"] = static_cast<double>(census.due);
  metrics["vlm_queue_oldest_due_seconds"] = SecondsOf(census.oldestDue);
  metrics["vlm_queue_paused"] = census.paused.count("") > 0 ? 1.0 : 0.0;
  AddCounts("vlm_outputs_",
            NamedCounts(census.deliveries, DeliveryState::Failed, DeliveryStateName), metrics);
  metrics["vlm_outputs_oldest_waiting_seconds"] = SecondsOf(census.oldestDelivery);
  metrics["vlm_nodes_alive"] = static_cast<double>(census.nodesAlive);
  return metrics;
}

MetricValues MetricsOfAnalyses(const AnalysisCounts& counts)
{
  MetricValues metrics;
  for (const auto state :
       {AnalysisState::Completed, AnalysisState::Abstained, AnalysisState::Failed})
  {
    const auto found = counts.ended.find(state);
    metrics["vlm_analyses_" + MetricName(StateName(state))] =
        found == counts.ended.end() ? 0.0 : static_cast<double>(found->second);
  }
  double failures = 0.0;
  for (const auto& [kind, name] : FailureNames())
  {
    const auto found = counts.failures.find(kind);
    const double count = found == counts.failures.end() ? 0.0 : static_cast<double>(found->second);
    metrics["vlm_analysis_failures_" + name] = count;
    failures += count;
  }
  metrics["vlm_analysis_failures"] = failures;
  metrics["vlm_analysis_attempts"] = static_cast<double>(counts.attempts);
  AddTimes("vlm_analysis_queued", counts.queued, metrics);
  AddTimes("vlm_analysis_whole", counts.whole, metrics);
  AddTimes("vlm_analysis_images", counts.images, metrics);
  AddTimes("vlm_analysis_model", counts.model, metrics);
  AddTimes("vlm_analysis_findings", counts.findings, metrics);
  AddTimes("vlm_analysis_storing", counts.storing, metrics);
  return metrics;
}

MetricValues MetricsOfDrawing(const SlotUse& use)
{
  MetricValues metrics;
  AddTimes("vlm_drawing", {use.held, use.times}, metrics);
  metrics["vlm_drawing_bytes"] = static_cast<double>(use.bytes);
  return metrics;
}

MetricValues MetricsOfDatabase(const DatabaseCounts& troubles, bool isUp)
{
  return {{"vlm_database_up", isUp ? 1.0 : 0.0},
          {"vlm_database_errors", static_cast<double>(troubles.errors)},
          {"vlm_database_reconnects", static_cast<double>(troubles.reconnects)}};
}

}  // namespace vlm
