// SPDX-License-Identifier: GPL-3.0-or-later
// SRs of signed reviews. Oracles: PS3.3 C.17.2 and PS3.16 TID 1002 to 1003 for what must be there,
// DCMTK's reader of SR documents, the review itself for what was decided.
#include <dcmtk/dcmsr/dsrdoc.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "Report/ReviewedReport.h"
#include "Results/ResultUid.h"
#include "Results/ReviewedFixture.h"
#include "Results/StructuredReport.h"
#include "Results/StructuredReportItems.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

std::unique_ptr<DcmFileFormat> Made(const ResultContext& context, const std::string& name)
{
  const auto made = StructuredReportOf(context);
  EXPECT_TRUE(made.HasValue()) << (made.HasValue() ? "" : made.Failure().message);
  auto file = Parsed(made.HasValue() ? made.Value().dicom : "");
  DSRDocument document;
  EXPECT_TRUE(document.read(*file->getDataset()).good()) << name;
  EXPECT_EQ(document.getVerificationFlag() == DSRTypes::VF_Verified,
            SignedRevisionOf(context.report) > 0);
  Keep("sr-" + name, made.HasValue() ? made.Value().dicom : "");
  return file;
}

ContentItems EvaluationsOf(DcmFileFormat& file)
{
  return ContentItems(ContentItems(*file.getDataset()).Find(sr::Evaluations));
}

// Groups of all that is known of a finding, by their tracking identifier.
std::map<std::string, ContentItems> GroupsOf(DcmFileFormat& file)
{
  std::map<std::string, ContentItems> groups;
  for (const ContentItem& item :
       ContentItems(ContentItems(*file.getDataset()).Find(sr::Measurements)))
  {
    const ContentItems group(&item);
    if (group.Find(sr::Decision) != nullptr)
    {
      groups.emplace(group.TextOf(sr::TrackingIdentifier), group);
    }
  }
  return groups;
}

std::vector<std::string> KeysOf(const std::map<std::string, ContentItems>& groups)
{
  std::vector<std::string> keys;
  for (const auto& [key, group] : groups)
  {
    keys.push_back(key);
  }
  return keys;
}

TEST(StructuredReportReview, IsAFinalDocumentThatAHumanVerified)
{
  ResultFixture fixture = ReviewedSeries();
  fixture.sources[0]->Dataset().putAndInsertString(DCM_InstitutionName, "St. Mary");
  fixture.sources[0]->Dataset().putAndInsertString(DCM_TimezoneOffsetFromUTC, "+0200");
  const auto file = Made(fixture.Context(), "reviewed");
  DcmDataset& dataset = *file->getDataset();
  const std::string analysis = fixture.report["AnalysisId"].asString();
  EXPECT_EQ(ValueOf(dataset, DCM_VerificationFlag), "VERIFIED");
  EXPECT_EQ(ValueOf(dataset, DCM_PreliminaryFlag), "FINAL");
  EXPECT_EQ(ValueOf(dataset, DCM_SOPInstanceUID), ResultUid(analysis, "sr-review-1"));
  EXPECT_EQ(ValueOf(dataset, DCM_SeriesInstanceUID), ResultUid(analysis, "sr-series-review-1"));
  EXPECT_EQ(ValueOf(dataset, DCM_SeriesDescription),
            "AI findings (reviewed by a human) - gemini-2.5-flash-001");
  // 09:10:11.5 UTC, two hours further east.
  EXPECT_EQ(ValueOf(dataset, DCM_ContentTime), "111011.500");
  const auto verifiers = ItemsOf(dataset, DCM_VerifyingObserverSequence);
  ASSERT_EQ(verifiers.size(), 1U);
  EXPECT_EQ(ValueOf(*verifiers[0], DCM_VerifyingObserverName), "Smith^Jane^^Dr.");
  EXPECT_EQ(ValueOf(*verifiers[0], DCM_VerifyingOrganization), "St. Mary");
  EXPECT_EQ(ValueOf(*verifiers[0], DCM_VerificationDateTime), "20261125111011.500");
  EXPECT_TRUE(verifiers[0]->tagExists(DCM_VerifyingObserverIdentificationCodeSequence));
}

