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
#include "Orthanc/BatchKeeper.h"
#include "Orthanc/ChangeFollower.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/OrthancImageArchive.h"
#include "Orthanc/OrthancReportArchive.h"
#include "Orthanc/OrthancResultArchive.h"
#include "Orthanc/Reindex.h"
#include "Orthanc/RestServices.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/Heartbeat.h"
#include "Pipeline/NamedLocks.h"
#include "Pipeline/Retention.h"
#include "Pipeline/ReviewDesk.h"
#include "Pipeline/SelfTests.h"
#include "Storage/SharedClock.h"
#include "Storage/SqlAnalysisQueue.h"
#include "Storage/SqlBatches.h"
#include "Storage/SqlCensus.h"
#include "Storage/SqlCluster.h"
#include "Storage/SqlDeliveries.h"
#include "Storage/SqlEgressLedger.h"
#include "Storage/SqlPauses.h"
#include "Storage/SqlRetention.h"

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
  // Orthanc stops soon: everything in flight goes back to the queue, and other nodes may take it at
  // once. Waits until it has.
  void Stop();

  // An image was stored; never blocks.
  void InstanceStored(const std::string& instanceId);
  // Its analyses end, queued or in flight; never blocks.
  void ResourceDeleted(ResourceLevel level, const std::string& orthancId);
  ChangeFollower& Follower() { return follower_; }
  // Never blocks.
  void JobSubmitted() { batchKeeper_.JobSubmitted(); }

private:
  Application(OrthancPluginContext* context, Settings settings, std::unique_ptr<Database> database,
              Prompts prompts);
  Result<void> MakeReady();
  Result<void> Recover();
  HeartbeatListeners Listeners();
  void FinishReviews();
  bool SharesTheArchive();
  // The models to be tested, in order.
  std::vector<std::string> HoldUntested();

  Settings settings_;
  IngestActivity ingest_;
  OrthancApi api_;
  OrthancLog log_;
  std::unique_ptr<Database> database_;
  SharedClock clock_;
  SqlCluster cluster_;
  SqlPauses pauses_;
  NamedLocks locks_;
  SqlAnalysisQueue queue_;
  SqlDeliveries deliveries_;
  SqlBatches batches_;
  SqlEgressLedger ledger_;
  SqlRetention past_;
  SqlCensus census_;
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
  Retention retention_;
  BatchKeeper batchKeeper_;
  Heartbeat heartbeat_;
  ChangeFollower follower_;
  Slots drawing_{4};
  RequestThreads requestThreads_;
  RestServices services_;
  std::thread testThread_;
};

}  // namespace vlm
