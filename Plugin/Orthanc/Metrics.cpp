// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Metrics.h"

#include "Orthanc/ModelJson.h"
#include "Orthanc/NamedCounts.h"

namespace vlm
{
namespace
{

// The SDK gives its callbacks no user data; set once, before Orthanc starts.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
RestServices* currentServices = nullptr;
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
OrthancPluginContext* currentContext = nullptr;

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

std::map<std::string, double> MetricsOf(const std::string& prefix,
                                        const std::map<std::string, std::int64_t>& counts)
{
  std::map<std::string, double> metrics;
  for (const auto& [name, count] : counts)
  {
    metrics[prefix + MetricName(name)] = static_cast<double>(count);
  }
  return metrics;
}

void Set(const std::map<std::string, double>& metrics)
{
  for (const auto& [name, value] : metrics)
  {
    OrthancPluginSetMetricsValue(currentContext, name.c_str(), static_cast<float>(value),
                                 OrthancPluginMetricsType_Default);
  }
}

void Refresh()
{
  try
  {
    Set(MetricsOfModels(currentServices->models));
    const auto counts = currentServices->queue.CountByState();
    if (counts.HasValue())
    {
      Set(MetricsOfQueue(counts.Value()));
    }
    const auto outputs = currentServices->deliveries.CountByState();
    if (outputs.HasValue())
    {
      Set(MetricsOfOutputs(outputs.Value()));
    }
  }
  catch (...)
  {
    // Nothing may leave a callback; the next refresh tries again.
    return;
  }
}

}  // namespace

std::map<std::string, double> MetricsOfModels(const VisionModels& models)
{
  std::map<std::string, double> metrics;
  for (const auto& [name, model] : models)
  {
    const auto health = model->Health();
    const std::string prefix = "vlm_model_" + MetricName(name) + "_";
    std::int64_t failures = 0;
    for (const auto& [kind, count] : health.failures)
    {
      metrics[prefix + "failures_" + MetricName(kind)] = static_cast<double>(count);
      failures += count;
    }
    metrics[prefix + "requests"] = static_cast<double>(health.requests);
    metrics[prefix + "failures"] = static_cast<double>(failures);
    metrics[prefix + "retries"] = static_cast<double>(health.retries);
    metrics[prefix + "in_flight"] = health.inFlight;
    metrics[prefix + "waiting"] = health.waiting;
    metrics[prefix + "input_tokens"] = static_cast<double>(health.inputTokens);
    metrics[prefix + "output_tokens"] = static_cast<double>(health.outputTokens);
    metrics[prefix + "latency_mean_ms"] = MeanLatencyMs(health);
    metrics[prefix + "state"] = static_cast<int>(health.state);
    metrics[prefix + "served_differs"] = IsServedByAnother(model->Identity(), health) ? 1.0 : 0.0;
  }
  return metrics;
}

std::map<std::string, double> MetricsOfQueue(
    const std::map<AnalysisState, std::int64_t>& countByState)
{
  return MetricsOf("vlm_queue_", NamedCounts(countByState, AnalysisState::Canceled, StateName));
}

std::map<std::string, double> MetricsOfOutputs(
    const std::map<DeliveryState, std::int64_t>& countByState)
{
  return MetricsOf("vlm_outputs_",
                   NamedCounts(countByState, DeliveryState::Failed, DeliveryStateName));
}

void RegisterMetrics(OrthancPluginContext* context, RestServices& services)
{
  currentContext = context;
  currentServices = &services;
  OrthancPluginRegisterRefreshMetricsCallback(context, Refresh);
}

}  // namespace vlm