TEST(StructuredReportReview, NamesTheOrganizationAsTheSettingsOrSaysThatNobodyKnows)
{
  const ResultFixture fixture = ReviewedSeries();
  const auto organizationOf = [&](const std::string& setting)
  {
    ResultContext context = fixture.Context();
    context.reviewOrganization = setting;
    fixture.sources[0]->Dataset().findAndDeleteElement(DCM_InstitutionName);
    const auto file = Made(context, "organization");
    return ValueOf(*ItemsOf(*file->getDataset(), DCM_VerifyingObserverSequence)[0],
                   DCM_VerifyingOrganization);
  };
  EXPECT_EQ(organizationOf("Hospital\\of\nthe Town"), "Hospital/of the Town");
  EXPECT_EQ(organizationOf(""), "Unknown");
}

TEST(StructuredReportReview, NamesTheHumanBesideTheDevice)
{
  const auto file = Made(ReviewedSeries().Context(), "reviewed");
  const ContentItems root(*file->getDataset());
  std::vector<std::string> observers;
  for (const ContentItem& item : root)
  {
    if (item.IsNamed(sr::ObserverType))
    {
      observers.push_back(item.Code().value);
    }
  }
  EXPECT_THAT(observers, testing::ElementsAre("121007", "121006"));
  EXPECT_EQ(root.Find(sr::PersonName)->PersonName(), "Smith^Jane^^Dr.");
  EXPECT_EQ(root.TextOf(sr::PersonLogin), "alice");
  EXPECT_EQ(root.Find(sr::PersonRole)->Code().value, "121098");
  EXPECT_THAT(root.TextOf(sr::DeviceManufacturer), HasSubstr("Orthanc"));
}

TEST(StructuredReportReview, TellsWhatWasDecidedOfEachFindingAndWhatItWas)
{
  const auto file = Made(ReviewedSeries().Context(), "reviewed");
  const auto groups = GroupsOf(*file);
  ASSERT_THAT(KeysOf(groups),
              testing::ElementsAre("Finding 1: Mass", "Finding 3: Calcification", "Finding 4: Cyst",
                                   "Finding 5: Mass", "Finding 6: Haemorrhage"));
  const ContentItems& accepted = groups.at("Finding 1: Mass");
  EXPECT_EQ(accepted.Find(sr::Decision)->Code().value, "Accepted");
  EXPECT_EQ(accepted.TextOf(sr::Label), "Mass");
  EXPECT_EQ(accepted.Find(sr::ReviewedLabel), nullptr);
  const ContentItems& edited = groups.at("Finding 4: Cyst");
  EXPECT_EQ(edited.Find(sr::Decision)->Code().value, "Edited");
  EXPECT_EQ(edited.TextOf(sr::ReviewedLabel), "Cyst");
  EXPECT_EQ(edited.TextOf(sr::Label), "Mass") << "in the model's words";
  EXPECT_EQ(edited.TextOf(sr::OriginalSide), "Left");
  EXPECT_EQ(edited.TextOf(sr::OriginalSeverity), "Moderate");
  EXPECT_EQ(edited.TextOf(sr::OriginalText), "Round and dense.");
  EXPECT_EQ(edited.TextOf(sr::Severity), "Mild");
  EXPECT_THAT(edited.TextOf(sr::Original), HasSubstr("\"Box\""));
  EXPECT_NE(edited.Find(sr::AlgorithmName), nullptr);
}

