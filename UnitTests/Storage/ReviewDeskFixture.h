// SPDX-License-Identifier: GPL-3.0-or-later
// A desk for reviews on a real database, with an archive that may break.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryReportArchive.h"
#include "Foundation/Json.h"
#include "Pipeline/ReviewDesk.h"
#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{

// Its disk may be full.
class BreakableArchive : public MemoryReportArchive
{
public:
  std::optional<Error> addError;
  bool addsAllTheSame = false;  // and only then tells of the error
  std::optional<Error> findError;

  Result<Json::Value> AddReview(ResourceLevel level, const std::string& orthancId,
                                const std::string& analysisId, int baseRevision,
                                const Json::Value& review) override
  {
    const auto added =
        addError && !addsAllTheSame
            ? Result<Json::Value>(*addError)
            : MemoryReportArchive::AddReview(level, orthancId, analysisId, baseRevision, review);
    return addError ? Result<Json::Value>(*addError) : added;
  }
  Result<std::optional<Json::Value>> Find(ResourceLevel level, const std::string& orthancId,
                                          const std::string& analysisId) override
  {
    return findError ? Result<std::optional<Json::Value>>(*findError)
                     : MemoryReportArchive::Find(level, orthancId, analysisId);
  }
};

class ReviewDeskTest : public QueueFixture
{
protected:
  ReviewDeskTest() { Restart(); }

  // As after the end of the process: only database and archive stay.
  void Restart()
  {
    desk.reset();
    deliveries.reset();
    Open();
    deliveries = std::make_unique<SqlDeliveries>(*database, clock);
    desk = std::make_unique<ReviewDesk>(
        ReviewPorts{reports, *queue, *deliveries, clock, log, locks}, [this] { ++signals; });
  }
  // An analysis with one finding, "mass".
  AnalysisRecord Analysed(const std::string& resource,
                          AnalysisState state = AnalysisState::Completed)
  {
    const auto id =
        Ended(OrderOf(resource), state, {"CT", "P1", "A mass.", 1, 0.5, {{"mass", 0.5}}});
    auto report = ParseJson(R"({"SchemaVersion": 1, "Status": "Completed", "Modality": "CT",
      "Images": [{"Rows": 100, "Columns": 100}],
      "Findings": [{"Id": "6fa459ea-ee8a-4ca4-894e-db77e160355e", "Label": "mass", "Image": 0,
                    "ModelScore": 0.5}], "Rejected": [], "Narrative": {"Impression": "A mass."}})")
                      .Value();
    report["AnalysisId"] = id;
    EXPECT_TRUE(reports.Store(report).HasValue());
    return Record(id);
  }
  static Json::Value Body(int revision, const std::string& disposition, bool isSigned = false)
  {
    Json::Value body;
    body["Revision"] = revision;
    body["Findings"][0]["Id"] = "6fa459ea-ee8a-4ca4-894e-db77e160355e";
    body["Findings"][0]["Disposition"] = disposition;
    body["Findings"][0]["Reason"] = "A vessel.";
    if (isSigned)
    {
      body["SignOff"]["Name"] = "Smith^John";
    }
    return body;
  }
  Json::Value Taken(const AnalysisRecord& record, const Json::Value& body,
                    const std::optional<std::string>& user = "alice")
  {
    auto report = desk->Take(record, body, user);
    EXPECT_TRUE(report.HasValue()) << (report.HasValue() ? "" : report.Failure().message);
    return report.HasValue() ? report.Value() : Json::Value();
  }
  Error Refused(const AnalysisRecord& record, const Json::Value& body)
  {
    const auto report = desk->Take(record, body, std::nullopt);
    EXPECT_FALSE(report.HasValue());
    return report.HasValue() ? Error() : report.Failure();
  }
  std::size_t Planned(const std::string& id)
  {
    EXPECT_TRUE(deliveries->Plan({true, false, {}}).HasValue());
    return deliveries->ListOf(id).Value().size();
  }

  BreakableArchive reports;
  MemoryLog log;
  std::atomic<int> signals{0};
  MemoryCluster cluster;
  NamedLocks locks{cluster};
  std::unique_ptr<SqlDeliveries> deliveries;
  std::unique_ptr<ReviewDesk> desk;
};

}  // namespace vlm
