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

// Thread-safe. Every method may fail with StorageFailed.
class Deliveries
{
public:
  virtual ~Deliveries() = default;

  // Adds the deliveries of all analyses that ended since the last call, and remembers up to where,
  // both or neither. What is there already is not added again, but waits again if the analysis was
  // retried. The result is how many were added.
  virtual Result<int> Plan(const DeliveryPlan& plan) = 0;

  // The next due one, the longest waiting first, with one attempt more. No value: nothing is due.
  virtual Result<std::optional<Delivery>> Next(const DeliveryChoice& choice) = 0;
  virtual Result<void> Deliver(std::int64_t id, const std::string& remark) = 0;
  virtual Result<void> Postpone(std::int64_t id, Timestamp when, const std::string& reason) = 0;
  virtual Result<void> Fail(std::int64_t id, const std::string& reason) = 0;
  // When Next() may have a value; no value: nothing waits.
  virtual Result<std::optional<Timestamp>> NextDue(const DeliveryChoice& choice) = 0;

  // What waits or failed of an analysis is due now, with all attempts left. The result is how many.
  virtual Result<int> RetryOf(const std::string& analysisId) = 0;
  virtual Result<std::vector<Delivery>> ListOf(const std::string& analysisId) = 0;
  virtual Result<std::map<DeliveryState, std::int64_t>> CountByState() = 0;

  virtual Result<void> NoteInstances(const std::string& analysisId,
                                     const std::vector<ResultInstance>& instances) = 0;
  virtual Result<std::vector<ResultInstance>> InstancesOf(const std::string& analysisId) = 0;
  virtual Result<void> ForgetInstances(const std::string& analysisId) = 0;

  // Earlier analyses of the same resource by the same model that have instances, newest first.
  virtual Result<std::vector<std::string>> PredecessorsOf(const Delivery& delivery) = 0;

  // Analyses that are gone from the queue but still have deliveries or instances, with the study.
  struct Orphan
  {
    std::string analysisId;
    std::string orthancStudyId;
  };
  virtual Result<std::vector<Orphan>> Orphans() = 0;
  virtual Result<void> Forget(const std::string& analysisId) = 0;

  // Delivered as it is: objects of an analysis that was found in the archive and put back into the
  // queue's records.
  virtual Result<void> Adopt(const AnalysisRecord& record,
                             const std::vector<ResultInstance>& instances) = 0;
};

}  // namespace vlm