// Oracle: the ends of the axes of an ellipse around (60, 70) with 12 and 6 px at 30 degrees, by
// hand: 12 cos 30 = 10.3923, 12 sin 30 = 6, 6 sin 30 = 3, 6 cos 30 = 5.1962; half a pixel further
// since SCOORD counts from the corner.
TEST(StructuredReportReview, DrawsTheEllipseOfTheHuman)
{
  const auto file = Made(ReviewedSeries().Context(), "reviewed");
  const auto region = GroupsOf(*file).at("Finding 4: Cyst").Find(sr::ImageRegion)->Region();
  ASSERT_TRUE(region.has_value());
  ASSERT_EQ(region->shape, ImageRegion::Shape::Ellipse);
  const std::vector<std::array<double, 2>> ends = {
      {60.5 - 10.3923, 64.5}, {60.5 + 10.3923, 76.5}, {63.5, 70.5 - 5.1962}, {57.5, 75.6962}};
  for (std::size_t i = 0; i < ends.size(); ++i)
  {
    EXPECT_NEAR(region->points[i][0], ends[i][0], 1e-3) << i;
    EXPECT_NEAR(region->points[i][1], ends[i][1], 1e-3) << i;
  }
}

// Oracle: how far that ellipse reaches is the square root of (12 cos 30)^2 + (6 sin 30)^2 = 117 in
// columns and of (12 sin 30)^2 + (6 cos 30)^2 = 63 in rows.
TEST(StructuredReportReview, PutsTheRectangleAroundTheWholeEllipse)
{
  const auto file = Made(ReviewedSeries().Context(), "reviewed");
  const auto region = GroupsOf(*file).at("Finding 4: Cyst").Find(sr::ImageRegion)->Region();
  ASSERT_TRUE(region.has_value());
  const ImageRegion rectangle = RectangleAround(*region);
  EXPECT_NEAR(rectangle.points[0][0], 60.5 - std::sqrt(117.0), 1e-3);
  EXPECT_NEAR(rectangle.points[0][1], 70.5 - std::sqrt(63.0), 1e-3);
  EXPECT_NEAR(rectangle.points[2][0], 60.5 + std::sqrt(117.0), 1e-3);
  EXPECT_NEAR(rectangle.points[2][1], 70.5 + std::sqrt(63.0), 1e-3);
}

TEST(StructuredReportReview, CutsAnEllipseAtTheEdgeOfTheImage)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 1);
  const std::string body = R"({"Revision": 0, "Findings": [{"Id": ")" +
                           fixture.report["Findings"][0]["Id"].asString() +
                           R"(", "Disposition": "Edited", "Ellipse": {"Mean": [2, 3],
      "SemiAxesPx": [20, 10], "AngleDegrees": 45}}], "SignOff": {"Name": "Smith"}})";
  fixture.report = ApplyReview(WithReview(fixture.report, body));
  const auto file = Made(fixture.Context(), "reviewed-edge");
  const auto region = GroupsOf(*file).at("Finding 1: Mass").Find(sr::ImageRegion)->Region();
  ASSERT_TRUE(region.has_value());
  EXPECT_EQ(region->shape, ImageRegion::Shape::Polyline);
  EXPECT_EQ(region->points.front(), region->points.back());
  const bool isWithin =
      std::all_of(region->points.begin(), region->points.end(),
                  [](const auto& point) { return point[0] >= 0.0 && point[1] >= 0.0; });
  EXPECT_TRUE(isWithin);
}

TEST(StructuredReportReview, TellsOfAddedFindingsAsTheHumansOwn)
{
  const auto file = Made(ReviewedSeries().Context(), "reviewed");
  const auto groups = GroupsOf(*file);
  const ContentItems& added = groups.at("Finding 6: Haemorrhage");
  EXPECT_EQ(added.Find(sr::Decision)->Code().value, "Added");
  EXPECT_EQ(added.Find(sr::AlgorithmName), nullptr);
  EXPECT_EQ(added.Find(sr::Label), nullptr) << "no model said it";
  EXPECT_EQ(added.TextOf(sr::ReviewedLabel), "Haemorrhage");
  EXPECT_EQ(added.TextOf(sr::ReviewedAnatomy), "left thalamus");
  EXPECT_EQ(added.Find(sr::PersonName)->PersonName(), "Smith^Jane^^Dr.");
}

