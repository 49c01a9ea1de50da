// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the durable account of every request that left, written before it is sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"

namespace vlm
{

struct EgressEntry
{
  std::int64_t id = 0;  // given by the ledger
  Timestamp time{};
  std::string analysisId;  // empty: a self-test or a token
  std::string orthancStudyId;
  std::string model;  // name in the configuration; "NAME (token)": for its access token
  std::string host;
  std::string rule;        // what allowed it
  std::int64_t bytes = 0;  // of the body
  std::vector<std::string> pictureSha256;
  std::vector<std::string> contextKeys;
  // Afterwards:
  int httpStatus = 0;   // 0: no reply
  std::string outcome;  // "": in flight or cut off by a crash; "Answered", or the failure's kind
  std::chrono::milliseconds latency{0};
  std::int64_t inputTokens = 0;
  std::int64_t outputTokens = 0;
  std::string servedModel;
};

struct EgressFilter
{
  std::string orthancStudyId;  // empty: any
  std::string cursor;          // from EgressPage::next
  int limit = 100;
};

struct EgressPage
{
  std::vector<EgressEntry> entries;  // newest first
  std::string next;
};

struct EgressUsage
{
  std::int64_t requests = 0;
  std::int64_t tokens = 0;
};

// Of one model, for all nodes together; 0: no limit.
struct SharedLimits
{
  int concurrent = 0;
  int requestsPerMinute = 0;
  std::int64_t dailyRequests = 0;  // days are UTC
  std::int64_t dailyTokens = 0;
  // An older request without an outcome is not in flight any more, whatever became of it.
  std::chrono::milliseconds longestCall = std::chrono::minutes(10);
};

struct Admission
{
  std::optional<std::int64_t> entry;  // none: the request must wait, or the day's budget is used up
  std::optional<Timestamp> opensAt;   // what the minute's limit makes it wait for
  std::string usedUp;                 // which budget of the day; empty: none
  int ahead = 0;                      // other nodes that have waited longer
  EgressUsage today;                  // of all nodes, this request included
};

// Thread-safe. Every method may fail with StorageFailed; Complete and NoteUsage with NotFound.
// Entries outlive the deletion of their study: they say what left.
class EgressLedger
{
public:
  virtual ~EgressLedger() = default;

  // Whether other nodes write to it, too: limits then hold through Admit.
  virtual bool IsShared() const = 0;

  virtual Result<std::int64_t> Record(const EgressEntry& entry) = 0;
  // Records it if the limits allow it at its time. Nodes that must wait take turns: who asks
  // again within three seconds keeps its place.
  virtual Result<Admission> Admit(const EgressEntry& entry, const SharedLimits& limits) = 0;
  virtual Result<void> Complete(std::int64_t id, int httpStatus, const std::string& outcome,
                                std::chrono::milliseconds latency) = 0;
  virtual Result<void> NoteUsage(std::int64_t id, std::int64_t inputTokens,
                                 std::int64_t outputTokens, const std::string& servedModel) = 0;
  // Errors: BadInput (no such cursor).
  virtual Result<EgressPage> List(const EgressFilter& filter) = 0;

  // Since `since`, for the budgets, which so hold over restarts.
  virtual Result<EgressUsage> UsageSince(const std::string& model, Timestamp since) = 0;
  virtual Result<std::vector<Timestamp>> RequestsSince(const std::string& model,
                                                       Timestamp since) = 0;
};

}  // namespace vlm
