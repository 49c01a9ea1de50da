// SPDX-License-Identifier: GPL-3.0-or-later
// What the REST handlers speak to.
#pragma once

#include "Orthanc/ChangeFollower.h"
#include "Orthanc/Configuration.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/Reindex.h"
#include "Orthanc/RequestThreads.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/Cluster.h"
#include "Pipeline/Deliveries.h"
#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/EgressLedger.h"
#include "Pipeline/ImageArchive.h"
#include "Pipeline/Pauses.h"
#include "Pipeline/ReportArchive.h"
#include "Pipeline/ResultArchive.h"
#include "Pipeline/ReviewDesk.h"
#include "Pipeline/SelfTests.h"
#include "Pipeline/Slots.h"

namespace vlm
{

class BatchKeeper;

struct DatabaseIdentity
{
  std::string engine;
  std::string location;
};

struct RestServices
{
  const OrthancApi& api;
  const Settings& settings;
  const DatabaseIdentity database;
  const VisionModels& models;
  AnalysisQueue& queue;
  AnalysisWorkers& workers;
  ChangeFollower& follower;
  ImageArchive& images;
  ReportArchive& reports;
  Slots& drawing;  // layers hold the file and several pictures
  EgressLedger& ledger;
  SelfTests& selfTests;
  RequestThreads& threads;
  Deliveries& deliveries;
  DeliveryWorker& deliveryWorker;
  ResultArchive& results;
  Reindex& reindex;
  ReviewDesk& reviews;
  Cluster& cluster;
  Pauses& pauses;
  BatchKeeper& batches;
};

// A level and an identifier that Orthanc knows.
struct ResourceReference
{
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
  Json::Value description;  // Orthanc's answer about it
};

// From the level's path and the identifier in a route. Errors: NotFound, and those of OrthancApi.
Result<ResourceReference> FindResource(const RestServices& services, const std::string& levelPath,
                                       const std::string& orthancId);

}  // namespace vlm
