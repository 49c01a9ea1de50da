// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the plugin's objects and joins them.
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "Foundation/Result.h"
#include "Model/Prompt.h"
#include "Network/CurlTransport.h"
#include "Orthanc/ChangeFollower.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/OrthancImageArchive.h"
#include "Orthanc/OrthancReportArchive.h"
#include "Orthanc/OrthancResultArchive.h"
#include "Orthanc/Reindex.h"
#include "Orthanc/RestServices.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/ReviewDesk.h"
#include "Pipeline/SelfTests.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlDeliveries.h"
#include "Storage/SqlEgressLedger.h"

namespace vlm
{

class Application
{
public:
  // Opens the database, makes the models and registers the routes; threads start with Start.
  // Errors: BadConfiguration, StorageFailed.
  static Result<std::unique_ptr<Application>> Create(OrthancPluginContext* context,
                                                     Settings settings);
  ~Application();

  // Orthanc answers REST calls from now on.
  void Start();
  // Orthanc stops soon: everything in flight goes back to the queue. Waits until it has.
  void Stop();

  // An image was stored; never blocks.
  void InstanceStored(const std::string& instanceId);
  // Its analyses end, queued or in flight; never blocks.
  void ResourceDeleted(ResourceLevel level, const std::string& orthancId);
  ChangeFollower& Follower() { return follower_; }

private:
  Application(OrthancPluginContext* context, Settings settings, std::unique_ptr<Database> database,
              Prompts prompts);
  Result<void> MakeReady();
  void FinishReviews();
  // The models to be tested, in order.
  std::vector<std::string> HoldUntested();

  Settings settings_;
  SystemClock clock_;
  IngestActivity ingest_;
  OrthancApi api_;
  OrthancLog log_;
  std::unique_ptr<Database> database_;
  SqlAnalysisQueue queue_;
  SqlDeliveries deliveries_;
  SqlEgressLedger ledger_;
  Prompts prompts_;
  CurlTransport transport_;
  OrthancImageArchive images_;
  OrthancReportArchive reports_;
  OrthancResultArchive results_;
  VisionModels models_;
  SelfTests selfTests_{clock_};
  AnalysisWorkers workers_;
  DeliveryWorker deliveryWorker_;
  ReviewDesk reviewDesk_;
  Reindex reindex_;
  ChangeFollower follower_;
  Slots drawing_{4};
  RequestThreads requestThreads_;
  RestServices services_;
  std::thread testThread_;
};

}  // namespace vlm
