// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Results/FhirBundles.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

Json::Value ObservationOf(const Json::Value& report, std::size_t index = 0)
{
  return ResourcesOf(BundleOf(report), "Observation").at(index);
}

Json::Value SampleWith(const char* key, const Json::Value& value)
{
  Json::Value report = SampleJson();
  report["Findings"][0][key] = value;
  return report;
}

TEST(FhirObservation, IsCodedByTheFindingAndKeepsItsWords)
{
  const Json::Value nodule = ObservationOf(SampleJson());
  EXPECT_EQ(nodule["id"], "6ba7b812-9dad-11d1-80b4-00c04fd430c8");
  EXPECT_EQ(nodule["status"], "preliminary");
  EXPECT_EQ(nodule["category"][0]["coding"][0]["code"], "imaging");
  EXPECT_EQ(nodule["code"]["coding"][0]["system"], "http://snomed.info/sct");
  EXPECT_EQ(nodule["code"]["coding"][0]["code"], "27925004");
  EXPECT_EQ(nodule["code"]["text"], "Nodule");
  EXPECT_EQ(nodule["effectiveDateTime"], "2026-11-24");
  EXPECT_THAT(nodule["note"][0]["text"].asString(), HasSubstr("Round and dense."));
}

// Oracle: Python's uuid.UUID(id).int.
TEST(FhirObservation, IsTheOneThatTheStructuredReportTracks)
{
  const Json::Value identifier = ObservationOf(SampleJson())["identifier"][0];
  EXPECT_EQ(identifier["system"], "urn:dicom:uid");
  EXPECT_EQ(identifier["value"], "urn:oid:2.25.143098242562633686632406296499919794376");
}

TEST(FhirObservation, HasTextAloneWhereTheCodeIsNoneOfSnomed)
{
  EXPECT_FALSE(ObservationOf(SampleJson(), 1)["code"].isMember("coding"));
  Json::Value code;
  code["Scheme"] = "99VLM";
  code["Value"] = "27925004";
  code["Meaning"] = "Mine";
  EXPECT_FALSE(ObservationOf(SampleWith("Code", code))["code"].isMember("coding"));
  code["Scheme"] = "SCT";
  code["Value"] = "27925004 or so";
  EXPECT_FALSE(ObservationOf(SampleWith("Code", code))["code"].isMember("coding"));
  EXPECT_EQ(ObservationOf(SampleWith("Label", ""))["code"]["text"], "Finding");
}

TEST(FhirObservation, TellsSiteAndSide)
{
  const Json::Value nodule = ObservationOf(SampleJson());
  EXPECT_EQ(nodule["bodySite"]["coding"][0]["code"], "45653009");
  EXPECT_EQ(nodule["bodySite"]["text"], "Upper lobe");
  const Json::Value side = ComponentOf(nodule, "Laterality");
  EXPECT_EQ(side["code"]["coding"][0]["code"], "272741003");
  EXPECT_EQ(side["valueCodeableConcept"]["coding"][0]["code"], "7771000");
}

// PS3.16 CID 245, by pydicom's tables.
TEST(FhirObservation, CodesTheMiddleAsTheStructuredReportDoes)
{
  const Json::Value side = ComponentOf(ObservationOf(SampleWith("Laterality", "Midline")),
                                       "Laterality")["valueCodeableConcept"];
  EXPECT_EQ(side["coding"][0]["system"], "http://dicom.nema.org/resources/ontology/DCM");
  EXPECT_EQ(side["coding"][0]["code"], "130290");
  EXPECT_EQ(side["coding"][0]["display"], "Median");
}

TEST(FhirObservation, CodesNoSideThatIsInDispute)
{
  Json::Value report = SampleJson();
  report["Findings"][0]["Verification"]["Side"] = "Right";
  const Json::Value side = ComponentOf(ObservationOf(report), "Laterality");
  EXPECT_FALSE(side["valueCodeableConcept"].isMember("coding"));
  EXPECT_THAT(side["valueCodeableConcept"]["text"].asString(), HasSubstr("Right"));
}

TEST(FhirObservation, MeasuresInUcumUnits)
{
  const Json::Value nodule = ObservationOf(SampleJson());
  const Json::Value longAxis = ComponentOf(nodule, "Long axis");
  EXPECT_EQ(longAxis["code"]["coding"][0]["code"], "103339001");
  EXPECT_EQ(longAxis["valueQuantity"]["value"], 18.0);
  EXPECT_EQ(longAxis["valueQuantity"]["code"], "mm");
  EXPECT_EQ(longAxis["valueQuantity"]["system"], "http://unitsofmeasure.org");
  EXPECT_EQ(ComponentOf(nodule, "Area")["valueQuantity"]["code"], "mm2");
  EXPECT_EQ(ComponentOf(nodule, "Mean inside")["valueQuantity"]["code"], "[hnsf'U]");
  EXPECT_EQ(ComponentOf(nodule, "Contrast to noise")["valueQuantity"]["value"], 6.5);
}

