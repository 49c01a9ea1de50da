// SPDX-License-Identifier: GPL-3.0-or-later
// Port: the durable list of everything that was, is or will be analysed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "Foundation/Result.h"
#include "Foundation/Time.h"
#include "Pipeline/ResourceLevel.h"
#include "Report/ReviewedReport.h"

namespace vlm
{

enum class AnalysisState
{
  Queued,
  Running,
  Completed,
  Abstained,
  Failed,
  Canceled
};

std::string StateName(AnalysisState state);  // "Queued", ...
std::optional<AnalysisState> StateFromName(std::string_view name);
bool HasEnded(AnalysisState state);
bool HasReport(AnalysisState state);  // Completed or Abstained
// Conflict: an analysis without a report cannot be reviewed.
Error NotReviewable(const std::string& id, AnalysisState state);

// What is to be analysed, and how.
struct AnalysisOrder
{
  ResourceLevel level = ResourceLevel::Instance;
  std::string orthancId;
  std::string orthancSeriesId;  // of the resource or its parent; empty for a study
  std::string orthancStudyId;
  std::string model;           // name in the configuration
  std::string contentVersion;  // changes when the resource's images change, e.g. a series' number
                               // of instances
  std::string language = "en";
  int maxImages = 1;
  int priority = 0;  // higher is sooner
  // More images may arrive: it is due when this passes, or when an order without it comes. A new
  // order moves it.
  std::optional<Timestamp> notBefore;
};

// What queries over reports need to know of one.
struct ReportSummary
{
  std::string modality;
  std::string patientId;
  std::string impression;
  int findings = 0;
  std::optional<double> maxScore;
  std::vector<std::pair<std::string, std::optional<double>>> labels;  // label, model score
};

struct AnalysisRecord
{
  std::string id;
  AnalysisOrder order;
  AnalysisState state = AnalysisState::Queued;
  int attempts = 0;
  Timestamp queuedAt{};
  Timestamp nextAttemptAt{};
  std::optional<Timestamp> startedAt;
  std::optional<Timestamp> completedAt;
  std::string reason;        // why it failed, waits or was canceled
  ReportSummary summary;     // once it ended with a report; without labels; as reviewed
  int reviewRevision = 0;    // of the newest review of its report; 0: there is none
  bool isSignedOff = false;  // that review
  std::string node;          // which has it in hand (Pipeline/Cluster.h); empty: none
  std::int64_t claims = 0;   // how often it was given out, ever
};

// What may be begun now.
struct ClaimChoice
{
  std::vector<std::string> waiting;  // models of which nothing is begun
  std::optional<int> leastPriority;  // none: any
};

// What queries need to know of the newest review of a report.
struct ReviewRecord
{
  int revision = 0;
  bool isSignedOff = false;
  ReportSummary summary;  // of the reviewed report; modality and patient stay as they were
  std::vector<ReviewedLabel> labels;
};

// How the findings with one label fared in the newest reviews.
struct AcceptanceRow
{
  std::string model;
  std::string modality;
  std::string label;
  std::int64_t accepted = 0;
  std::int64_t edited = 0;
  std::int64_t rejected = 0;
  std::int64_t added = 0;  // the model had not found them
};

enum class IfKnown
{
  Collapse,  // what is queued, running or done for the same content is not asked again
  Repeat     // what is done is asked again; what is queued or running is not
};

struct EnqueueOutcome
{
  std::string id;  // of the new analysis or the one that it collapsed into
  bool isNew = false;
};

struct AnalysisFilter
{
  enum class Order
  {
    Queued,  // all, the last queued first
    Ended    // those that ended, the last ended first
  };
  Order order = Order::Queued;
  std::vector<AnalysisState> states;  // empty: any
  std::string modality;
  std::string patientId;
  std::string label;  // part of a finding's label, case-insensitive
  std::optional<double> minimumScore;
  std::optional<bool> isReviewed;  // whether its report has a review
  std::string orthancId;           // of the resource itself
  std::string cursor;              // from AnalysisPage::next; empty: from the newest
  int limit = 100;
};

// Of what is due.
struct QueueAge
{
  std::int64_t due = 0;
  std::optional<Timestamp> oldest;  // when it was queued
};

struct AnalysisPage
{
  std::vector<AnalysisRecord> records;  // newest first
  std::string next;                     // cursor of the following page; empty at the end
};

// Thread-safe, also between the nodes of one database. Every method may fail with StorageFailed;
// Find and the changes of one record also with NotFound.
class AnalysisQueue
{
public:
  virtual ~AnalysisQueue() = default;

  virtual Result<EnqueueOutcome> Enqueue(const AnalysisOrder& order, IfKnown ifKnown) = 0;

