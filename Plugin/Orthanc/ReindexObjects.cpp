// SPDX-License-Identifier: GPL-3.0-or-later
// What the plugin's own DICOM objects tell of analyses.
#include <algorithm>
#include <array>
#include <set>

#include "Orthanc/RecoveredReport.h"
#include "Orthanc/ReindexWalk.h"
#include "Report/ReviewedReport.h"
#include "Report/StoredJson.h"
#include "Results/ResultUid.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

// Of those that somebody may have written into a report.
constexpr int MostRevisions = 1000;

struct ObjectSeries
{
  ResultKind kind;
  const char* role;  // of ResultUid
};
constexpr std::array<ObjectSeries, 5> SeriesOfObjects = {
    {{ResultKind::StructuredReport, "sr-series"},
     {ResultKind::SecondaryCapture, "sc-series"},
     {ResultKind::EncapsulatedPdf, "pdf-series"},
     {ResultKind::PresentationState, "pr-series"},
     {ResultKind::ParametricMap, "pm-series"}}};

std::vector<ResultInstance> Without(const std::vector<ResultInstance>& known,
                                    std::vector<ResultInstance> objects)
{
  std::set<std::string> uids;
  for (const auto& one : known)
  {
    uids.insert(one.sopInstanceUid);
  }
  objects.erase(std::remove_if(objects.begin(), objects.end(),
                               [&uids](const ResultInstance& one)
                               { return uids.count(one.sopInstanceUid) == 1; }),
                objects.end());
  return objects;
}

}  // namespace

Result<void> ReindexWalk::VisitStructuredReports(const Json::Value& series)
{
  Result<void> step;
  for (const auto& instanceId : TextsOf(series, "Instances"))
  {
    step = step.HasValue() && GoesOn() ? VisitStructuredReport(instanceId) : step;
  }
  return step;
}

Result<void> ReindexWalk::VisitStructuredReport(const std::string& instanceId)
{
  const std::string subject = "Instance " + instanceId;
  const auto file = ports_.api.DicomFile(instanceId);
  if (!file.HasValue())
  {
    return Note(subject, file.Failure());
  }
  const auto analysisId = AnalysisOfStructuredReport(file.Value());
  const auto known = analysisId ? ports_.queue.Find(*analysisId) : Error{ErrorKind::Internal, ""};
  // Known by a report of its own. Of several structured reports the latest counts.
  if (!analysisId || (known.HasValue() && recovered_.count(*analysisId) == 0))
  {
    return {};
  }
  const auto isLeaving = IsLeaving(*analysisId);
  if (!isLeaving.HasValue() || isLeaving.Value())
  {
    return isLeaving.HasValue() ? Result<void>() : isLeaving.Failure();
  }
  return Recover(*analysisId, file.Value(), subject);
}

Result<void> ReindexWalk::Recover(const std::string& analysisId, const std::string& dicomFile,
                                  const std::string& subject)
{
  const auto report = RecoverReport(ports_.api, dicomFile, study_);
  if (!report.HasValue())
  {
    return Note(subject, report.Failure());
  }
  const int revision = RevisionOf(report.Value());
  const auto recovered = recovered_.find(analysisId);
  if (recovered != recovered_.end() && revision <= recovered->second)
  {
    return {};
  }
  const auto place = FindPlace(report.Value());
  const auto described = place ? Describe(*place) : Error{ErrorKind::NotFound, ""};
  auto stored =
      described.HasValue() ? ports_.reports.StoreBehindLater(report.Value()) : described.Failure();
  if (!stored.HasValue())
  {
    return Note(subject, stored.Failure());
  }
  recovered_[analysisId] = revision;
  return Restore(report.Value(), described.Value());
}

// None: what the report is of is not in the study (any more).
std::optional<ReindexWalk::Place> ReindexWalk::FindPlace(const Json::Value& report) const
{
  const auto level = LevelFromName(TextOf(report, "Level"));
  const std::string id = TextOf(report, "OrthancId");
  if (level == ResourceLevel::Study)
  {
    return Place{*level, id, nullptr};
  }
  for (const auto& [uid, series] : study_.seriesByUid)
  {
    const auto instances = TextsOf(series, "Instances");
    if (level == ResourceLevel::Series
            ? TextOf(series, "ID") == id
            : std::find(instances.begin(), instances.end(), id) != instances.end())
    {
      return Place{level.value_or(ResourceLevel::Instance), id, &series};
    }
  }
  return std::nullopt;
}

// The objects in one series of an analysis.
Result<void> ReindexWalk::AddObjectsIn(const std::string& seriesUid, const std::string& kind,
                                       std::vector<ResultInstance>& objects) const
{
  const auto series = study_.seriesByUid.find(seriesUid);
  if (series == study_.seriesByUid.end())
  {
    return {};
  }
  const auto instances =
      ports_.api.GetJson("/series/" + TextOf(series->second, "ID") + "/instances");
  if (!instances.HasValue())
  {
    return instances.Failure();
  }
  for (const auto& instance : instances.Value())
  {
    objects.push_back({kind, TextOf(MemberOf(instance, "MainDicomTags"), "SOPInstanceUID")});
  }
  return {};
}

// Each signed review has brought series of its own; revision 0 is the report without one.
Result<std::vector<ResultInstance>> ReindexWalk::ObjectsOf(const AnalysisRecord& record) const
{
  std::vector<ResultInstance> objects;
  Result<void> step;
  for (int revision = 0; revision <= std::min(record.reviewRevision, MostRevisions); ++revision)
  {
    for (const auto& [kind, role] : SeriesOfObjects)
    {
      step = step.HasValue()
                 ? AddObjectsIn(ResultUid(record.id, role, revision), ResultKindName(kind), objects)
                 : step;
    }
  }
  return step.HasValue() ? Result<std::vector<ResultInstance>>(objects) : step.Failure();
}

Result<void> ReindexWalk::AdoptObjects(const AnalysisRecord& record)
{
  const auto objects = ObjectsOf(record);
  if (!objects.HasValue())
  {
    return Note("Study " + study_.orthancId, objects.Failure());
  }
  const auto known = ports_.deliveries.InstancesOf(record.id);
  if (!known.HasValue())
  {
    return known.Failure();
  }
  const auto found = Without(known.Value(), objects.Value());
  return found.empty() ? Result<void>() : UnlessGone(ports_.deliveries.Adopt(record, found));
}

}  // namespace vlm