TEST(FhirObservation, MeasuresInPixelsWhereMillimetresAreNotKnown)
{
  Json::Value report = SampleJson();
  report["Findings"][0]["Measurements"]["LongAxisMm"] = Json::Value();
  report["Findings"][0]["Measurements"]["AreaMm2"] = Json::Value();
  const Json::Value nodule = ObservationOf(report);
  EXPECT_EQ(ComponentOf(nodule, "Long axis")["valueQuantity"]["value"], 36.0);
  EXPECT_EQ(ComponentOf(nodule, "Long axis")["valueQuantity"]["code"], "{pixels}");
  EXPECT_FALSE(ComponentOf(nodule, "Area")["valueQuantity"].isMember("system"));
}

TEST(FhirObservation, SaysWhichSizesAreThoseOfTheDetectorPlane)
{
  Json::Value report = SampleJson();
  report["Images"][0]["PixelSpacingSource"] = "ImagerPixelSpacing";
  EXPECT_FALSE(ComponentOf(ObservationOf(report), "Long axis in the detector plane").isNull());
}

TEST(FhirObservation, TellsThePlaceInPixelsOfTheStoredFrame)
{
  const Json::Value nodule = ObservationOf(SampleJson());
  EXPECT_EQ(ComponentOf(nodule, "SOP Instance UID")["valueString"], "urn:oid:1.2.3.4.1");
  EXPECT_EQ(ComponentOf(nodule, "Frame number")["valueInteger"], 1);
  EXPECT_EQ(ComponentOf(nodule, "Bounding box, Left")["valueQuantity"]["value"], 102.0);
  EXPECT_EQ(ComponentOf(nodule, "Bounding box, Height")["valueQuantity"]["value"], 20.0);
  EXPECT_EQ(ComponentOf(nodule, "Centre, column")["valueQuantity"]["value"], 120.0);
  EXPECT_EQ(ComponentOf(nodule, "Centre, covariance row-row")["valueQuantity"]["value"], 9.0);
  EXPECT_FALSE(ComponentOf(nodule, "Extent, covariance column-row").isNull());
  EXPECT_TRUE(ComponentOf(ObservationOf(SampleJson(), 1), "Bounding box, Left").isNull());
}

TEST(FhirObservation, TellsScoreVerificationAndChecks)
{
  const Json::Value nodule = ObservationOf(SampleJson());
  EXPECT_EQ(
      ComponentOf(nodule, "Model score from 0 to 1, not a probability")["valueQuantity"]["value"],
      0.82);
  EXPECT_EQ(ComponentOf(nodule, "Verification of the location")["valueCodeableConcept"]["text"],
            "Adjusted");
  EXPECT_EQ(ComponentOf(nodule, "Check: Finite")["valueBoolean"], true);
  EXPECT_EQ(ComponentOf(ObservationOf(SampleJson(), 1), "Check: HasLocation")["valueBoolean"],
            false);
}

TEST(FhirObservation, SharesItsNumberWithTheSlicesOfItsLesion)
{
  Json::Value report = SampleJson();
  report["Findings"][1]["Number"] = 1;
  EXPECT_EQ(ComponentOf(ObservationOf(report, 0), "Finding number")["valueInteger"], 1);
  EXPECT_EQ(ComponentOf(ObservationOf(report, 1), "Finding number")["valueInteger"], 1);
}

TEST(FhirObservation, HasAnIdOfItsOwnWhereTheFindingHasNone)
{
  const std::string own = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
  for (const char* id : {"", "not a uuid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8-and-more"})
  {
    EXPECT_NE(ObservationOf(SampleWith("Id", id))["id"], own);
  }
  EXPECT_EQ(ObservationOf(SampleWith("Id", "6BA7B812-9DAD-11D1-80B4-00C04FD430C8"))["id"], own);
  Json::Value twice = SampleJson();
  twice["Findings"][1]["Id"] = own;
  EXPECT_NE(ObservationOf(twice, 1)["id"], own);
}

TEST(FhirObservation, SaysThatNothingWasFound)
{
  Json::Value report = SampleJson();
  report["Findings"] = Json::arrayValue;
  report["NoAbnormality"] = true;
  const Json::Value none = ResourceOf(BundleOf(report), "Observation");
  EXPECT_EQ(none["code"]["coding"][0]["code"], "121071");
  EXPECT_EQ(none["valueCodeableConcept"]["coding"][0]["code"], "111286");
  EXPECT_THAT(none["note"][0]["text"].asString(), HasSubstr("1"));
}

TEST(FhirObservation, DoesNotCallImagesNormalThatNobodyCalledSo)
{
  Json::Value report = SampleJson();
  report["Findings"] = Json::arrayValue;
  const Json::Value none = ResourceOf(BundleOf(report), "Observation");
  EXPECT_FALSE(none["valueCodeableConcept"].isMember("coding"));
  EXPECT_EQ(none["valueCodeableConcept"]["text"], "None with a location that can be used.");
}

}  // namespace
}  // namespace vlm
