// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/OrthancResultArchive.h"

#include <algorithm>

#include "Orthanc/InstanceLookup.h"
#include "Orthanc/ObjectSending.h"
#include "Orthanc/PatientHeaderReading.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

// What is gone needs no deletion.
Result<void> Forgiven(const Result<void>& deleted)
{
  const bool isGone = !deleted.HasValue() && deleted.Failure().kind == ErrorKind::NotFound;
  return isGone ? Result<void>() : deleted;
}

// Empty label: of all.
std::string LabelPath(const std::string& studyOrthancId, const std::string& label)
{
  return "/studies/" + studyOrthancId + "/labels" + (label.empty() ? "" : "/" + label);
}

bool Contains(const std::vector<std::string>& texts, const std::string& text)
{
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

Result<std::string> OrthancResultArchive::DicomFile(const std::string& instanceOrthancId)
{
  return api_.DicomFile(instanceOrthancId);
}

Result<PatientHeader> OrthancResultArchive::PatientOf(const std::string& studyOrthancId)
{
  const auto study = api_.GetJson("/studies/" + studyOrthancId);
  return study.HasValue() ? Result<PatientHeader>(PatientHeaderOf(study.Value())) : study.Failure();
}

Result<Json::Value> OrthancResultArchive::Upload(const std::string& dicom)
{
  storing_ = std::this_thread::get_id();
  auto answer = api_.Post("/instances", dicom);
  storing_ = std::thread::id();
  return answer;
}

Result<void> OrthancResultArchive::Store(const std::string& dicom,
                                         const std::string& studyOrthancId)
{
  const auto answer = Upload(dicom);
  if (!answer.HasValue())
  {
    return answer.Failure();
  }
  const std::string status = TextOf(answer.Value(), "Status");
  if (status != "Success" && status != "AlreadyStored")
  {
    return Error{ErrorKind::StorageFailed,
                 "Orthanc does not store the object; its answer is '" + status + "'."};
  }
  const std::string study = TextOf(answer.Value(), "ParentStudy");
  if (study == studyOrthancId)
  {
    return {};
  }
  return TakeBack(TextOf(answer.Value(), "ID"), study, studyOrthancId);
}

// Storing it again would lead to the same, unless it is the deletion that failed.
Error OrthancResultArchive::TakeBack(const std::string& instance, const std::string& study,
                                     const std::string& wantedStudy)
{
  const std::string what = "Orthanc put the object into study " + study + " instead of " +
                           wantedStudy +
                           ": the PatientID or StudyInstanceUID that it has of the images cannot "
                           "be written into a DICOM object as it is.";
  const auto deleted = Forgiven(api_.Delete("/instances/" + instance));
  return deleted.HasValue()
             ? Error{ErrorKind::BadInput, what + " It was deleted there."}
             : Error{ErrorKind::StorageFailed,
                     what + " Deleting it there failed: " + deleted.Failure().message};
}

Result<std::optional<std::string>> OrthancResultArchive::FindInstance(
    const std::string& sopInstanceUid, const std::string& studyOrthancId)
{
  return FindInstanceIn(api_, sopInstanceUid, studyOrthancId);
}

Result<void> OrthancResultArchive::DeleteInstance(const std::string& sopInstanceUid,
                                                  const std::string& studyOrthancId)
{
  const auto found = FindInstance(sopInstanceUid, studyOrthancId);
  if (!found.HasValue())
  {
    return found.Failure();
  }
  return found.Value() ? Forgiven(api_.Delete("/instances/" + *found.Value())) : Result<void>();
}

Result<bool> OrthancResultArchive::KnowsLabels()
{
  if (labels_ == Labels::NotAsked)
  {
    const auto system = api_.GetJson("/system");
    if (!system.HasValue())
    {
      return system.Failure();
    }
    labels_ = IsTrue(system.Value(), "HasLabels") ? Labels::Kept : Labels::Unknown;
  }
  return labels_ == Labels::Kept;
}

Result<void> OrthancResultArchive::SetLabels(const std::string& studyOrthancId,
                                             const std::vector<std::string>& ours,
                                             const std::vector<std::string>& wanted)
{
  const auto labels = api_.GetJson(LabelPath(studyOrthancId, ""));
  if (!labels.HasValue())
  {
    const bool isGone = labels.Failure().kind == ErrorKind::NotFound;
    return isGone ? Result<void>() : labels.Failure();
  }
  std::vector<std::string> present;
  for (const auto& label : labels.Value())
  {
    present.push_back(label.isString() ? label.asString() : std::string());
  }
  Result<void> step;
  for (const auto& label : ours)
  {
    const bool isWanted = Contains(wanted, label);
    if (!step.HasValue() || isWanted == Contains(present, label))
    {
      continue;
    }
    const std::string path = LabelPath(studyOrthancId, label);
    step = Forgiven(isWanted ? api_.Put(path, "") : api_.Delete(path));
  }
  return step;
}

Result<void> OrthancResultArchive::Send(const std::string& destination,
                                        const std::vector<std::string>& instanceOrthancIds,
                                        const Cancellation& cancellation)
{
  const auto path = FindDestination(api_, destination);
  if (!path.HasValue())
  {
    return path.Failure();
  }
  return instanceOrthancIds.empty()
             ? Result<void>()
             : SendObjects(api_, path.Value(), instanceOrthancIds, cancellation);
}

}  // namespace vlm
