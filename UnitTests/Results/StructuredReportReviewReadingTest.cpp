// SPDX-License-Identifier: GPL-3.0-or-later
// Reports read back from SRs of signed reviews. Oracle: the report that the SR was made of.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "Foundation/Json.h"
#include "Report/FindingReview.h"
#include "Report/JsonReport.h"
#include "Report/ReviewedReport.h"
#include "Results/FindingRegion.h"
#include "Results/ReviewedFixture.h"
#include "Results/StructuredReport.h"

namespace vlm
{
namespace
{

// As it would be stored.
Json::Value ReadBack(const ResultFixture& fixture)
{
  const auto made = StructuredReportOf(fixture.Context());
  EXPECT_TRUE(made.HasValue());
  auto read = ReadStructuredReport(made.HasValue() ? made.Value().dicom : "");
  EXPECT_TRUE(read.HasValue()) << (read.HasValue() ? "" : read.Failure().message);
  const Json::Value report = read.HasValue() ? read.Value() : Json::Value();
  for (const Json::Value& one : {report, ApplyReview(report)})
  {
    const auto findings = FindingsByImage(one);
    EXPECT_TRUE(findings.HasValue()) << (findings.HasValue() ? "" : findings.Failure().message);
  }
  return report;
}

// Every number and text of `written` that `keys` names.
void ExpectSame(const Json::Value& read, const Json::Value& written,
                const std::vector<const char*>& keys)
{
  for (const char* key : keys)
  {
    EXPECT_EQ(read[key], written[key]) << key;
  }
}

TEST(StructuredReportReviewReading, GivesTheReviewBack)
{
  const ResultFixture fixture = ReviewedSeries();
  const Json::Value read = ApplyReview(ReadBack(fixture));
  EXPECT_EQ(read["Review"], fixture.report["Review"]);
  EXPECT_EQ(read["Reviews"], fixture.report["Reviews"]);
  EXPECT_EQ(SignedRevisionOf(read), 1);
  EXPECT_EQ(read["Narrative"]["Impression"], "A small haemorrhage.");
}

TEST(StructuredReportReviewReading, GivesWhatWasDecidedBack)
{
  const ResultFixture fixture = ReviewedSeries();
  const Json::Value read = ApplyReview(ReadBack(fixture));
  ASSERT_EQ(read["Findings"].size(), 5U);
  for (Json::ArrayIndex i = 0; i < 5; ++i)
  {
    const Json::Value& written = fixture.report["Findings"][i];
    ExpectSame(read["Findings"][i], written,
               {"Id", "Number", "Label", "Anatomy", "Laterality", "Severity", "Description"});
    ExpectSame(read["Findings"][i]["Review"], written["Review"],
               {"Disposition", "Reason", "User", "At"});
  }
  const Json::Value& original = read["Findings"][1]["Review"]["Original"];
  ExpectSame(original, fixture.report["Findings"][1]["Review"]["Original"],
             {"Label", "Laterality", "Severity", "Description"});
  const Json::Value& mean = read["Findings"][1]["Gaussian"]["Mean"];
  EXPECT_NEAR(mean[0].asDouble(), 60.0, 1e-6);
  EXPECT_NEAR(mean[1].asDouble(), 70.0, 1e-6);
}

// Oracle: the report before anybody reviewed it.
TEST(StructuredReportReviewReading, GivesTheReportBeforeTheReviewBack)
{
  const Json::Value written = FixtureOf(CtSeries(), 5).report;
  const Json::Value read = ReadBack(ReviewedSeries());
  EXPECT_EQ(read["Narrative"]["Impression"], "Suspicious.");
  std::map<std::string, Json::Value> byId;
  for (const Json::Value& finding : read["Findings"])
  {
    byId[finding["Id"].asString()] = finding;
  }
  ASSERT_EQ(byId.size(), 5U);
  for (const Json::Value& finding : written["Findings"])
  {
    const Json::Value& same = byId[finding["Id"].asString()];
    ExpectSame(same, finding,
               {"Number", "Label", "Laterality", "Severity", "Description", "Image"});
    for (const char* edge : {"Left", "Top", "Width", "Height"})
    {
      ASSERT_EQ(same["Box"].isObject(), finding["Box"].isObject());
      EXPECT_TRUE(finding["Box"].isNull() ||
                  std::abs(same["Box"][edge].asDouble() - finding["Box"][edge].asDouble()) < 1e-3);
    }
  }
}

TEST(StructuredReportReviewReading, GivesRejectedFindingsBackWithTheReason)
{
  const ResultFixture fixture = ReviewedSeries();
  const Json::Value read = ApplyReview(ReadBack(fixture));
  ASSERT_EQ(read["Rejected"].size(), 1U);
  ExpectSame(read["Rejected"][0], fixture.report["Rejected"][0],
             {"Id", "Number", "Label", "Image"});
  EXPECT_EQ(read["Rejected"][0]["Review"], fixture.report["Rejected"][0]["Review"]);
}

TEST(StructuredReportReviewReading, KnowsThatItAmendsAnother)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 5);
  const Json::Value once = WithReview(fixture.report, SignedBody(fixture.report));
  fixture.report = ApplyReview(WithReview(once, SignedBody(fixture.report, 1)));
  const Json::Value read = ApplyReview(ReadBack(fixture));
  EXPECT_TRUE(read["Review"]["Amends"].asBool());
  EXPECT_EQ(RevisionOf(read), 2);
  ASSERT_EQ(read["Reviews"].size(), 2U);
  EXPECT_EQ(read["Reviews"][0]["Revision"], 1);
}

