// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/FhirStudyReading.h"

#include <boost/algorithm/string/trim.hpp>

#include "Orthanc/PatientHeaderReading.h"
#include "Report/StoredJson.h"

namespace vlm
{
namespace
{

void ReadModalities(const OrthancApi& api, const std::string& orthancStudyId, FhirStudy& study)
{
  const auto series = api.GetJson("/studies/" + orthancStudyId + "/series");
  if (!series.HasValue() || !series.Value().isArray())
  {
    return;
  }
  for (const Json::Value& one : series.Value())
  {
    const Json::Value& tags = MemberOf(one, "MainDicomTags");
    study.modalities[TextOf(tags, "SeriesInstanceUID")] = TextOf(tags, "Modality");
  }
}

void ReadSopClasses(const OrthancApi& api, const Json::Value& report, FhirStudy& study)
{
  for (const Json::Value& image : ListOf(report, "Images"))
  {
    const std::string uid = TextOf(image, "SOPInstanceUID");
    const std::string orthancId = TextOf(image, "OrthancId");
    if (static_cast<int>(study.sopClasses.size()) >= MostSopClassRequests)
    {
      return;
    }
    if (!IsOrthancId(orthancId) || study.sopClasses.count(uid) != 0)
    {
      continue;
    }
    auto sopClass = api.Get("/instances/" + orthancId + "/metadata/SopClassUid");
    study.sopClasses[uid] =
        sopClass.HasValue() ? boost::algorithm::trim_copy(sopClass.Value()) : "";
  }
}

}  // namespace

FhirStudy ReadFhirStudy(const OrthancApi& api, const std::string& orthancStudyId,
                        const Json::Value& report)
{
  FhirStudy study;
  ReadSopClasses(api, report, study);
  const auto found = IsOrthancId(orthancStudyId) ? api.GetJson("/studies/" + orthancStudyId)
                                                 : Result<Json::Value>(Json::Value());
  if (!found.HasValue())
  {
    return study;
  }
  const Json::Value& tags = MemberOf(found.Value(), "MainDicomTags");
  const Json::Value& patient = MemberOf(found.Value(), "PatientMainDicomTags");
  study.studyInstanceUid = TextOf(tags, "StudyInstanceUID");
  study.accessionNumber = TextOf(tags, "AccessionNumber");
  study.description = TextOf(tags, "StudyDescription");
  study.started = DateText(TextOf(tags, "StudyDate"));
  study.patientId = TextOf(patient, "PatientID");
  study.patientIdIssuer = TextOf(patient, "IssuerOfPatientID");
  if (!study.studyInstanceUid.empty())
  {
    ReadModalities(api, orthancStudyId, study);
  }
  return study;
}

}  // namespace vlm
