// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "Results/FhirBundles.h"

namespace vlm
{
namespace
{

Json::Value StudyOf(const Json::Value& report)
{
  return ResourceOf(BundleOf(report), "ImagingStudy");
}

TEST(FhirImagingStudy, HoldsStudySeriesAndInstances)
{
  const Json::Value study = StudyOf(SampleJson());
  EXPECT_EQ(study["status"], "available");
  EXPECT_EQ(study["identifier"][0]["system"], "urn:dicom:uid");
  EXPECT_EQ(study["identifier"][0]["value"], "urn:oid:1.2.3");
  EXPECT_EQ(study["identifier"][1]["type"]["coding"][0]["code"], "ACSN");
  EXPECT_EQ(study["identifier"][1]["value"], "A-1");
  EXPECT_EQ(study["started"], "2026-11-24");
  EXPECT_EQ(study["description"], "Chest <CT>");
  EXPECT_EQ(study["modality"][0]["code"], "CT");
  ASSERT_EQ(study["series"].size(), 1U);
  const Json::Value& series = study["series"][0];
  EXPECT_EQ(series["uid"], "1.2.3.4");
  EXPECT_EQ(series["modality"]["code"], "CT");
  ASSERT_EQ(series["instance"].size(), 2U);
  EXPECT_EQ(series["instance"][0]["uid"], "1.2.3.4.1");
  EXPECT_EQ(series["instance"][0]["sopClass"]["code"], "urn:oid:1.2.840.10008.5.1.4.1.1.2");
}

TEST(FhirImagingStudy, SaysOfWhichInstanceTheSopClassIsNotKnown)
{
  const Json::Value instance = StudyOf(SampleJson())["series"][0]["instance"][1];
  EXPECT_EQ(instance["sopClass"]["extension"][0]["valueCode"], "unknown");
  EXPECT_FALSE(instance["sopClass"].isMember("code"));
}

TEST(FhirImagingStudy, NamesAnInstanceOnceWhoseFramesAreImages)
{
  Json::Value report = SampleJson();
  report["Images"][1]["SOPInstanceUID"] = "1.2.3.4.1";
  report["Images"][1]["Frame"] = 1;
  EXPECT_EQ(StudyOf(report)["series"][0]["instance"].size(), 1U);
}

TEST(FhirImagingStudy, PartsSeriesWithTheirModalities)
{
  Json::Value report = SampleJson();
  report["Modality"] = "CT, MR";
  report["Images"][1]["SeriesInstanceUID"] = "1.2.3.5";
  FhirStudy known = SampleStudy();
  known.modalities["1.2.3.5"] = "MR";
  const Json::Value study = ResourceOf(FhirBundleOf(report, known, {}), "ImagingStudy");
  ASSERT_EQ(study["series"].size(), 2U);
  EXPECT_EQ(study["series"][0]["modality"]["code"], "CT");
  EXPECT_EQ(study["series"][1]["modality"]["code"], "MR");
  EXPECT_EQ(study["modality"].size(), 2U);
}

TEST(FhirImagingStudy, CallsAModalityOtherThatNobodyKnows)
{
  Json::Value report = SampleJson();
  report["Modality"] = "CT, MR";
  const Json::Value study = ResourceOf(FhirBundleOf(report, {}, {}), "ImagingStudy");
  EXPECT_EQ(study["series"][0]["modality"]["code"], "OT");
}

TEST(FhirImagingStudy, LeavesOutWhatHasNoUid)
{
  Json::Value report = SampleJson();
  report["Images"][0]["SOPInstanceUID"] = "";
  report["Images"][1]["SOPInstanceUID"] = "1.2.<script>";
  report["StudyInstanceUID"] = "no uid";
  const Json::Value study = ResourceOf(FhirBundleOf(report, {}, {}), "ImagingStudy");
  EXPECT_FALSE(study.isMember("series"));
  EXPECT_FALSE(study.isMember("identifier"));
}

}  // namespace
}  // namespace vlm
