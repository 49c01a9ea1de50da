// SPDX-License-Identifier: GPL-3.0-or-later
// A resource that was given to a batch -> what is to be analysed of it, and how.
#pragma once

#include <json/value.h>

#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/Arrivals.h"
#include "Orthanc/OrthancApi.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Batches.h"
#include "Pipeline/ImageArchive.h"

namespace vlm
{

struct BatchSources
{
  const OrthancApi& api;
  ImageArchive& images;
  const VisionModels& models;
  const Clock& clock;
  std::string defaultModel;
  std::vector<IngestRule> rules;
};

// Not thread-safe. Errors of both: NotFound (Orthanc has no such resource), NoPixels (there is
// nothing to analyse), StorageFailed, NotReady.
class BatchUnits
{
public:
  explicit BatchUnits(const BatchSources& sources);

  // At least one.
  Result<std::vector<BatchUnit>> UnitsOf(const std::string& orthancId, const BatchWish& wish);
  Result<AnalysisOrder> OrderOf(const BatchUnit& unit, const BatchWish& wish);

private:
  struct Found
  {
    std::string path;  // "patients", "studies", ...
    Json::Value description;
  };
  using Units = std::vector<BatchUnit>;
  Result<Found> Find(const std::string& orthancId);
  Result<void> AddStudy(const Json::Value& study, const BatchWish& wish, Units& units);
  Result<void> AddSeries(const Json::Value& series, const BatchWish& wish, Units& units);
  Result<void> AddSeriesAt(ResourceLevel level, const Json::Value& series, Units& units);
  Result<void> AddInstance(const Json::Value& instance, const BatchWish& wish, Units& units);
  Result<void> AddWhatRulesWant(const std::string& instanceId, const Json::Value& instances,
                                Units& units);
  Result<void> AddAll(const std::string& path, const Json::Value& ids, const BatchWish& wish,
                      Units& units);
  Arrivals::Outcome OrderByRules(const BatchUnit& unit);
  Result<AnalysisOrder> OrderAtLevel(const BatchUnit& unit, const std::string& model);

  BatchSources sources_;
  Arrivals arrivals_;
  std::string lastPath_ = "studies";  // the next one is probably of the same level
};

}  // namespace vlm
