// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/ReindexWalk.h"

#include <algorithm>

#include "Orthanc/Arrivals.h"
#include "Orthanc/OwnObjects.h"
#include "Orthanc/ResourceAttachments.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

bool IsOwnReport(const Json::Value& series)
{
  const Json::Value& tags = MemberOf(series, "MainDicomTags");
  return TextOf(tags, "Modality") == "SR" && IsOwnSeries(tags);
}

// The series of our structured reports, the oldest first.
std::vector<Json::Value> OwnReports(const StudyContents& study)
{
  std::vector<Json::Value> reports;
  for (const auto& [uid, series] : study.seriesByUid)
  {
    if (IsOwnReport(series))
    {
      reports.push_back(series);
    }
  }
  std::stable_sort(reports.begin(), reports.end(),
                   [](const Json::Value& a, const Json::Value& b)
                   { return TextOf(a, "LastUpdate") < TextOf(b, "LastUpdate"); });
  return reports;
}

}  // namespace

Result<ReindexTally> ReindexWalk::Run(const std::string& studyId)
{
  auto step = ReadContents(studyId);
  if (step.HasValue() && !study_.orthancId.empty())
  {
    step = VisitAttachments({ResourceLevel::Study, studyId, nullptr});
  }
  for (const auto& [uid, series] : study_.seriesByUid)
  {
    step = step.HasValue() ? VisitSeries(series) : step;
  }
  // Only now it is known which analyses have no report of their own.
  for (const auto& series : OwnReports(study_))
  {
    step = step.HasValue() ? VisitStructuredReports(series) : step;
  }
  for (const auto& record : found_)
  {
    step = step.HasValue() ? AdoptObjects(record) : step;
  }
  return step.HasValue() ? Result<ReindexTally>(tally_) : step.Failure();
}

Result<void> ReindexWalk::ReadContents(const std::string& studyId)
{
  const auto study = ports_.api.GetJson("/studies/" + studyId);
  if (!study.HasValue())
  {
    return Note("Study " + studyId, study.Failure());
  }
  study_.orthancId = studyId;
  study_.description = study.Value();
  for (const auto& seriesId : TextsOf(study.Value(), "Series"))
  {
    const auto series = ports_.api.GetJson("/series/" + seriesId);
    if (series.HasValue())
    {
      const Json::Value& tags = MemberOf(series.Value(), "MainDicomTags");
      study_.seriesByUid[TextOf(tags, "SeriesInstanceUID")] = series.Value();
      continue;
    }
    auto noted = Note("Series " + seriesId, series.Failure());
    if (!noted.HasValue())
    {
      return noted;
    }
  }
  return {};
}

Result<void> ReindexWalk::VisitSeries(const Json::Value& series)
{
  const std::string seriesId = TextOf(series, "ID");
  auto step = VisitAttachments({ResourceLevel::Series, seriesId, &series});
  for (const auto& instanceId : TextsOf(series, "Instances"))
  {
    if (!step.HasValue() || !GoesOn())
    {
      return step;
    }
    step = VisitAttachments({ResourceLevel::Instance, instanceId, &series});
  }
  return step;
}

// Before each instance.
bool ReindexWalk::GoesOn()
{
  if (++visited_ % InstancesAtOnce == 0)
  {
    giveWay_();
  }
  return !stop_.IsStopped();
}

Result<ReportPlace> ReindexWalk::Describe(const Place& place) const
{
  ReportPlace described;
  described.level = place.level;
  described.orthancId = place.orthancId;
  described.orthancStudyId = study_.orthancId;
  described.patientId = TextOf(MemberOf(study_.description, "PatientMainDicomTags"), "PatientID");
  if (place.level == ResourceLevel::Study)
  {
    const auto version = ContentVersionOfStudy(ports_.api, study_.description);
    described.contentVersion = version.HasValue() ? version.Value() : std::string();
    return version.HasValue() ? Result<ReportPlace>(described) : version.Failure();
  }
  described.orthancSeriesId = TextOf(*place.series, "ID");
  if (place.level == ResourceLevel::Series)
  {
    described.contentVersion = ContentVersionOf(*place.series);
  }
  return described;
}

