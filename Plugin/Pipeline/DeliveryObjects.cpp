// SPDX-License-Identifier: GPL-3.0-or-later
// How DeliveryWorker stores the objects of an analysis. Repeated after a crash, it leads to the
// same: objects are noted before they are stored, and have the same UIDs each time.
#include <algorithm>

#include "Foundation/JoinedText.h"
#include "Pipeline/DeliveryWorker.h"
#include "Pipeline/Stopwatch.h"
#include "Report/StoredJson.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

// An SR of a resource that is analysed again and again refers to the last ones; those to theirs.
constexpr std::size_t MostPredecessorDocuments = 10;

constexpr const char* Deleted = "The analysis was deleted.";

}  // namespace

Result<std::string> DeliveryWorker::BringObjects(const Delivery& delivery)
{
  const auto obstacle = WhyNoObjects(delivery);
  if (!obstacle.HasValue() || !obstacle.Value().empty())
  {
    return obstacle.HasValue() ? LeaveWithout(delivery, obstacle.Value()) : obstacle;
  }
  const auto report = ports_.reports.Find(delivery.level, delivery.orthancId, delivery.analysisId);
  if (!report.HasValue() || !report.Value())
  {
    return report.HasValue() ? LeaveWithout(delivery, "The report is not there any more.")
                             : Result<std::string>(report.Failure());
  }
  return MakeAndStore(delivery, *report.Value());
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
               ? LeaveWithout(delivery, made.Failure().message)
               : Result<std::string>(made.Failure());
  }
  const auto stored = Store(delivery, made.Value().objects);
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

Result<void> DeliveryWorker::DiscardEarlier(const Delivery& delivery,
                                            const std::vector<std::string>& analyses)
{
  Result<void> done;
  const bool isWanted = settings_.superseded == OutputSettings::Superseded::Remove;
  for (auto id = analyses.begin(); isWanted && done.HasValue() && id != analyses.end(); ++id)
  {
    done = Discard(*id, delivery.orthancStudyId);
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
  if (state != AnalysisState::Completed && state != AnalysisState::Abstained)
  {
    return "The analysis is " + StateName(state) + ".";
  }
  if (settings_.superseded == OutputSettings::Superseded::Keep)
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

Result<std::string> DeliveryWorker::LeaveWithout(const Delivery& delivery,
                                                 const std::string& reason)
{
  const auto discarded = Discard(delivery.analysisId, delivery.orthancStudyId);
  return discarded.HasValue() ? Result<std::string>(reason) : discarded.Failure();
}

Result<std::vector<PredecessorDocument>> DeliveryWorker::DocumentsOf(
    const Delivery& delivery, const std::vector<std::string>& analyses, const Json::Value& report)
{
  std::vector<PredecessorDocument> documents;
  const std::size_t count = std::min(analyses.size(), MostPredecessorDocuments);
  for (std::size_t i = 0; i < count && settings_.structuredReport; ++i)
  {
    const PredecessorDocument document{TextOf(report, "StudyInstanceUID"),
                                       ResultUid(analyses[i], "sr-series"),
                                       ResultUid(analyses[i], "sr")};
    const auto found =
        ports_.results.FindInstance(document.sopInstanceUid, delivery.orthancStudyId);
    if (!found.HasValue())
    {
      return found.Failure();
    }
    if (found.Value())
    {
      documents.push_back(document);
    }
  }
  return documents;
}

// In place of those of an earlier attempt, or of an earlier end of an analysis that was retried:
// they have the same UIDs, and the archive would keep what it has.
Result<void> DeliveryWorker::Store(const Delivery& delivery,
                                   const std::vector<ResultObject>& objects)
{
  std::vector<ResultInstance> instances;
  instances.reserve(objects.size());
  for (const auto& object : objects)
  {
    instances.push_back({ResultKindName(object.kind), object.sopInstanceUid});
  }
  auto done = Discard(delivery.analysisId, delivery.orthancStudyId);
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
                                     const std::string& orthancStudyId)
{
  const auto instances = ports_.deliveries.InstancesOf(analysisId);
  if (!instances.HasValue())
  {
    return instances.Failure();
  }
  for (const auto& instance : instances.Value())
  {
    auto deleted = ports_.results.DeleteInstance(instance.sopInstanceUid, orthancStudyId);
    if (!deleted.HasValue())
    {
      return deleted;
    }
  }
  return instances.Value().empty() ? Result<void>() : ports_.deliveries.ForgetInstances(analysisId);
}

}  // namespace vlm
