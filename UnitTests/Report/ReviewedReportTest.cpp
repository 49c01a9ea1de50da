// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedReport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Report/JsonReport.h"
#include "Report/ReviewedSample.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

Json::Value Reviewed(const Json::Value& body = FullReview())
{
  return ApplyReview(WithReview(UnreviewedSample(), body));
}

TEST(ApplyReview, LeavesAReportWithoutReviewsAsItIs)
{
  EXPECT_EQ(ApplyReview(UnreviewedSample()), UnreviewedSample());
  Json::Value older = UnreviewedSample();
  older.removeMember("Reviews");
  older.removeMember("Review");
  EXPECT_EQ(ApplyReview(older), UnreviewedSample());
  EXPECT_EQ(RevisionOf(older), 0);
  EXPECT_FALSE(IsSignedOff(UnreviewedSample()));
}

TEST(ApplyReview, ChangesNothingThatItChangedAlready)
{
  const Json::Value once = Reviewed();
  EXPECT_EQ(ApplyReview(once), once);
  // As after a trip over the wire.
  const Json::Value again = ParseJson(WriteJson(once)).Value();
  EXPECT_EQ(WriteJson(ApplyReview(again)), WriteJson(once));
}

TEST(ApplyReview, TellsWhoReviewedAndWhat)
{
  const Json::Value report = Reviewed();

  ExpectValid(report);
  EXPECT_EQ(WriteJson(report["Review"]),
            R"({"Amends":false,"At":"2026-11-24T06:00:00.000Z",)"
            R"("Counts":{"Accepted":1,"Added":1,"Edited":1,"Rejected":1,"Undecided":0},)"
            R"("Name":"Smith^John","OriginalImpression":"Suspicious nodule.","Revision":1,)"
            R"("SignedOff":true,"User":"alice"})");
  EXPECT_EQ(WriteJson(report["Reviews"]),
            R"([{"At":"2026-11-24T06:00:00.000Z",)"
            R"("Counts":{"Accepted":1,"Added":1,"Edited":1,"Rejected":1,"Undecided":0},)"
            R"("Name":"Smith^John","Revision":1,"SignedOff":true,"User":"alice"}])");
  EXPECT_EQ(report["Disclaimer"],
            "Machine-made, reviewed by Smith, John; research use only, not for diagnostic use.");
  EXPECT_EQ(RevisionOf(report), 1);
  EXPECT_EQ(SignedRevisionOf(report), 1);
  EXPECT_EQ(RevisionOf(WithReview(UnreviewedSample(), FullReview())), 1);
}

TEST(ApplyReview, KeepsTheOriginalOfWhatItReplaces)
{
  const Json::Value original = UnreviewedSample()["Findings"][0];
  const Json::Value mass = Reviewed()["Findings"][0];

  EXPECT_EQ(mass["Label"], "Mass");
  EXPECT_EQ(mass["Laterality"], "Right");
  EXPECT_EQ(mass["Anatomy"], "Upper lobe");
  EXPECT_EQ(mass["Verification"], original["Verification"]);
  EXPECT_EQ(mass["ModelScore"], original["ModelScore"]);
  EXPECT_EQ(mass["RawBox"], original["RawBox"]);
  EXPECT_EQ(mass["Number"], 1);
  EXPECT_EQ(mass["Code"]["Value"], "4147007");  // SNOMED CT: Mass (PS3.16)
  const Json::Value& review = mass["Review"];
  EXPECT_EQ(review["Disposition"], "Edited");
  EXPECT_EQ(review["Reason"], "Too large.");
  EXPECT_EQ(review["User"], "alice");
  for (const std::string& key : review["Original"].getMemberNames())
  {
    EXPECT_EQ(review["Original"][key], original[key]) << key;
  }
  EXPECT_EQ(review["Original"].getMemberNames(),
            (std::vector<std::string>{"Box", "Code", "CredibleEllipses", "Gaussian", "Label",
                                      "Laterality", "Location", "Measurements", "Outline"}));
}

TEST(ApplyReview, PutsAnEditedEllipseInPlaceOfTheFormer)
{
  const Json::Value mass = Reviewed()["Findings"][0];

  EXPECT_EQ(WriteJson(mass["Gaussian"]["Mean"]), "[200.0,150.0]");
  EXPECT_EQ(WriteJson(mass["Location"]["Mean"]), "[200.0,150.0]");
  EXPECT_NE(mass["Outline"], UnreviewedSample()["Findings"][0]["Outline"]);
  EXPECT_TRUE(mass["Measurements"]["MeanInside"].isNull());
  EXPECT_EQ(mass["Measurements"]["LongAxisPx"], 40.0);
  EXPECT_NEAR(mass["Measurements"]["LongAxisMm"].asDouble(), 20.0, 1e-9);  // pixels of 0.5 mm
}

