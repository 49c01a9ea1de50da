// SPDX-License-Identifier: GPL-3.0-or-later
#include "Orthanc/FhirStudyReading.h"

#include <gtest/gtest.h>

#include "Fakes/FakeOrthanc.h"
#include "Foundation/Json.h"
#include "Orthanc/OrthancIds.h"

namespace vlm
{
namespace
{

const std::string Study = OrthancId('5');
const std::string CtClass = "1.2.840.10008.5.1.4.1.1.2";

std::string MetadataOf(const std::string& instance)
{
  return "/instances/" + instance + "/metadata/SopClassUid";
}

Json::Value ReportOn(const std::string& instance, const std::string& uid)
{
  Json::Value report;
  report["Images"][0]["OrthancId"] = instance;
  report["Images"][0]["SOPInstanceUID"] = uid;
  return report;
}

TEST(FhirStudyReading, TellsWhatOrthancKnows)
{
  FakeOrthanc orthanc;
  orthanc.Answer("/studies/" + Study,
                 R"({"MainDicomTags": {"StudyInstanceUID": "1.2", "StudyDate": "20250131",
                     "AccessionNumber": "A", "StudyDescription": "Head"},
                     "PatientMainDicomTags": {"PatientID": "7", "PatientName": "A^B"}})");
  orthanc.Answer("/studies/" + Study + "/series",
                 R"([{"MainDicomTags": {"SeriesInstanceUID": "1.2.3", "Modality": "CT"}}, null])");
  orthanc.Answer(MetadataOf(OrthancId('1')), CtClass);
  const OrthancApi api(orthanc.Context());

  const FhirStudy study = ReadFhirStudy(api, Study, ReportOn(OrthancId('1'), "1.2.3.4"));
  EXPECT_EQ(study.studyInstanceUid, "1.2");
  EXPECT_EQ(study.started, "2025-01-31");
  EXPECT_EQ(study.accessionNumber, "A");
  EXPECT_EQ(study.description, "Head");
  EXPECT_EQ(study.patientId, "7");
  EXPECT_EQ(study.modalities.at("1.2.3"), "CT");
  EXPECT_EQ(study.sopClasses.at("1.2.3.4"), CtClass);
}

TEST(FhirStudyReading, TellsNothingOfWhatIsGone)
{
  FakeOrthanc orthanc;
  const OrthancApi api(orthanc.Context());
  const FhirStudy study = ReadFhirStudy(api, Study, ReportOn(OrthancId('1'), "1.2.3.4"));
  EXPECT_EQ(study.studyInstanceUid, "");
  EXPECT_EQ(study.sopClasses.at("1.2.3.4"), "");
}

TEST(FhirStudyReading, AsksOnlyForIdentifiersOfOrthanc)
{
  FakeOrthanc orthanc;
  orthanc.Answer("/instances/../../system/metadata/SopClassUid", CtClass);
  const OrthancApi api(orthanc.Context());
  const FhirStudy study = ReadFhirStudy(api, "../system", ReportOn("../../system", "1.2"));
  EXPECT_TRUE(study.sopClasses.empty());
  EXPECT_EQ(orthanc.CountCalls("GET /studies/../system"), 0);
}

TEST(FhirStudyReading, AsksForEachInstanceOnceAndForABoundedNumber)
{
  FakeOrthanc orthanc;
  orthanc.Answer(MetadataOf(OrthancId('1')), CtClass);
  const OrthancApi api(orthanc.Context());
  Json::Value report = ReportOn(OrthancId('1'), "1.2");
  report["Images"][1] = report["Images"][0];
  ReadFhirStudy(api, Study, report);
  EXPECT_EQ(orthanc.CountCalls("GET " + MetadataOf(OrthancId('1'))), 1);

  Json::Value large;
  for (int i = 0; i < MostSopClassRequests + 10; ++i)
  {
    large["Images"].append(ReportOn(OrthancId('1'), "1.2." + std::to_string(i))["Images"][0]);
  }
  const FhirStudy study = ReadFhirStudy(api, Study, large);
  EXPECT_EQ(static_cast<int>(study.sopClasses.size()), MostSopClassRequests);
}

}  // namespace
}  // namespace vlm