  // Enqueues (collapsing) and remembers up to where Orthanc's changes were read, both or neither.
  virtual Result<int> Arrive(const std::vector<AnalysisOrder>& orders,
                             std::int64_t changePosition) = 0;
  virtual Result<std::optional<std::int64_t>> ChangePosition() = 0;

  // The next due record, now Running and in the hands of this node, with one attempt more. Higher
  // priorities come first; studies of the same priority take turns. No value: nothing is due.
  virtual Result<std::optional<AnalysisRecord>> Claim(const ClaimChoice& choice) = 0;
  // The following three take what Claim gave. Errors: Conflict (another node has it in hand by now,
  // or it is back in the queue: this one was taken for dead; its result must be dropped).
  virtual Result<void> Finish(const AnalysisRecord& claimed, AnalysisState state,
                              const std::string& reason, const ReportSummary& summary) = 0;
  // Back to Queued until `when`.
  virtual Result<void> Postpone(const AnalysisRecord& claimed, Timestamp when,
                                const std::string& reason) = 0;
  // Back to Queued as if it had not been claimed: the server stops, or its model is paused.
  // `reason`: what it waits for; may be empty.
  virtual Result<void> Release(const AnalysisRecord& claimed, const std::string& reason) = 0;
  // What this node has in hand, by id and claims.
  virtual Result<std::map<std::string, std::int64_t>> InHand() = 0;
  // Failed, Abstained or Canceled -> Queued with all attempts left. Errors: Conflict, also for one
  // whose report was reviewed, since the review would be lost.
  virtual Result<void> Retry(const std::string& id) = 0;
  // Queued or Running -> Canceled. Whoever has it in hand is told Conflict. Errors: Conflict (it
  // has ended).
  virtual Result<void> Cancel(const std::string& id, const std::string& reason) = 0;

  // What is in the hands of a node that is not alive is Queued again, or Failed once its attempts
  // are used up. The result is how many.
  virtual Result<int> RecoverInterrupted(int maximumAttempts) = 0;

  virtual Result<AnalysisRecord> Find(const std::string& id) = 0;
  virtual Result<AnalysisPage> List(const AnalysisFilter& filter) = 0;
  // Of the resource itself and of all below it: the newest 1000, newest first.
  virtual Result<std::vector<AnalysisRecord>> ListOf(const std::string& orthancId) = 0;
  // How many queued records come before this one.
  virtual Result<int> Position(const std::string& id) = 0;
  virtual Result<std::map<AnalysisState, std::int64_t>> CountByState() = 0;
  // When the oldest queued record that is due was queued, and how many are due.
  virtual Result<QueueAge> Age() = 0;
  // The earliest time at which a queued record becomes due, of those that may be begun.
  virtual Result<std::optional<Timestamp>> NextDue(const ClaimChoice& choice) = 0;

  // Puts back what ended, as it is, labels too: found in the archive after the database was lost.
  // Nothing is delivered for it (Pipeline/Deliveries.h). Restored last counts as ended last. The
  // result is false if that identifier is known already. Errors: BadInput (it has not ended).
  virtual Result<bool> Restore(const AnalysisRecord& record, const ReportSummary& summary) = 0;

  // A review is about to be stored; until EndReview, what comes of it counts as unfinished, also
  // after a crash. Errors: Conflict (the analysis has no report, since it did not end, or failed).
  virtual Result<void> BeginReview(const std::string& id) = 0;
  // The newest review of its report; nothing happens if a newer one is known.
  virtual Result<void> NoteReview(const std::string& id, const ReviewRecord& review) = 0;
  virtual Result<void> EndReview(const std::string& id) = 0;
  virtual Result<std::vector<AnalysisRecord>> UnfinishedReviews() = 0;
  // Of the newest review of each analysis, the most frequent labels of each model and modality
  // first; at most 500.
  virtual Result<std::vector<AcceptanceRow>> Acceptance() = 0;

  // Numbers by name that live and die with the records. No value: never set.
  virtual Result<std::optional<std::int64_t>> FindMark(const std::string& name) = 0;
  virtual Result<void> SetMark(const std::string& name, std::int64_t value) = 0;

  virtual Result<void> Remove(const std::string& id) = 0;
  // All records of a deleted resource and of what was below it.
  virtual Result<int> RemoveOf(const std::string& orthancId) = 0;
  // The distinct resources that records speak of, for finding those that are gone; `after`: the
  // last one seen.
  virtual Result<std::vector<std::pair<ResourceLevel, std::string>>> Resources(
      const std::string& after, int limit) = 0;

  // How often records were changed through this object, or by other nodes as far as NoteOthers was
  // told: what was read is still so while this is the same as before the reading. Never fails,
  // costs nothing.
  virtual std::uint64_t Changes() const = 0;
  virtual void NoteOthers() = 0;
};

}  // namespace vlm
