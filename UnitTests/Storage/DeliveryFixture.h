// SPDX-License-Identifier: GPL-3.0-or-later
// A delivery worker on a real database, with fakes at the other ports and a maker without DICOM.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "Fakes/MemoryCluster.h"
#include "Fakes/MemoryImageArchive.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryReportArchive.h"
#include "Fakes/MemoryResultArchive.h"
#include "Pipeline/DeliveryWorker.h"
#include "Results/ResultUid.h"
#include "Storage/QueueFixture.h"
#include "Storage/SqlDeliveries.h"

namespace vlm
{

class DeliveryFixture : public QueueFixture
{
protected:
  DeliveryFixture() { Restart(); }

  // As after the end of the process: only the database and the archives stay.
  void Restart()
  {
    worker.reset();
    deliveries.reset();
    Open();
    deliveries = std::make_unique<SqlDeliveries>(*database, clock);
    worker = std::make_unique<DeliveryWorker>(
        DeliveryPorts{*deliveries, *queue, reports, images, results, clock, log, ingest, cluster},
        settings, "0.1.0",
        [this](const ResultOrder& order, const OutputSettings&, ImageArchive&, ResultArchive&)
        { return Make(order); });
  }

  // An SR and a picture.
  virtual Result<MadeResults> Make(const ResultOrder& order)
  {
    predecessors = order.predecessors;
    if (makeError)
    {
      return *makeError;
    }
    MadeResults made;
    const auto uids = UidsOf(order.report["AnalysisId"].asString());
    made.objects = {{ResultKind::StructuredReport, uids[0], uids[0]},
                    {ResultKind::SecondaryCapture, uids[1], uids[1]}};
    made.remarks = remarks;
    return made;
  }
  static std::vector<std::string> UidsOf(const std::string& analysisId)
  {
    return {ResultUid(analysisId, "sr"), ResultUid(analysisId, "sc-0-annotated")};
  }
  static std::set<std::string> ObjectsOf(const std::vector<std::string>& analyses)
  {
    std::set<std::string> objects;
    for (const auto& id : analyses)
    {
      const auto uids = UidsOf(id);
      objects.insert(uids.begin(), uids.end());
    }
    return objects;
  }

  // An analysis that ended, with its report.
  std::string Analysed(const std::string& resource, AnalysisState state = AnalysisState::Completed,
                       int findings = 1)
  {
    ReportSummary summary;
    summary.findings = findings;
    const auto id = Ended(OrderOf(resource), state, summary);
    StoreReport(id);
    return id;
  }
  void StoreReport(const std::string& id)
  {
    Json::Value report;
    report["AnalysisId"] = id;
    report["StudyInstanceUID"] = "1.2";
    EXPECT_TRUE(reports.Store(report).HasValue());
  }
  void EndAgain(const std::string& id, AnalysisState state)
  {
    EXPECT_TRUE(queue->Retry(id).HasValue());
    EXPECT_EQ(Claim(), id);
    EXPECT_TRUE(queue->Finish(Record(id), state, "", {}).HasValue());
  }

  // Everything that is due.
  void Work()
  {
    for (int i = 0; i < 100; ++i)
    {
      if (!worker->WorkOnce())
      {
        return;
      }
    }
    ADD_FAILURE() << "there is no end to it";
  }
  // Until nothing waits any more, however long that takes.
  void WorkLong()
  {
    for (int i = 0; i < 300; ++i)
    {
      Work();
      if (deliveries->CountByState().Value()[DeliveryState::Waiting] == 0)
      {
        return;
      }
      clock.Advance(std::chrono::minutes(10));
    }
    ADD_FAILURE() << "something waits for ever";
  }

  Delivery Only(const std::string& analysisId, DeliveryKind kind)
  {
    const auto all = deliveries->ListOf(analysisId);
    for (const auto& delivery : all.Value())
    {
      if (delivery.kind == kind)
      {
        return delivery;
      }
    }
    ADD_FAILURE() << "no delivery of " << DeliveryKindName(kind);
    return {};
  }

  // From now on calls that begin so fail with this error.
  void Refuse(const std::string& call, ErrorKind kind, const std::string& message)
  {
    results.beforeCall = [=](const std::string& made) -> Result<void>
    {
      return made.compare(0, call.size(), call) == 0 ? Result<void>(Error{kind, message})
                                                     : Result<void>();
    };
  }
  void RefuseNothing()
  {
    results.beforeCall = [](const std::string&) { return Result<void>(); };
  }
  std::vector<std::string> Lines(char severity) const
  {
    std::vector<std::string> lines;
    for (const auto& line : log.Lines())
    {
      if (line.front() == severity)
      {
        lines.push_back(line);
      }
    }
    return lines;
  }

  OutputSettings settings;
  MemoryReportArchive reports;
  MemoryImageArchive images;
  MemoryResultArchive results;
  MemoryLog log;
  IngestActivity ingest;
  MemoryCluster cluster;
  std::optional<Error> makeError;
  std::vector<std::string> remarks;
  std::vector<PredecessorDocument> predecessors;  // of the last order
  std::unique_ptr<SqlDeliveries> deliveries;
  std::unique_ptr<DeliveryWorker> worker;
};

}  // namespace vlm
