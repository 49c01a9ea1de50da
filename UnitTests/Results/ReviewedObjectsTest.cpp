// SPDX-License-Identifier: GPL-3.0-or-later
// Objects beside the SR that are made of a signed review. Oracle: the review, and the UIDs of the
// contract: "<role>-review-<number>".
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "Report/ReviewedReport.h"
#include "Results/EncapsulatedPdf.h"
#include "Results/ParametricMap.h"
#include "Results/PresentationState.h"
#include "Results/ResultUid.h"
#include "Results/ReviewedFixture.h"
#include "Results/SecondaryCapture.h"
#include "Results/SignedReview.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

struct Made
{
  std::string role;
  std::string seriesRole;
  Result<ResultObject> object;
};

std::vector<Made> ObjectsOf(const ResultContext& context)
{
  const auto states = PresentationStatesOf(context);
  const auto maps = ParametricMapsOf(context);
  EXPECT_TRUE(states.HasValue() && !states.Value().empty());
  EXPECT_TRUE(maps.HasValue() && !maps.Value().empty());
  return {{"pdf", "pdf-series", EncapsulatedPdfOf(context, "%PDF-1.7 ")},
          {"sc-0-annotated", "sc-series",
           SecondaryCaptureOf(context, {0, Layer::Annotated}, cv::Mat(64, 64, CV_8UC3), 1)},
          {"pr-0", "pr-series", states.Value().at(0)},
          {"pm-0", "pm-series", maps.Value().at(0)}};
}

TEST(ReviewedObjects, AreOthersThanThoseOfNoReview)
{
  const ResultFixture fixture = ReviewedSeries();
  const std::string analysis = fixture.report["AnalysisId"].asString();
  for (const Made& made : ObjectsOf(fixture.Context()))
  {
    ASSERT_TRUE(made.object.HasValue()) << made.role;
    const auto file = Parsed(made.object.Value().dicom);
    DcmDataset& dataset = *file->getDataset();
    EXPECT_EQ(ValueOf(dataset, DCM_SOPInstanceUID), ResultUid(analysis, made.role + "-review-1"));
    EXPECT_EQ(ValueOf(dataset, DCM_SeriesInstanceUID),
              ResultUid(analysis, made.seriesRole + "-review-1"));
    EXPECT_EQ(made.object.Value().sopInstanceUid, ValueOf(dataset, DCM_SOPInstanceUID));
    EXPECT_EQ(ValueOf(dataset, DCM_SeriesDescription),
              "AI findings (reviewed by a human) - gemini-2.5-flash-001");
    EXPECT_EQ(ValueOf(dataset, DCM_SeriesDate), "20261125") << "of the review";
    Keep("reviewed-" + made.role, made.object.Value().dicom);
  }
}

TEST(ReviewedObjects, StillSayThatAMachineMadeThem)
{
  const ResultFixture fixture = ReviewedSeries();
  const auto made = ObjectsOf(fixture.Context());
  const auto pdf = Parsed(made[0].object.Value().dicom);
  EXPECT_EQ(ValueOf(*pdf->getDataset(), DCM_VerificationFlag), "VERIFIED");
  const auto capture = Parsed(made[1].object.Value().dicom);
  EXPECT_THAT(ValueOf(*capture->getDataset(), DCM_DerivationDescription),
              HasSubstr("Machine-made, reviewed by Smith, Jane Dr.; research use only"));
}

TEST(ReviewedObjects, ShowWhatTheHumanLeft)
{
  const ResultFixture fixture = ReviewedSeries();
  std::vector<int> images;
  for (const CaptureWish& wish : CapturesOf(fixture.report))
  {
    images.push_back(wish.image);
  }
  // 1, 4 and the added one are on image 0, 5 on image 1, where 2 was rejected; 3 has no place.
  EXPECT_THAT(images, testing::ElementsAre(0, 0, 1, 1));
}

TEST(SignedReview, IsOfSignedReportsAlone)
{
  EXPECT_FALSE(SignedReviewOf(Json::Value()).has_value());
  const ResultFixture plain = FixtureOf(CtSeries(), 3);
  EXPECT_FALSE(SignedReviewOf(plain.report).has_value());
  const auto review = SignedReviewOf(ReviewedSeries().report);
  ASSERT_TRUE(review.has_value());
  EXPECT_EQ(review->revision, 1);
  EXPECT_EQ(review->name, "Smith^Jane^^Dr.");
  EXPECT_EQ(review->user, "alice");
  EXPECT_FALSE(review->isAmendment);
}

TEST(SignedReview, OfWhateverSomebodyWroteHasAName)
{
  Json::Value report;
  report["Review"]["SignedOff"] = true;
  report["Review"]["Revision"] = 3;
  report["Review"]["At"] = 7;
  report["Review"]["Name"] = Json::arrayValue;
  const auto review = SignedReviewOf(report);
  ASSERT_TRUE(review.has_value());
  EXPECT_EQ(review->name, "Unknown");
  EXPECT_FALSE(review->at.has_value());
}

TEST(SignedReview, KnowsWhichWereSignedBefore)
{
  Json::Value report;
  for (const int revision : {1, 2, 3, 5})
  {
    Json::Value entry;
    entry["Revision"] = revision;
    entry["SignedOff"] = revision != 2;
    report["Reviews"].append(entry);
  }
  EXPECT_THAT(SignedRevisionsBefore(report, 5), testing::ElementsAre(3, 1, 0));
  EXPECT_THAT(SignedRevisionsBefore(report, 1), testing::ElementsAre(0));
  EXPECT_THAT(SignedRevisionsBefore(report, 0), testing::IsEmpty());
}

}  // namespace
}  // namespace vlm
