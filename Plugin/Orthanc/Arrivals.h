// SPDX-License-Identifier: GPL-3.0-or-later
// An event in Orthanc's log of changes -> what to analyse after the rules.
#pragma once

#include <json/value.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/IngestRules.h"

namespace vlm
{

struct ArrivalSettings
{
  std::vector<IngestRule> rules;
  std::string language = "en";
  // After an image of a series or study that is analysed as a whole: how long at most to wait for
  // Orthanc's word that no more arrive. That word does not come if Orthanc ends meanwhile.
  std::chrono::seconds patience{100};
};

// Not thread-safe: it remembers the series it asked Orthanc about.
class Arrivals
{
public:
  Arrivals(const OrthancApi& api, const Clock& clock, ArrivalSettings settings);

  // No value: nothing is to be analysed, or the resource is gone meanwhile. Errors: StorageFailed,
  // NotReady.
  using Outcome = Result<std::optional<AnalysisOrder>>;
  // Where a rule wants its series or study as a whole: the order for that, due when patience ends.
  Outcome OfInstance(const std::string& instanceId);
  Outcome OfStableSeries(const std::string& seriesId);
  Outcome OfStableStudy(const std::string& studyId);
  // One of these by the "ChangeType" of Orthanc's log; other types bring nothing.
  Outcome OfChange(const std::string& changeType, const std::string& id);

  bool CanMatch() const { return canMatch_; }
  // What is remembered of series ends when some are deleted: they may come again with other tags.
  void ForgetSeries() { series_.clear(); }

private:
  struct Series
  {
    std::string studyId;
    std::map<std::string, std::string> tags;
    bool hasKeyImages = false;  // something else than localizers and captures was seen in it
  };
  Series* FindSeries(const std::string& seriesId);
  const IngestRule* Match(const Series& series, const std::string& instanceId);
  bool HasKeyImages(Series& series, const Json::Value& instances);
  bool IsOwn(const std::string& instanceId, const std::string& sopClassUid);
  Json::Value Ask(const std::string& path);
  std::string Metadata(const std::string& instanceId, const char* name);
  std::optional<AnalysisOrder> InstanceOrder(const std::string& instanceId);
  std::optional<AnalysisOrder> SeriesOrder(const std::string& seriesId);
  std::optional<AnalysisOrder> StudyOrder(const std::string& studyId);
  std::optional<AnalysisOrder> Order(const IngestRule* rule, ResourceLevel level,
                                     const std::string& orthancId) const;
  std::optional<AnalysisOrder> WholeOrder(const IngestRule* rule, const std::string& id,
                                          const std::string& seriesId,
                                          const std::string& studyId) const;
  Outcome OutcomeOf(std::optional<AnalysisOrder> order);

  const OrthancApi& api_;
  const Clock& clock_;
  ArrivalSettings settings_;
  bool canMatch_;
  std::map<std::string, Series> series_;
  std::optional<Error> trouble_;  // why the present event cannot be judged now
};

// Changes whenever images are added to a series; `series` is Orthanc's answer about it.
std::string ContentVersionOf(const Json::Value& series);

// Changes whenever images are added to a study, but not when reports are. Errors: those of
// OrthancApi.
Result<std::string> ContentVersionOfStudy(const OrthancApi& api, const Json::Value& study);

}  // namespace vlm
