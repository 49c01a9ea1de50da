// SPDX-License-Identifier: GPL-3.0-or-later
// FHIR of reviewed reports. Oracle: https://hl7.org/fhir/R4 for statuses, the review for the rest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Report/ReviewedReport.h"
#include "Results/FhirBundles.h"
#include "Results/ReviewedFixture.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;

std::string NotesOf(const Json::Value& observation)
{
  std::string notes;
  for (const Json::Value& note : observation["note"])
  {
    notes += note["text"].asString() + "\n";
  }
  return notes;
}

TEST(FhirReview, MakesTheReportFinalWithTheHumanAsItsInterpreter)
{
  const Json::Value bundle = BundleOf(ReviewedSeries().report);
  const Json::Value report = ResourceOf(bundle, "DiagnosticReport");
  EXPECT_EQ(report["status"], "final");
  EXPECT_EQ(report["issued"], "2026-11-25T09:10:11.500Z");
  EXPECT_EQ(report["conclusion"], "A small haemorrhage.");
  EXPECT_EQ(report["resultsInterpreter"][0]["reference"], "#reviewer");
  const Json::Value& human = report["contained"][0];
  EXPECT_EQ(human["resourceType"], "Practitioner");
  EXPECT_EQ(human["id"], "reviewer");
  EXPECT_EQ(human["identifier"][0]["value"], "alice");
  const Json::Value& name = human["name"][0];
  EXPECT_EQ(name["family"], "Smith");
  EXPECT_EQ(name["given"].size(), 1U);
  EXPECT_EQ(name["given"][0], "Jane");
  EXPECT_EQ(name["prefix"][0], "Dr.");
  EXPECT_EQ(name["text"], "Smith, Jane Dr.");
  EXPECT_THAT(report["text"]["div"].asString(), HasSubstr("reviewed by Smith, Jane Dr."));
  EXPECT_THAT(report["text"]["div"].asString(), Not(HasSubstr("unverified, not")));
}

TEST(FhirReview, CorrectsAReportThatWasSignedBefore)
{
  const ResultFixture fixture = FixtureOf(CtSeries(), 5);
  const Json::Value once = WithReview(fixture.report, SignedBody(fixture.report));
  const Json::Value twice = ApplyReview(WithReview(once, SignedBody(fixture.report, 1)));
  EXPECT_EQ(ResourceOf(BundleOf(twice), "DiagnosticReport")["status"], "corrected");
}

TEST(FhirReview, ListsWhatTheHumanLeft)
{
  const ResultFixture fixture = ReviewedSeries();
  const auto observations = ResourcesOf(BundleOf(fixture.report), "Observation");
  ASSERT_EQ(observations.size(), 5U);
  for (std::size_t i = 0; i < observations.size(); ++i)
  {
    EXPECT_EQ(observations[i]["status"], "final");
    EXPECT_EQ(observations[i]["id"],
              fixture.report["Findings"][static_cast<Json::ArrayIndex>(i)]["Id"]);
  }
  EXPECT_THAT(NotesOf(observations[0]), HasSubstr("Accepted by the reviewer"));
  EXPECT_EQ(observations[1]["code"]["text"], "Cyst");
  EXPECT_THAT(NotesOf(observations[1]), HasSubstr("Edited by the reviewer; was: Mass"));
  EXPECT_TRUE(observations[0].isMember("device"));
  const Json::Value& added = observations[4];
  EXPECT_FALSE(added.isMember("device")) << "no device saw it";
  EXPECT_EQ(added["performer"][0]["reference"], "#reviewer");
  EXPECT_EQ(added["contained"][0]["resourceType"], "Practitioner");
}

TEST(FhirReview, NamesTheHumanAsTheVerifierInTheProvenance)
{
  const Json::Value provenance = ResourceOf(BundleOf(ReviewedSeries().report), "Provenance");
  ASSERT_EQ(provenance["agent"].size(), 2U);
  EXPECT_EQ(provenance["agent"][1]["type"]["coding"][0]["code"], "verifier");
  EXPECT_EQ(provenance["agent"][1]["who"]["reference"], "#reviewer");
  EXPECT_EQ(provenance["recorded"], "2026-11-25T09:10:11.500Z");
}

TEST(FhirReview, OfADraftStaysPreliminary)
{
  const ResultFixture fixture = FixtureOf(CtSeries(), 1);
  const Json::Value draft =
      ApplyReview(WithReview(fixture.report, R"({"Revision": 0, "Added": [{"Image": 0, "Label":
      "Mass", "Ellipse": {"Mean": [90, 90], "SemiAxesPx": [5, 5], "AngleDegrees": 0}}]})"));
  const Json::Value bundle = BundleOf(draft);
  const Json::Value report = ResourceOf(bundle, "DiagnosticReport");
  EXPECT_EQ(report["status"], "preliminary");
  EXPECT_FALSE(report.isMember("resultsInterpreter"));
  const auto observations = ResourcesOf(bundle, "Observation");
  ASSERT_EQ(observations.size(), 2U);
  EXPECT_EQ(observations[1]["status"], "preliminary");
  EXPECT_FALSE(observations[1].isMember("device"));
}

TEST(FhirReview, SaysWhereTheHumanLeftNothing)
{
  const ResultFixture fixture = FixtureOf(CtSeries(), 1);
  const std::string body = R"({"Revision": 0, "Findings": [{"Id": ")" +
                           fixture.report["Findings"][0]["Id"].asString() +
                           R"(", "Disposition": "Rejected", "Reason": "Noise."}],
                           "SignOff": {"Name": "Li"}})";
  const Json::Value observation =
      ResourceOf(BundleOf(ApplyReview(WithReview(fixture.report, body))), "Observation");
  EXPECT_EQ(observation["status"], "final");
  EXPECT_EQ(observation["valueCodeableConcept"]["text"], "No finding is left after the review");
}

TEST(FhirReview, OfImagesThatNoModelJudgedIsFinalToo)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 0);
  fixture.report["Status"] = "Abstained";
  fixture.report["NoAbnormality"] = false;
  const Json::Value bundle = BundleOf(ApplyReview(WithReview(
      fixture.report, R"({"Revision": 0, "SignOff": {"Name": "Li"}, "Impression": "Normal."})")));
  const Json::Value report = ResourceOf(bundle, "DiagnosticReport");
  EXPECT_EQ(report["status"], "final");
  EXPECT_EQ(report["conclusion"], "Normal.");
}

// Names that are none, or hostile.
TEST(FhirReview, NamesWhoeverSignedAsFarAsPossible)
{
  for (const char* name :
       {"^^^^", "=", "\xE7\x8E\x8B^\xE5\xB0\x8F\xE4\xB8\x9C", "<b>^&", "\xC2\xA0"})
  {
    ResultFixture fixture = ReviewedSeries();
    fixture.report["Review"]["Name"] = name;
    BundleOf(fixture.report);
  }
}

}  // namespace
}  // namespace vlm
