// SPDX-License-Identifier: GPL-3.0-or-later
// Takes what people say of reports: checked, stored beside the report, entered into the index, and,
// once it is signed off, followed by new objects. Each step or none, also after a crash.
#pragma once

#include <json/value.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "Foundation/Result.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/Clock.h"
#include "Pipeline/Deliveries.h"
#include "Pipeline/EventLog.h"
#include "Pipeline/NamedLocks.h"
#include "Pipeline/ReportArchive.h"

namespace vlm
{

struct ReviewPorts
{
  ReportArchive& reports;
  AnalysisQueue& queue;
  Deliveries& deliveries;
  const Clock& clock;
  EventLog& log;
  NamedLocks& locks;
};

// Thread-safe: one review is taken at a time, on all nodes.
class ReviewDesk
{
public:
  // `whenSigned` is called after a sign-off and must not block.
  ReviewDesk(const ReviewPorts& ports, std::function<void()> whenSigned)
      : ports_(ports), whenSigned_(std::move(whenSigned))
  {
  }

  // `body`: a whole review with the Revision that it was made from (Report/ReviewReading.h);
  // `user`: who is known to send it. The result is the reviewed report. Errors: BadInput,
  // NotFound, Conflict (the analysis has no report; another revision is the newest), TooLarge (it
  // has too many reviews): then nothing is stored; StorageFailed, NotReady: what Orthanc stored
  // all the same counts.
  Result<Json::Value> Take(const AnalysisRecord& record, const Json::Value& body,
                           const std::optional<std::string>& user);

  // What was stored when the server ended, or the database refused, is entered into the index.
  // At the start, once the archive answers.
  Result<void> FinishInterrupted();

private:
  Result<Json::Value> Store(const AnalysisRecord& record, int revision, const Json::Value& review);
  Result<void> Finish(const std::string& analysisId, const Json::Value& report);
  // `finished`: the revision that the index is known to have.
  Result<void> FinishOne(const AnalysisRecord& record, int finished);
  // The following two while the lock is held.
  Result<void> FinishAll();
  Result<void> FinishBefore(const std::string& analysisId);

  ReviewPorts ports_;
  std::function<void()> whenSigned_;
};

}  // namespace vlm
