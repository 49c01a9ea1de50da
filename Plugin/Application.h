// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the plugin's objects and joins them.
#pragma once

#include <orthanc/OrthancCPlugin.h>

#include <memory>

#include "Foundation/Result.h"
#include "Orthanc/ChangeFollower.h"
#include "Orthanc/OrthancApi.h"
#include "Orthanc/OrthancImageArchive.h"
#include "Orthanc/OrthancReportArchive.h"
#include "Orthanc/RestServices.h"
#include "Pipeline/AnalysisWorkers.h"
#include "Storage/SqlAnalysisQueue.h"

namespace vlm
{

class Application
{
public:
  // Opens the database and registers the routes; threads start with Start. Errors:
  // BadConfiguration, StorageFailed.
  static Result<std::unique_ptr<Application>> Create(OrthancPluginContext* context,
                                                     Settings settings);

  // Orthanc answers REST calls from now on.
  void Start();
  // Orthanc stops soon: everything in flight goes back to the queue. Waits until it has.
  void Stop();

  // An image was stored; never blocks.
  void InstanceStored(const std::string& instanceId);
  ChangeFollower& Follower() { return follower_; }

private:
  Application(OrthancPluginContext* context, Settings settings, std::unique_ptr<Database> database);

  Settings settings_;
  SystemClock clock_;
  IngestActivity ingest_;
  OrthancApi api_;
  OrthancLog log_;
  std::unique_ptr<Database> database_;
  SqlAnalysisQueue queue_;
  OrthancImageArchive images_;
  OrthancReportArchive reports_;
  VisionModels models_;
  AnalysisWorkers workers_;
  ChangeFollower follower_;
  Slots drawing_{4};
  RestServices services_;
};

}  // namespace vlm
