// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/Metrics.h"

#include <memory>

namespace vlm
{
namespace
{

constexpr std::chrono::seconds recent{2};

struct MetricSources
{
  OrthancPluginContext* context;
  const RestServices& services;
  RecentCensus census;
};

// The SDK gives its callbacks no user data; set once, before Orthanc starts.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): see above
std::unique_ptr<MetricSources> currentSources;

void Refresh()
{
  try
  {
    for (const auto& [name, value] : AllMetrics(currentSources->services, currentSources->census))
    {
      OrthancPluginSetMetricsValue(currentSources->context, name.c_str(), static_cast<float>(value),
                                   OrthancPluginMetricsType_Default);
    }
  }
  catch (...)
  {
    // Nothing may leave a callback; the next refresh tries again.
    return;
  }
}

}  // namespace

Result<CensusResult> RecentCensus::Take()
{
  const MutexLock lock(mutex_);
  const auto now = now_();
  if (!last_ || now - takenAt_ >= recent)
  {
    last_ = census_.Take();
    takenAt_ = now;
  }
  return *last_;
}

MetricValues AllMetrics(const RestServices& services, RecentCensus& census)
{
  const auto taken = census.Take();
  const std::set<std::string> paused =
      taken.HasValue() ? taken.Value().paused : std::set<std::string>();
  MetricValues metrics = MetricsOfModels(services.models, paused);
  metrics.merge(MetricsOfAnalyses(services.workers.Counts()));
  metrics.merge(MetricsOfDrawing(services.drawing.Use()));
  metrics.merge(MetricsOfDatabase(census.Troubles(), taken.HasValue()));
  if (taken.HasValue())
  {
    metrics.merge(MetricsOfCensus(taken.Value()));
  }
  return metrics;
}

void RegisterMetrics(OrthancPluginContext* context, RestServices& services, Census& census)
{
  // Constructed in place, since it holds a mutex.
  currentSources.reset(new MetricSources{context, services, RecentCensus(census)});
  OrthancPluginRegisterRefreshMetricsCallback(context, Refresh);
}

}  // namespace vlm