Result<void> ReindexWalk::VisitAttachments(const Place& place)
{
  const std::string subject = LevelName(place.level) + " " + place.orthancId;
  const ResourceAttachments attachments(ports_.api, place.level, place.orthancId);
  const auto isBare = attachments.HasOnlyDicomAnd({});
  if (!isBare.HasValue() || isBare.Value())
  {
    return isBare.HasValue() ? Result<void>() : Note(subject, isBare.Failure());
  }
  const auto described = Describe(place);
  if (!described.HasValue())
  {
    return Note(subject, described.Failure());
  }
  Result<void> step;
  // What is restored last counts as the newest.
  for (const int number :
       {OrthancReportArchive::HistoryAttachment, OrthancReportArchive::JsonAttachment})
  {
    const auto stored = attachments.ReadJson(number);
    if (step.HasValue() && !stored.HasValue())
    {
      step = Note(subject, stored.Failure());
    }
    if (step.HasValue() && stored.HasValue() && stored.Value())
    {
      step = RestoreAll(*stored.Value(), described.Value());
    }
  }
  return step;
}

// A report, or several with the newest first.
Result<void> ReindexWalk::RestoreAll(const Json::Value& reports, const ReportPlace& place)
{
  if (!reports.isArray())
  {
    return Restore(reports, place);
  }
  Result<void> step;
  for (Json::ArrayIndex i = reports.size(); step.HasValue() && i > 0; --i)
  {
    step = Restore(reports[i - 1], place);
  }
  return step;
}

Result<void> ReindexWalk::Restore(const Json::Value& report, const ReportPlace& place)
{
  const auto analysis = RestoreAnalysis(report, place);
  if (!analysis.HasValue())
  {
    return Note(LevelName(place.level) + " " + place.orthancId, analysis.Failure());
  }
  const AnalysisRecord& record = analysis.Value().record;
  const auto isLeaving = IsLeaving(record.id);
  if (!isLeaving.HasValue() || isLeaving.Value())
  {
    return isLeaving.HasValue() ? Result<void>() : isLeaving.Failure();
  }
  const auto isNew = ports_.queue.Restore(record, analysis.Value().summary);
  if (!isNew.HasValue())
  {
    return isNew.Failure();
  }
  const ReviewRecord& review = analysis.Value().review;
  auto noted =
      review.revision > 0 ? UnlessGone(ports_.queue.NoteReview(record.id, review)) : Result<void>();
  if (!noted.HasValue())
  {
    return noted;
  }
  Remember(record);
  tally_.restored += isNew.Value() ? 1 : 0;
  // It was deleted meanwhile, which the queue could not be told of.
  const bool isGone = isNew.Value() && !ports_.api.Exists(place.level, place.orthancId);
  return isGone ? UnlessGone(ports_.queue.Remove(record.id)) : Result<void>();
}

// The history may hold the newest report too, and structured reports each revision.
void ReindexWalk::Remember(const AnalysisRecord& record)
{
  const auto known =
      std::find_if(found_.begin(), found_.end(),
                   [&record](const AnalysisRecord& one) { return one.id == record.id; });
  if (known == found_.end())
  {
    found_.push_back(record);
  }
  else if (known->reviewRevision <= record.reviewRevision)
  {
    *known = record;
  }
}

// It was deleted, and what it brought is not yet.
Result<bool> ReindexWalk::IsLeaving(const std::string& analysisId) const
{
  const auto known = ports_.queue.Find(analysisId);
  if (known.HasValue() || known.Failure().kind != ErrorKind::NotFound)
  {
    return known.HasValue() ? Result<bool>(false) : known.Failure();
  }
  const auto deliveries = ports_.deliveries.ListOf(analysisId);
  return deliveries.HasValue() ? Result<bool>(!deliveries.Value().empty()) : deliveries.Failure();
}

Result<void> ReindexWalk::UnlessGone(const Result<void>& step)
{
  const bool isGone = !step.HasValue() && step.Failure().kind == ErrorKind::NotFound;
  return isGone ? Result<void>() : step;
}

Result<void> ReindexWalk::Note(const std::string& subject, const Error& error)
{
  if (error.kind == ErrorKind::NotReady)
  {
    return error;
  }
  if (error.kind != ErrorKind::NotFound && tally_.problems++ == 0)
  {
    ports_.log.Warning("Reindexing passes over something of " + subject + ": " + error.message);
  }
  return {};
}

}  // namespace vlm