TEST(ApplyReview, MovesFindingsBetweenTheLists)
{
  const Json::Value report = Reviewed();

  ASSERT_EQ(report["Findings"].size(), 3U);
  const Json::Value& restored = report["Findings"][1];
  EXPECT_EQ(restored["Id"], RejectedId);
  EXPECT_EQ(restored["Number"], 3);
  EXPECT_EQ(restored["Verification"]["Status"], "Unverified");
  EXPECT_EQ(restored["Review"]["Original"]["Verification"]["Status"], "Rejected");
  ASSERT_EQ(report["Rejected"].size(), 1U);
  EXPECT_EQ(report["Rejected"][0]["Id"], EffusionId);
  EXPECT_EQ(report["Rejected"][0]["Review"]["Disposition"], "Rejected");
  EXPECT_EQ(report["Rejected"][0]["Review"]["Reason"], "A fold of skin.");
}

TEST(ApplyReview, PutsWhatHumansRejectLast)
{
  Json::Value body = FullReview();
  body["Findings"].resize(2);
  const Json::Value rejected = Reviewed(body)["Rejected"];

  ASSERT_EQ(rejected.size(), 2U);
  EXPECT_EQ(rejected[0]["Id"], RejectedId);
  EXPECT_TRUE(rejected[0]["Review"].isNull());
  EXPECT_EQ(rejected[1]["Id"], EffusionId);
}

TEST(ApplyReview, AddsFindingsAfterTheOthers)
{
  const Json::Value cyst = Reviewed()["Findings"][2];

  EXPECT_EQ(cyst["Label"], "Cyst");
  EXPECT_EQ(cyst["Number"], 4);
  EXPECT_EQ(cyst["Image"], 1);
  EXPECT_EQ(cyst["Laterality"], "Left");
  EXPECT_TRUE(cyst["ModelScore"].isNull());
  EXPECT_EQ(cyst["Code"]["Scheme"], "SCT");
  EXPECT_EQ(cyst["Verification"]["Status"], "Unverified");
  EXPECT_TRUE(cyst["Verification"]["Checks"].empty());
  EXPECT_EQ(cyst["Review"]["Disposition"], "Added");
  EXPECT_TRUE(cyst["Review"]["Original"].isNull());
  EXPECT_EQ(WriteJson(cyst["Box"]), R"({"Height":16.0,"Left":92.0,"Top":82.0,"Width":16.0})");
}

