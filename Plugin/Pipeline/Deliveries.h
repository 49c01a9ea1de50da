// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the durable list of what must become of analyses that ended: DICOM objects, labels,
// sending.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"
#include "Pipeline/AnalysisQueue.h"
#include "Pipeline/ResourceLevel.h"

namespace vlm
{

enum class DeliveryKind
{
  Objects,  // make the DICOM objects and store them in the source's study
  Labels,   // mark the study
  Send      // send the objects to `destination`; due once the analysis' Objects are Delivered
};

enum class DeliveryState
{
  Waiting,
  Delivered,
  Failed
};

std::string DeliveryKindName(DeliveryKind kind);     // "Objects", "Labels", "Send"
std::string DeliveryStateName(DeliveryState state);  // "Waiting", "Delivered", "Failed"

struct Delivery
{
  std::int64_t id = 0;
  std::string analysisId;
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
  std::string orthancStudyId;
  std::string model;
  DeliveryKind kind = DeliveryKind::Objects;
  std::string destination;  // of Send
  DeliveryState state = DeliveryState::Waiting;
  int attempts = 0;
  int interruptions = 0;  // attempts in a row, this one too, of which nobody told the outcome
  Timestamp createdAt{};
  Timestamp nextAttemptAt{};
  std::string reason;  // why it waits or failed; or a remark
};

// A DICOM object of an analysis. Noted before it is stored, so that none is ever left behind.
struct ResultInstance
{
  std::string kind;  // ResultKindName()
  std::string sopInstanceUid;
};

// What every analysis that ends brings.
struct DeliveryPlan
{
  bool objects = false;                   // of Completed and Abstained ones
  bool labels = false;                    // of Failed ones, too
  std::vector<std::string> destinations;  // of Completed and Abstained ones
};

// Those that a thread takes: sending waits for other machines and must not hold up the rest.
struct DeliveryChoice
{
  std::vector<DeliveryKind> kinds;
  std::vector<std::string> exceptDestinations;  // which just failed
};

// How the newest analysis of a resource ended.
struct ResourceOutcome
{
  AnalysisState state = AnalysisState::Completed;  // or Abstained, Failed
  int findings = 0;                                // without those that were rejected
};

// Thread-safe. Every method may fail with StorageFailed. Plan is called by one thread at a time.
class Deliveries
{
public:
  virtual ~Deliveries() = default;

  // Adds the deliveries of each analysis that ended since the last call, and remembers that it has,
  // both or neither. Those of an analysis that was retried and ended again replace its earlier
  // ones. One that was put back into the queue's records has Labels alone. One that has instances
  // has Objects, whatever is planned: they may have to go. The result is how many were added.
  virtual Result<int> Plan(const DeliveryPlan& plan) = 0;

  // The next due one, the longest waiting first, with one attempt more. No value: nothing is due.
  // One of the following three is told about it; one that was replaced meanwhile stays as it is.
  virtual Result<std::optional<Delivery>> Next(const DeliveryChoice& choice) = 0;
  virtual Result<void> Deliver(std::int64_t id, const std::string& remark) = 0;
  virtual Result<void> Postpone(std::int64_t id, Timestamp when, const std::string& reason) = 0;
  virtual Result<void> Fail(std::int64_t id, const std::string& reason) = 0;
  // When Next() may have a value; no value: nothing waits.
  virtual Result<std::optional<Timestamp>> NextDue(const DeliveryChoice& choice) = 0;

  // The deliveries of that analysis are planned by the next Plan as if it had just ended: its
  // report was signed off. Errors: NotFound.
  virtual Result<void> PlanAgain(const std::string& analysisId) = 0;

  // What waits or failed of an analysis is due now, as if it had just ended. The result is how
  // many.
  virtual Result<int> RetryOf(const std::string& analysisId) = 0;
  virtual Result<std::vector<Delivery>> ListOf(const std::string& analysisId) = 0;
  virtual Result<std::map<DeliveryState, std::int64_t>> CountByState() = 0;

  // Added to those of the analysis, which has a delivery of Objects.
  virtual Result<void> NoteInstances(const std::string& analysisId,
                                     const std::vector<ResultInstance>& instances) = 0;
  virtual Result<std::vector<ResultInstance>> InstancesOf(const std::string& analysisId) = 0;
  virtual Result<void> ForgetInstances(const std::string& analysisId) = 0;

  // Analyses of the same resource by the same model that ended earlier and have instances, newest
  // first.
  virtual Result<std::vector<std::string>> PredecessorsOf(const Delivery& delivery) = 0;
  // Whether one that ended later has a report.
  virtual Result<bool> IsSuperseded(const Delivery& delivery) = 0;
  // One for each resource of the study that was analysed; canceled analyses do not count.
  virtual Result<std::vector<ResourceOutcome>> OutcomesOf(const std::string& orthancStudyId) = 0;

  // Analyses that are gone from the queue but still have deliveries or instances, with the study.
  struct Orphan
  {
    std::string analysisId;
    std::string orthancStudyId;
    std::int64_t lastDelivery = 0;
  };
  // Some dozens, those of deliveries after that one, in their order. Costs next to nothing where
  // there are none.
  virtual Result<std::vector<Orphan>> Orphans(std::int64_t afterDelivery) = 0;
  virtual Result<void> Forget(const std::string& analysisId) = 0;

  // Delivered as it is: objects of an analysis that was found in the archive and put back into the
  // queue's records. Errors: NotFound (it is not there).
  virtual Result<void> Adopt(const AnalysisRecord& record,
                             const std::vector<ResultInstance>& instances) = 0;
};

}  // namespace vlm
