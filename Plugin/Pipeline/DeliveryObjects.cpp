// SPDX-License-Identifier: GPL-3.0-or-later
// How DeliveryWorker stores the objects of an analysis. Repeated after a crash, it leads to the
// same: objects are noted before they are stored, and have the same UIDs each time. Once a human
// signed the report, others take their place, but for the SR, to which that of the human refers.
#include <algorithm>

#include "Foundation/JoinedText.h"
#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/Stopwatch.h"
#include "Report/ReviewedReport.h"

namespace vlm
{
namespace
{

constexpr const char* Deleted = "The analysis was deleted.";

}  // namespace

Result<std::string> DeliveryWorker::BringObjects(const Delivery& delivery)
{
  const auto obstacle = WhyNoObjects(delivery);
  if (!obstacle.HasValue() || !obstacle.Value().empty())
  {
    return obstacle.HasValue() ? LeaveWithout(delivery, obstacle.Value()) : obstacle;
  }
  const auto report = ReportOf(delivery);
  if (!report.HasValue() || !report.Value())
  {
    return report.HasValue() ? LeaveWithout(delivery, "The report is not there any more.")
                             : Result<std::string>(report.Failure());
  }
  return MakeAndStore(delivery, *report.Value());
}

// As a human signed it, else as the model made it: what is not signed yet may still change.
Result<std::optional<Json::Value>> DeliveryWorker::ReportOf(const Delivery& delivery)
{
  auto original = ports_.reports.Original(delivery.level, delivery.orthancId, delivery.analysisId);
  if (!original.HasValue() || !original.Value())
  {
    return original;
  }
  Json::Value reviewed = ApplyReview(*original.Value());
  const bool isDraft = RevisionOf(reviewed) > 0 && !IsSignedOff(reviewed);
  return isDraft ? original : std::optional<Json::Value>(std::move(reviewed));
}

Result<std::string> DeliveryWorker::MakeAndStore(const Delivery& delivery,
                                                 const Json::Value& report)
{
  Stopwatch watch;
  const auto earlier = ports_.deliveries.PredecessorsOf(delivery);
  const auto documents =
      earlier.HasValue() ? DocumentsOf(delivery, earlier.Value(), report) : earlier.Failure();
  if (!documents.HasValue())
  {
    return documents.Failure();
  }
  const auto made = make_({report, delivery.orthancStudyId, documents.Value(), software_},
                          settings_, ports_.images, ports_.results);
  if (!made.HasValue())
  {
    return made.Failure().kind == ErrorKind::NotFound
               ? LeaveAsItIs(delivery, report, made.Failure().message)
               : Result<std::string>(made.Failure());
  }
  const auto stored = Store(delivery, report, made.Value().objects);
  if (!stored.HasValue())
  {
    return stored.Failure();
  }
  const auto kept = ports_.queue.Find(delivery.analysisId);
  if (!kept.HasValue() && kept.Failure().kind == ErrorKind::NotFound)
  {
    return LeaveWithout(delivery, Deleted);  // meanwhile
  }
  const auto superseded = DiscardEarlier(delivery, earlier.Value());
  if (!superseded.HasValue())
  {
    return superseded.Failure();
  }
  TellDone(delivery,
           "Stored " + std::to_string(made.Value().objects.size()) + " object(s) in study " +
               delivery.orthancStudyId,
           watch.Lap());
  return Joined(made.Value().remarks, " ");
}

// What a human signed stays: no later analysis takes its place.
Result<void> DeliveryWorker::DiscardEarlier(const Delivery& delivery,
                                            const std::vector<std::string>& analyses)
{
  Result<void> done;
  const bool isWanted = settings_.superseded == OutputSettings::Superseded::Remove;
  for (auto id = analyses.begin(); isWanted && done.HasValue() && id != analyses.end(); ++id)
  {
    const auto record = ports_.queue.Find(*id);
    if (!record.HasValue() && record.Failure().kind != ErrorKind::NotFound)
    {
      return record.Failure();
    }
    const bool isSigned = record.HasValue() && record.Value().isSignedOff;
    done = isSigned ? Result<void>() : Discard(*id, delivery.orthancStudyId);
  }
  return done;
}

// A sentence; empty if there should be objects.
Result<std::string> DeliveryWorker::WhyNoObjects(const Delivery& delivery)
{
  if (!settings_.WantsObjects())
  {
    return std::string("Outputs asks for no objects.");
  }
  const auto record = ports_.queue.Find(delivery.analysisId);
  if (!record.HasValue())
  {
    return record.Failure().kind == ErrorKind::NotFound ? std::string(Deleted)
                                                        : Result<std::string>(record.Failure());
  }
  const AnalysisState state = record.Value().state;
  if (!HasReport(state))
  {
    return "The analysis is " + StateName(state) + ".";
  }
  if (settings_.superseded == OutputSettings::Superseded::Keep || record.Value().isSignedOff)
  {
    return std::string();
  }
  const auto isSuperseded = ports_.deliveries.IsSuperseded(delivery);
  if (!isSuperseded.HasValue())
  {
    return isSuperseded.Failure();
  }
  return std::string(isSuperseded.Value() ? "A later analysis supersedes this one." : "");
}

// The images are gone. What was made of an earlier review that was signed is not taken away.
Result<std::string> DeliveryWorker::LeaveAsItIs(const Delivery& delivery, const Json::Value& report,
                                                const std::string& reason)
{
  return SignedRevisionOf(report) > 0 ? Result<std::string>(reason)
                                      : LeaveWithout(delivery, reason);
}

Result<std::string> DeliveryWorker::LeaveWithout(const Delivery& delivery,
                                                 const std::string& reason)
{
  const auto discarded = Discard(delivery.analysisId, delivery.orthancStudyId);
  return discarded.HasValue() ? Result<std::string>(reason) : discarded.Failure();
}

// In place of those of an earlier attempt or review, or of an earlier end of an analysis that was
// retried: they may have the same UIDs, and the archive would keep what it has.
Result<void> DeliveryWorker::Store(const Delivery& delivery, const Json::Value& report,
                                   const std::vector<ResultObject>& objects)
{
  const auto kept = DocumentsToKeep(delivery, report);
  if (!kept.HasValue())
  {
    return kept.Failure();
  }
  std::vector<ResultInstance> instances = kept.Value();
  for (const auto& object : objects)
  {
    instances.push_back({ResultKindName(object.kind), object.sopInstanceUid});
  }
  auto done = Discard(delivery.analysisId, delivery.orthancStudyId, kept.Value());
  if (done.HasValue())
  {
    done = ports_.deliveries.NoteInstances(delivery.analysisId, instances);
  }
  for (auto object = objects.begin(); done.HasValue() && object != objects.end(); ++object)
  {
    done = ports_.results.Store(object->dicom, delivery.orthancStudyId);
  }
  return done;
}

Result<void> DeliveryWorker::Discard(const std::string& analysisId,
                                     const std::string& orthancStudyId,
                                     const std::vector<ResultInstance>& except)
{
  const auto instances = ports_.deliveries.InstancesOf(analysisId);
  if (!instances.HasValue())
  {
    return instances.Failure();
  }
  const auto isKept = [&except](const std::string& uid)
  {
    return std::any_of(except.begin(), except.end(),
                       [&uid](const ResultInstance& one) { return one.sopInstanceUid == uid; });
  };
  for (const auto& instance : instances.Value())
  {
    if (isKept(instance.sopInstanceUid))
    {
      continue;
    }
    auto deleted = ports_.results.DeleteInstance(instance.sopInstanceUid, orthancStudyId);
    if (!deleted.HasValue())
    {
      return deleted;
    }
  }
  return instances.Value().empty() ? Result<void>() : ports_.deliveries.ForgetInstances(analysisId);
}

}  // namespace vlm
