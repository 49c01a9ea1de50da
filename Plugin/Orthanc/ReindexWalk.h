// SPDX-License-Identifier: GPL-3.0-or-later
// What Orthanc holds of the analyses of a study - reports as attachments, the plugin's own DICOM
// objects - put back into the database.
#pragma once

#include <json/value.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "Foundation/Result.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/OrthancReportArchive.h"
#include "Orthanc/RestoredAnalysis.h"
#include "Orthanc/StudyContents.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/Deliveries.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/WakeUp.h"

namespace vlm
{

struct ReindexPorts
{
  const OrthancApi& api;
  AnalysisQueue& queue;
  Deliveries& deliveries;
  OrthancReportArchive& reports;
  EventLog& log;
  Cluster& cluster;
};

struct ReindexTally
{
  std::int64_t restored = 0;  // analyses
  std::int64_t problems = 0;  // what was found but cannot be read; the first of a study is logged
};

// One study, once, by one thread.
class ReindexWalk
{
public:
  // `giveWay` is called after each `InstancesAtOnce`, and may sleep.
  static constexpr int InstancesAtOnce = 50;
  ReindexWalk(const ReindexPorts& ports, const WakeUp& stop, std::function<void()> giveWay)
      : ports_(ports), stop_(stop), giveWay_(std::move(giveWay))
  {
  }

  // Restores the analyses that the database does not know, and adopts their objects. What is gone
  // is passed over. Ends early when `stop` is stopped. Errors: StorageFailed (of the database),
  // NotReady.
  Result<ReindexTally> Run(const std::string& studyId);

private:
  struct Place
  {
    ResourceLevel level = ResourceLevel::Instance;
    std::string orthancId;
    const Json::Value* series;  // Orthanc's answer about it or its parent; null for a study
  };
  bool GoesOn();
  Result<bool> IsLeaving(const std::string& analysisId) const;
  Result<void> ReadContents(const std::string& studyId);
  Result<void> VisitSeries(const Json::Value& series);
  Result<void> VisitAttachments(const Place& place);
  Result<ReportPlace> Describe(const Place& place) const;
  Result<void> RestoreAll(const Json::Value& reports, const ReportPlace& place);
  Result<void> Restore(const Json::Value& report, const ReportPlace& place);
  void Remember(const AnalysisRecord& record);
  Result<void> VisitStructuredReports(const Json::Value& series);
  Result<void> VisitStructuredReport(const std::string& instanceId);
  Result<void> Recover(const std::string& analysisId, const std::string& dicomFile,
                       const std::string& subject);
  std::optional<Place> FindPlace(const Json::Value& report) const;
  Result<void> AdoptObjects(const AnalysisRecord& record);
  Result<std::vector<ResultInstance>> ObjectsOf(const AnalysisRecord& record) const;
  Result<void> AddObjectsIn(const std::string& seriesUid, const std::string& kind,
                            std::vector<ResultInstance>& objects) const;
  // Somebody else forgot it first.
  static Result<void> UnlessGone(const Result<void>& step);
  // An Error only if nothing else can be read either.
  Result<void> Note(const std::string& subject, const Error& error);

  ReindexPorts ports_;
  const WakeUp& stop_;
  std::function<void()> giveWay_;
  int visited_ = 0;  // instances
  StudyContents study_;
  std::vector<AnalysisRecord> found_;  // each analysis once, of its newest revision
  // Analyses whose report was read from a structured one, and the revision of that.
  std::map<std::string, int> recovered_;
  ReindexTally tally_;
};

}  // namespace vlm