TEST(StructuredReportReviewReading, KnowsOurOwnByItsNumber)
{
  const ResultFixture fixture = ReviewedSeries();
  const std::string dicom = StructuredReportOf(fixture.Context()).Value().dicom;
  EXPECT_EQ(AnalysisOfStructuredReport(dicom), fixture.report["AnalysisId"].asString());
  const std::string other = StructuredReportOf(FixtureOf(CtSeries(), 1).Context()).Value().dicom;
  const std::string uid = ValueOf(*Parsed(other)->getDataset(), DCM_SOPInstanceUID);
  const std::string renamed =
      Changed(dicom, [&](DcmDataset& dataset)
              { dataset.putAndInsertString(DCM_SOPInstanceUID, uid.c_str()); });
  EXPECT_FALSE(AnalysisOfStructuredReport(renamed).has_value());
}

TEST(StructuredReportReviewReading, CanBeReviewedAgain)
{
  const Json::Value read = ReadBack(ReviewedSeries());
  const Json::Value again = ApplyReview(WithReview(read, SignedBody(read, 1)));
  EXPECT_EQ(SignedRevisionOf(again), 2);
  EXPECT_EQ(again["Review"]["Amends"], true);
}

// Finding 2 as our verification rejects it: no ellipse, its outline stays.
Json::Value WithOneRejected(Json::Value report)
{
  Json::Value findings(Json::arrayValue);
  for (Json::Value finding : report["Findings"])
  {
    if (finding["Number"] != 2)
    {
      findings.append(finding);
      continue;
    }
    finding["Verification"]["Status"] = "Rejected";
    finding["Gaussian"] = finding["Location"] = Json::Value();
    finding["CredibleEllipses"] = Json::arrayValue;
    report["Rejected"].append(finding);
  }
  report["Findings"] = findings;
  return report;
}

// Accepts the findings, brings back the rejected one as a cyst where it was, and is signed.
std::string RelabellingBody(const Json::Value& stored)
{
  Json::Value body;
  body["Revision"] = 0;
  for (const Json::Value& finding : stored["Findings"])
  {
    Json::Value decision;
    decision["Id"] = finding["Id"];
    decision["Disposition"] = "Accepted";
    body["Findings"].append(decision);
  }
  Json::Value edit;
  edit["Id"] = stored["Rejected"][0]["Id"];
  edit["Disposition"] = "Edited";
  edit["Label"] = "Cyst";
  body["Findings"].append(edit);
  body["SignOff"]["Name"] = "Smith^Jane";
  return WriteJson(body);
}

Json::Value WithId(const Json::Value& items, const Json::Value& id)
{
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&id](const Json::Value& item) { return item["Id"] == id; });
  return found == items.end() ? Json::Value() : *found;
}

// Oracle: the outline before anybody reviewed it, and the review, which has no ellipse.
TEST(StructuredReportReviewReading, DrawsNoEllipseForWhatWasBroughtBackAndOnlyRelabelled)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 5);
  const Json::Value stored = WithOneRejected(fixture.report);
  const Json::Value rejected = stored["Rejected"][0];
  fixture.report = ApplyReview(WithReview(stored, RelabellingBody(stored)));
  const Json::Value restored = WithId(fixture.report["Findings"], rejected["Id"]);
  ASSERT_TRUE(restored["Gaussian"].isObject());
  EXPECT_FALSE(IsDrawnByReviewer(restored));
  const auto region = RegionOf(restored, fixture.sources[1].value());
  ASSERT_TRUE(region.has_value());
  EXPECT_EQ(region->shape, ImageRegion::Shape::Polyline);
  EXPECT_EQ(region->points.size(), rejected["Outline"].size() + 1);
  const Json::Value read = ReadBack(fixture);
  const Json::Value decision = WithId(read["Reviews"][0]["Findings"], rejected["Id"]);
  EXPECT_EQ(decision["Label"], "Cyst");
  EXPECT_FALSE(decision.isMember("Ellipse"));
}

TEST(StructuredReportReviewReading, SurvivesTruncationAndDamage)
{
  const std::string dicom = StructuredReportOf(ReviewedSeries().Context()).Value().dicom;
  for (std::size_t size = 0; size < dicom.size(); size += 211)
  {
    const auto read = ReadStructuredReport(dicom.substr(0, size));
    EXPECT_TRUE(!read.HasValue() || FindingsByImage(read.Value()).HasValue()) << size;
  }
  for (std::size_t place = 132; place < dicom.size(); place += 139)
  {
    std::string damaged = dicom;
    damaged[place] = static_cast<char>(damaged[place] ^ 0x55);
    const auto read = ReadStructuredReport(damaged);
    EXPECT_TRUE(!read.HasValue() || FindingsByImage(read.Value()).HasValue()) << place;
  }
}

}  // namespace
}  // namespace vlm
