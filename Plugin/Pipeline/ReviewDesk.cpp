// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pipeline/ReviewDesk.h"

#include <algorithm>

#include "Foundation/Json.h"
#include "Pipeline/ReportIndexing.h"
#include "Report/ReviewReading.h"

namespace vlm
{
namespace
{

constexpr const char* LockOfReviews = "reviews";

Result<int> ReadRevision(const Json::Value& body)
{
  const Json::Value revision = body.isObject() ? body["Revision"] : Json::Value();
  if (!revision.isInt() || revision.asInt() < 0)
  {
    return Error{ErrorKind::BadInput,
                 "Revision is " + WriteJson(revision) +
                     "; allowed: the Review.Revision of the report that was reviewed, 0 where it "
                     "had no review."};
  }
  return revision.asInt();
}

std::string LineOf(const std::string& analysisId, const ReviewRecord& review)
{
  return "The report of analysis " + analysisId + " was reviewed: revision " +
         std::to_string(review.revision) + (review.isSignedOff ? ", signed off" : "") + ", " +
         std::to_string(review.labels.size()) + " finding(s) judged.";
}

bool IsGone(const Result<void>& step)
{
  return !step.HasValue() && step.Failure().kind == ErrorKind::NotFound;
}

}  // namespace

Result<Json::Value> ReviewDesk::Take(const AnalysisRecord& record, const Json::Value& body,
                                     const std::optional<std::string>& user)
{
  if (!HasReport(record.state))
  {
    return NotReviewable(record.id, record.state);
  }
  const auto revision = ReadRevision(body);
  if (!revision.HasValue())
  {
    return revision.Failure();
  }
  const auto lock = ports_.locks.Hold(LockOfReviews);
  if (!lock.HasValue())
  {
    return lock.Failure();
  }
  const auto stored =
      ports_.reports.Original(record.order.level, record.order.orthancId, record.id);
  if (!stored.HasValue() || !stored.Value())
  {
    return stored.HasValue() ? Error{ErrorKind::NotFound, "The report of analysis " + record.id +
                                                              " is no longer stored."}
                             : stored.Failure();
  }
  auto review = ReadReview(body, *stored.Value());
  if (!review.HasValue())
  {
    return review;
  }
  review.Value()["At"] = FormatTimestamp(ports_.clock.Now());
  review.Value()["User"] = user ? Json::Value(*user) : Json::Value();
  const auto finished = FinishBefore(record.id);
  return finished.HasValue() ? Store(record, revision.Value(), review.Value()) : finished.Failure();
}

// From its beginning to its end the database knows that it is to be looked after.
Result<Json::Value> ReviewDesk::Store(const AnalysisRecord& record, int revision,
                                      const Json::Value& review)
{
  const auto begun = ports_.queue.BeginReview(record.id);
  if (!begun.HasValue())
  {
    return begun.Failure();
  }
  auto report = ports_.reports.AddReview(record.order.level, record.order.orthancId, record.id,
                                         revision, review);
  if (!report.HasValue())
  {
    // It may be stored all the same. If not even that is known now, FinishInterrupted sees to it.
    const auto ended = FinishOne(record, revision);
    return report;
  }
  const auto finished = Finish(record.id, report.Value());
  if (IsGone(finished))
  {
    return finished.Failure();
  }
  if (!finished.HasValue())
  {
    ports_.log.Warning("A review of analysis " + record.id +
                       " is stored, but not yet in the database: " + finished.Failure().message);
  }
  return report;
}

Result<void> ReviewDesk::Finish(const std::string& analysisId, const Json::Value& report)
{
  const ReviewRecord review = ReviewRecordOf(report);
  auto step = ports_.queue.NoteReview(analysisId, review);
  if (step.HasValue() && review.isSignedOff)
  {
    step = ports_.deliveries.PlanAgain(analysisId);
  }
  step = step.HasValue() ? ports_.queue.EndReview(analysisId) : step;
  if (step.HasValue())
  {
    ports_.log.Info(LineOf(analysisId, review));
  }
  if (review.isSignedOff)
  {
    whenSigned_();
  }
  return step;
}

Result<void> ReviewDesk::FinishOne(const AnalysisRecord& record, int finished)
{
  const auto report = ports_.reports.Find(record.order.level, record.order.orthancId, record.id);
  if (!report.HasValue())
  {
    return report.Failure();
  }
  // The review was not stored before the end, or with a deleted resource it is gone.
  const bool hasReview = report.Value() && RevisionOf(*report.Value()) > finished;
  return hasReview ? Finish(record.id, *report.Value()) : ports_.queue.EndReview(record.id);
}

Result<void> ReviewDesk::FinishAll()
{
  const auto unfinished = ports_.queue.UnfinishedReviews();
  if (!unfinished.HasValue())
  {
    return unfinished.Failure();
  }
  for (const auto& record : unfinished.Value())
  {
    const auto finished = FinishOne(record, 0);
    if (!finished.HasValue() && !IsGone(finished))
    {
      ports_.log.Warning("A review of analysis " + record.id +
                         " is not yet in the database: " + finished.Failure().message);
    }
  }
  return {};
}

// The mark of a review that is still unfinished must not end with the next one.
Result<void> ReviewDesk::FinishBefore(const std::string& analysisId)
{
  const auto all = FinishAll();
  const auto left = all.HasValue() ? ports_.queue.UnfinishedReviews() : all.Failure();
  if (!left.HasValue())
  {
    return left.Failure();
  }
  const bool isLeft =
      std::any_of(left.Value().begin(), left.Value().end(),
                  [&analysisId](const AnalysisRecord& one) { return one.id == analysisId; });
  return isLeft ? Error{ErrorKind::StorageFailed,
                        "An earlier review of analysis " + analysisId +
                            " is not yet in the database; this one is not stored. Try again later."}
                : Result<void>();
}

Result<void> ReviewDesk::FinishInterrupted()
{
  const auto lock = ports_.locks.Hold(LockOfReviews);
  return lock.HasValue() ? FinishAll() : lock.Failure();
}

}  // namespace vlm