// Weights and background of an image sum to 1 (Gaussian/AnomalyMixture.h).
TEST(ApplyReview, SharesWeightsAnew)
{
  const Json::Value report = Reviewed();
  for (Json::ArrayIndex image = 0; image < 2; ++image)
  {
    double sum = report["Images"][image]["BackgroundWeight"].asDouble();
    for (const Json::Value& finding : report["Findings"])
    {
      const bool counts = finding["Image"].asUInt() == image && finding["Gaussian"].isObject();
      sum += counts ? finding["Gaussian"]["Weight"].asDouble() : 0.0;
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
  }
  EXPECT_GT(report["Findings"][2]["Gaussian"]["Weight"].asDouble(), 0.0);
}

TEST(ApplyReview, DropsTheVolumeOfALesionThatChanged)
{
  EXPECT_TRUE(Reviewed()["Volumes"].empty());
  EXPECT_EQ(Reviewed(AcceptedNodule())["Volumes"].size(), 1U);
}

TEST(ApplyReview, LeavesUndecidedFindingsAsTheyAre)
{
  const Json::Value report = Reviewed(AcceptedNodule());

  ExpectValid(report);
  EXPECT_EQ(report["Findings"][1], UnreviewedSample()["Findings"][1]);
  Json::Value accepted = report["Findings"][0];
  EXPECT_EQ(accepted["Review"]["Disposition"], "Accepted");
  accepted["Review"] = Json::Value();
  EXPECT_EQ(accepted, UnreviewedSample()["Findings"][0]);
  EXPECT_EQ(report["Review"]["Counts"]["Undecided"], 1);
  EXPECT_FALSE(IsSignedOff(report));
  EXPECT_EQ(SignedRevisionOf(report), 0);
  EXPECT_EQ(report["Disclaimer"], UnreviewedSample()["Disclaimer"]);
}

TEST(ApplyReview, AppliesTheNewestAlone)
{
  const Json::Value first = WithReview(UnreviewedSample(), FullReview());
  Json::Value body = AcceptedNodule();
  body["Findings"].append(FullReview()["Findings"][1]);
  body["SignOff"]["Name"] = "Jones^Ann";
  const Json::Value report = ApplyReview(WithReview(first, body));

  EXPECT_EQ(report["Findings"].size(), 1U);
  EXPECT_EQ(report["Findings"][0]["Label"], "Nodule");
  EXPECT_TRUE(report["Review"]["Amends"].asBool());
  EXPECT_EQ(report["Review"]["Name"], "Jones^Ann");
  EXPECT_TRUE(report["Review"]["OriginalImpression"].isNull());
  ASSERT_EQ(report["Reviews"].size(), 2U);
  EXPECT_EQ(report["Reviews"][0]["Counts"]["Edited"], 1);
  EXPECT_EQ(RevisionOf(report), 2);
}

TEST(ApplyReview, FindsWhatAnAbstainingModelDidNotLookFor)
{
  Json::Value stored = UnreviewedSample();
  stored["Status"] = "Abstained";
  stored["Findings"] = stored["Rejected"] = Json::arrayValue;
  Json::Value body = FullReview();
  body["Findings"] = Json::arrayValue;
  const Json::Value report = ApplyReview(WithReview(stored, body));

  ExpectValid(report);
  EXPECT_EQ(report["Status"], "Abstained");
  ASSERT_EQ(report["Findings"].size(), 1U);
  EXPECT_EQ(report["Findings"][0]["Number"], 1);
}

TEST(ApplyReview, NoLongerSaysThatNothingIsAbnormal)
{
  Json::Value stored = UnreviewedSample();
  stored["Findings"] = Json::arrayValue;
  stored["NoAbnormality"] = true;
  Json::Value body = FullReview();
  body["Findings"] = Json::arrayValue;

  EXPECT_FALSE(ApplyReview(WithReview(stored, body))["NoAbnormality"].asBool());
}

TEST(ApplyReview, DrawsWhatIsBroughtBackWhereTheModelSaid)
{
  Json::Value stored = UnreviewedSample();
  stored["Rejected"][0]["Box"] = Body("{'Left': 10, 'Top': 20, 'Width': 40, 'Height': 8}");
  Json::Value restored = ApplyReview(WithReview(stored, FullReview()))["Findings"][1];
  EXPECT_EQ(restored["Gaussian"]["Mean"][0], 30.0);

  stored["Rejected"][0]["Box"]["Left"] = 4000;
  restored = ApplyReview(WithReview(stored, FullReview()))["Findings"][1];
  EXPECT_TRUE(restored["Box"].isNull());
  EXPECT_EQ(restored["Review"]["Original"]["Box"]["Left"], 4000);
}

TEST(ApplyReview, GivesFindingsThatAreDrawn)
{
  const auto findings = FindingsByImage(Reviewed());

  ASSERT_TRUE(findings.HasValue()) << findings.Failure().message;
  ASSERT_EQ(findings.Value()[0].size(), 1U);
  EXPECT_NEAR(findings.Value()[0][0].extent->Mean().x(), 200.0, 1e-12);
  EXPECT_EQ(findings.Value()[1].size(), 2U);
}

TEST(ApplyReview, SurvivesReportsThatAreNone)
{
  for (const char* text :
       {"null", "[]", "7", "'x'", "{}", "{'Reviews': 7}", "{'Reviews': [7]}", "{'Reviews': [null]}",
        "{'Reviews': [{}]}", "{'Reviews': [{'Findings': 3, 'Added': 'x', 'SignOff': {}}]}",
        "{'Reviews': [{'Findings': [1, null, {}], 'Added': [1, null, {}], 'SignOff': {'Name': 7}}],"
        " 'Findings': [1, null, [], {'Number': 1e300}], 'Rejected': {}, 'Images': [null, 7]}",
        "{'Reviews': [{'Findings': [{'Id': 'a', 'Disposition': 'Edited', 'Label': 7, 'Ellipse': "
        "1}],"
        " 'Impression': 'x', 'Revision': 1e300, 'At': 3, 'User': {}}], 'Findings': [{'Id': 'a',"
        " 'Image': 0, 'Gaussian': 3, 'Location': 'x', 'Verification': 4, 'Number': 9e18}],"
        " 'Images': [7], 'Narrative': 3, 'Volumes': 'x'}",
        "{'Reviews': [{'Findings': [{'Id': 'a', 'Disposition': 'Accepted'}]}], 'Rejected': [{'Id': "
        "'a',"
        " 'Box': 3, 'Image': 'x', 'Verification': {'Status': 'Rejected'}}], 'Narrative': "
        "{'Sentences': [3, null, {'Findings': [1e300, 'x', -4]}]}}"})
  {
    const Json::Value report = ApplyReview(Body(text));
    EXPECT_EQ(ApplyReview(report), report) << text;
    EXPECT_GE(RevisionOf(report), 0);
    EXPECT_GE(RevisionOf(Body(text)), 0);
    ReviewedLabelsOf(report);
    IsSignedOff(report);
  }
}

}  // namespace
}  // namespace vlm
