// SPDX-License-Identifier: GPL-3.0-or-later
// Workers with fakes at every port.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "Fakes/FakeClock.h"
#include "Fakes/MemoryImageArchive.h"
#include "Fakes/MemoryLog.h"
#include "Fakes/MemoryPauses.h"
#include "Fakes/MemoryQueue.h"
#include "Fakes/MemoryReportArchive.h"
#include "Fakes/ScriptedModel.h"
#include "Pipeline/AnalysisWorkers.h"

namespace vlm
{

struct WorkersFixture
{
  WorkersFixture()
  {
    images.AddSeries({"i0"});
    models["scripted"] =
        std::make_unique<ScriptedModel>(R"({"findings": [], "no_abnormality": true})");
  }

  void UseModel(ScriptedModel::Script script)
  {
    models["scripted"] = std::make_unique<ScriptedModel>(std::move(script));
  }

  // Gives the new analysis' identifier.
  std::string Enqueue(const std::string& orthancId)
  {
    AnalysisOrder order;
    order.orthancId = orthancId;
    order.model = "scripted";
    return queue.Enqueue(order, IfKnown::Collapse).Value().id;
  }

  AnalysisRecord Record(const std::string& id)
  {
    const auto found = queue.Find(id);
    return found.HasValue() ? found.Value() : AnalysisRecord();
  }

  FakeClock clock;
  MemoryLog log;
  MemoryImageArchive images;
  MemoryReportArchive reports;
  MemoryQueue queue{clock};
  VisionModels models;
  WorkerSettings settings{2, 3, std::chrono::milliseconds(1)};
  IngestActivity ingest;
  MemoryPauses pauses;
  AnalysisWorkers workers{{images, reports, queue, clock, log, ingest, pauses}, models, settings};
};

}  // namespace vlm
