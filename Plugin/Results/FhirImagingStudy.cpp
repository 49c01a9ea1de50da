// SPDX-License-Identifier: GPL-3.0-or-later
#include "Results/FhirImagingStudy.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "Report/StoredJson.h"
#include "Results/FhirPieces.h"
#include "Results/ResultUid.h"

namespace vlm
{
namespace
{

// A CS value (PS3.5 6.2) without spaces.
bool IsModality(const std::string& text)
{
  constexpr std::size_t most = 16;
  return !text.empty() && text.size() <= most &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos;
}

Json::Value InstanceOf(const FhirSubject& subject, const std::string& uid)
{
  const auto known = subject.study.sopClasses.find(uid);
  const std::string sopClass = known == subject.study.sopClasses.end() ? "" : OidUrn(known->second);
  Json::Value instance;
  instance["uid"] = uid;
  instance["sopClass"] =
      sopClass.empty() ? FhirUnknown() : FhirCoding(FhirSystem::Uri, sopClass, "");
  return instance;
}

struct SeriesImages
{
  std::string uid;
  std::vector<std::string> sopInstanceUids;
};

std::vector<SeriesImages> SeriesOf(const Json::Value& report)
{
  std::vector<SeriesImages> series;
  std::map<std::string, std::size_t> places;
  std::set<std::string> seen;
  for (const Json::Value& image : ListOf(report, "Images"))
  {
    const std::string stated = TextOf(image, "SeriesInstanceUID");
    const std::string uid = stated.empty() ? TextOf(report, "SeriesInstanceUID") : stated;
    const std::string instance = TextOf(image, "SOPInstanceUID");
    if (!IsUid(uid) || !IsUid(instance))
    {
      continue;
    }
    const auto [place, isNew] = places.emplace(uid, series.size());
    if (isNew)
    {
      series.push_back({uid, {}});
    }
    if (seen.insert(instance).second)  // frames of one instance are images of their own
    {
      series[place->second].sopInstanceUids.push_back(instance);
    }
  }
  return series;
}

void AppendIdentifiers(const FhirSubject& subject, Json::Value& resource)
{
  const std::string known = subject.study.studyInstanceUid;
  Json::Value uid;
  uid["system"] = FhirSystem::DicomUid;
  uid["value"] = OidUrn(known.empty() ? TextOf(subject.report, "StudyInstanceUID") : known);
  if (!uid["value"].asString().empty())
  {
    resource["identifier"].append(uid);
  }
  const std::string accession = FhirText(subject.study.accessionNumber);
  if (!accession.empty())
  {
    Json::Value number;
    number["type"] = FhirConcept(
        FhirCoding("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN", "Accession ID"), "");
    number["value"] = accession;
    resource["identifier"].append(number);
  }
}

}  // namespace

std::string FhirModalityOf(const FhirSubject& subject, const std::string& seriesInstanceUid)
{
  const auto known = subject.study.modalities.find(seriesInstanceUid);
  const std::string modality =
      known == subject.study.modalities.end() ? TextOf(subject.report, "Modality") : known->second;
  return IsModality(modality) ? modality : "OT";
}

Json::Value FhirImagingStudyOf(const FhirSubject& subject)
{
  Json::Value resource;
  resource["resourceType"] = "ImagingStudy";
  resource["id"] = subject.ImagingStudyId();
  AppendIdentifiers(subject, resource);
  resource["status"] = "available";
  resource["subject"] = subject.patient.isNull() ? FhirUnknown() : subject.patient;
  resource["started"] = IsFhirDateTime(subject.study.started) ? subject.study.started : "";
  resource["description"] = FhirText(subject.study.description);
  std::set<std::string> modalities;
  for (const SeriesImages& images : SeriesOf(subject.report))
  {
    const std::string modality = FhirModalityOf(subject, images.uid);
    modalities.insert(modality);
    Json::Value series;
    series["uid"] = images.uid;
    series["modality"] = FhirCoding(FhirSystem::Dicom, modality, "");
    for (const std::string& uid : images.sopInstanceUids)
    {
      series["instance"].append(InstanceOf(subject, uid));
    }
    resource["series"].append(series);
  }
  for (const std::string& modality : modalities)
  {
    resource["modality"].append(FhirCoding(FhirSystem::Dicom, modality, ""));
  }
  return resource;
}

}  // namespace vlm