TEST(StructuredReportReview, NamesRejectedFindingsWithTheReasonAlone)
{
  const ResultFixture fixture = ReviewedSeries();
  const auto file = Made(fixture.Context(), "reviewed");
  const ContentItems evaluations = EvaluationsOf(*file);
  const ContentItem* rejected = evaluations.Find(sr::RejectedByHuman);
  ASSERT_NE(rejected, nullptr);
  EXPECT_EQ(rejected->Text(), "Finding 2: Nodule");
  EXPECT_EQ(ContentItems(rejected).TextOf(sr::DecisionReason), "A vessel.");
  EXPECT_EQ(ContentItems(rejected).Find(sr::TrackingUid)->Uid(),
            UidOfUuid(fixture.report["Rejected"][0]["Id"].asString()));
  EXPECT_EQ(evaluations.Find(sr::Rejected), nullptr) << "verification rejected none";
  EXPECT_EQ(evaluations.TextOf(sr::Impression), "A small haemorrhage.");
  EXPECT_EQ(evaluations.TextOf(sr::ModelImpression), "Suspicious.");
  EXPECT_EQ(evaluations.TextOf(sr::Disclaimer),
            "Machine-made, reviewed by Smith, Jane Dr.; research use only, not for diagnostic "
            "use.");
  EXPECT_EQ(evaluations.Find(sr::ReviewStatus)->Code().value, "SignedOff");
}

TEST(StructuredReportReview, IsAnotherDocumentWhenAmended)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 5);
  const Json::Value once = WithReview(fixture.report, SignedBody(fixture.report));
  fixture.report =
      ApplyReview(WithReview(once, SignedBody(fixture.report, 1), "2026-11-26T00:00:00.000Z"));
  const auto file = Made(fixture.Context(), "reviewed-amended");
  const std::string analysis = fixture.report["AnalysisId"].asString();
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_SOPInstanceUID), ResultUid(analysis, "sr-review-2"));
  EXPECT_EQ(EvaluationsOf(*file).Find(sr::ReviewStatus)->Code().value, "Amended");
}

TEST(StructuredReportReview, OfADraftIsAsUnverifiedAsBefore)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 1);
  fixture.report =
      ApplyReview(WithReview(fixture.report, R"({"Revision": 0, "Impression": "Well."})"));
  const auto file = Made(fixture.Context(), "draft");
  DcmDataset& dataset = *file->getDataset();
  const std::string analysis = fixture.report["AnalysisId"].asString();
  EXPECT_EQ(ValueOf(dataset, DCM_VerificationFlag), "UNVERIFIED");
  EXPECT_EQ(ValueOf(dataset, DCM_PreliminaryFlag), "PRELIMINARY");
  EXPECT_EQ(ValueOf(dataset, DCM_SOPInstanceUID), ResultUid(analysis, "sr"));
  EXPECT_FALSE(dataset.tagExists(DCM_VerifyingObserverSequence));
}

TEST(StructuredReportReview, HoldsWhatAHumanAddedWhereNoModelJudged)
{
  ResultFixture fixture = FixtureOf(CtSeries(), 0);
  fixture.report["Status"] = "Abstained";
  fixture.report["Reason"] = "Burned-in text.";
  fixture.report["NoAbnormality"] = false;
  const std::string body = R"({"Revision": 0, "Added": [{"Image": 1, "Label": "Mass", "Ellipse":
      {"Mean": [80, 80], "SemiAxesPx": [10, 10], "AngleDegrees": 0}}], "SignOff": {"Name": "Li"}})";
  fixture.report = ApplyReview(WithReview(fixture.report, body));
  const auto file = Made(fixture.Context(), "reviewed-abstained");
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_CompletionFlag), "COMPLETE");
  EXPECT_EQ(ValueOf(*file->getDataset(), DCM_CompletionFlagDescription), "Burned-in text.");
  EXPECT_THAT(KeysOf(GroupsOf(*file)), testing::ElementsAre("Finding 1: Mass"));
}

}  // namespace
}  // namespace vlm
