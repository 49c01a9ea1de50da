// SPDX-License-Identifier: GPL-3.0-or-later
// The self-tests when the server starts: all at once, so that a server that does not answer keeps
// no other model's analyses waiting.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "Pipeline/AnalysisWorkers.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/SelfTests.h"

namespace vlm
{

struct StartTests
{
  const VisionModels& models;
  SelfTests& selfTests;
  AnalysisWorkers& workers;
  EventLog& log;
  // Then also the analyses with a model that is still being tested may begin.
  std::chrono::milliseconds longestHold = std::chrono::minutes(10);

  // Tests each of these models and lets it go (AnalysisWorkers::Hold) as soon as its own test has
  // ended, however it ended. Returns after the last one. Never throws.
  void Run(const std::vector<std::string>& names) const;
};

}  // namespace vlm
