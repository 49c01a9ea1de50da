// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewReading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "Foundation/Json.h"
#include "Foundation/Uuid.h"
#include "Report/ReviewedSample.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;

// FullReview() with another member at `path`, and without a sign-off.
Json::Value With(const std::string& list, const std::string& key, const Json::Value& value)
{
  Json::Value body = FullReview();
  body["SignOff"] = Json::Value();
  body[list][0][key] = value;
  return body;
}

Json::Value WithEllipse(const std::string& list, const std::string& text)
{
  return With(list, "Ellipse", Body(text));
}

TEST(ReadReview, KeepsWhatItKnowsAndNothingElse)
{
  Json::Value body = FullReview();
  body["Virus"] = "x";
  body["Findings"][0]["Verification"]["Status"] = "Verified";
  body["Added"][0]["ModelScore"] = 1.0;
  const auto review = ReadReview(body, UnreviewedSample());

  ASSERT_TRUE(review.HasValue()) << review.Failure().message;
  const Json::Value& read = review.Value();
  EXPECT_EQ(read.getMemberNames(),
            (std::vector<std::string>{"Added", "Findings", "Impression", "SignOff"}));
  EXPECT_EQ(
      read["Findings"][0].getMemberNames(),
      (std::vector<std::string>{"Disposition", "Ellipse", "Id", "Label", "Laterality", "Reason"}));
  EXPECT_EQ(read["Findings"][0]["Ellipse"]["SemiAxesPx"][1], 10.0);
  EXPECT_EQ(read["Findings"][2]["Reason"], "");
  EXPECT_EQ(
      read["Added"][0].getMemberNames(),
      (std::vector<std::string>{"Description", "Ellipse", "Id", "Image", "Label", "Laterality"}));
  EXPECT_EQ(read["Impression"], "A mass and a cyst.");
  EXPECT_EQ(read["SignOff"]["Name"], "Smith^John");
}

TEST(ReadReview, TakesAReviewThatSaysNothing)
{
  const auto review = ReadReview(Body("{'Revision': 0, 'Findings': null}"), UnreviewedSample());

  ASSERT_TRUE(review.HasValue());
  EXPECT_EQ(WriteJson(review.Value()),
            R"({"Added":[],"Findings":[],"Impression":null,"SignOff":null})");
}

TEST(ReadReview, CleansTexts)
{
  const auto review =
      ReadReview(With("Findings", "Label", " Ma\xE2\x80\xAEss\a "), UnreviewedSample());

  ASSERT_TRUE(review.HasValue());
  EXPECT_EQ(review.Value()["Findings"][0]["Label"], "Mass");
}

TEST(ReadReview, RefusesWhatIsNoReview)
{
  for (const char* text :
       {"null", "[]", "7", "'x'", "{}", "{'Revision': '0'}", "{'Revision': -1}",
        "{'Revision': 0.5}", "{'Revision': 0, 'Findings': {}}", "{'Revision': 0, 'Findings': 'x'}",
        "{'Revision': 0, 'Findings': [1]}", "{'Revision': 0, 'Findings': [null]}",
        "{'Revision': 0, 'Findings': [[]]}", "{'Revision': 0, 'Added': 3}",
        "{'Revision': 0, 'Added': [{}]}", "{'Revision': 0, 'Added': ['x']}",
        "{'Revision': 0, 'Impression': 7}", "{'Revision': 0, 'SignOff': 'Smith'}",
        "{'Revision': 0, 'SignOff': []}"})
  {
    EXPECT_NE(WhyRefused(Body(text)), "(taken)") << text;
  }
}

TEST(ReadReview, NamesTheMemberThatItRefuses)
{
  const Json::Value number = 7;
  for (const char* key : {"Reason", "Label", "Anatomy", "Severity", "Description"})
  {
    EXPECT_EQ(WhyRefused(With("Findings", key, number)),
              std::string("Findings[0].") + key + " must be a text.");
  }
  EXPECT_THAT(WhyRefused(With("Findings", "Laterality", "left")),
              HasSubstr("Findings[0].Laterality"));
  EXPECT_THAT(WhyRefused(With("Findings", "Laterality", number)), HasSubstr("must be Left, Right"));
  EXPECT_THAT(WhyRefused(With("Findings", "Disposition", "Maybe")),
              HasSubstr("Findings[0].Disposition"));
  EXPECT_THAT(WhyRefused(With("Findings", "Id", RejectedId)), HasSubstr("Findings[2].Id is that"));
  EXPECT_THAT(WhyRefused(With("Findings", "Id", "nobody")), HasSubstr("Findings[0].Id names no"));
  EXPECT_THAT(WhyRefused(With("Findings", "Label", " \t")),
              HasSubstr("Findings[0].Label is empty"));
  EXPECT_THAT(WhyRefused(With("Findings", "Label", std::string(201, 'x'))),
              HasSubstr("allowed are 200"));
  EXPECT_THAT(WhyRefused(With("Findings", "Description", std::string(4001, 'x'))),
              HasSubstr("4000"));
  EXPECT_THAT(WhyRefused(With("Findings", "Reason", std::string(2001, 'x'))), HasSubstr("2000"));
  EXPECT_THAT(WhyRefused(With("Added", "Id", number)), HasSubstr("Added[0].Id must be a text"));
  EXPECT_THAT(WhyRefused(With("Added", "Label", Json::Value())),
              HasSubstr("Added[0].Label is missing"));
  for (const Json::Value& image : {Json::Value(2), Json::Value(-1), Json::Value("0"), Json::Value(),
                                   Json::Value(0.5), Json::Value(1e300)})
  {
    EXPECT_EQ(WhyRefused(With("Added", "Image", image)),
              "Added[0].Image must be the index of one of the 2 images of this report.");
  }
}

TEST(ReadReview, WantsAReasonForARejectionAndEditsForAnEdit)
{
  Json::Value body = FullReview();
  body["Findings"][1]["Reason"] = " ";
  EXPECT_THAT(WhyRefused(body), HasSubstr("Findings[1].Reason is missing"));
  body = FullReview();
  body["Findings"][2]["Disposition"] = "Edited";
  EXPECT_THAT(WhyRefused(body), HasSubstr("Findings[2] is Edited; an Edited one has at least one"));
  body["Findings"][2]["Disposition"] = "Accepted";
  body["Findings"][2]["Label"] = "Lost if it were taken";
  EXPECT_THAT(WhyRefused(body), HasSubstr("Findings[2] is Accepted"));
}

TEST(ReadReview, RefusesEllipsesThatAreNone)
{
  for (const char* list : {"Findings", "Added"})
  {
    for (const char* text : {"3", "[]", "{}", "{'Mean': [1, 2], 'SemiAxesPx': [3, 4]}",
                             "{'Mean': [1], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2, 3], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}",
                             "{'Mean': ['1', 2], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [3, null], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [3, 4], 'AngleDegrees': '0'}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [3, 4], 'AngleDegrees': 1e9}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [-3, 4], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [3, 0], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [3, 0.49], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [716, 4], 'AngleDegrees': 0}",
                             "{'Mean': [1, 2], 'SemiAxesPx': [1e300, 4], 'AngleDegrees': 0}",
                             "{'Mean': [-0.6, 2], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}",
                             "{'Mean': [500, 2], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}",
                             "{'Mean': [1, 512], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}",
                             "{'Mean': [1e300, 2], 'SemiAxesPx': [3, 4], 'AngleDegrees': 0}"})
    {
      EXPECT_THAT(WhyRefused(WithEllipse(list, text)), HasSubstr("[0].Ellipse")) << text;
    }
  }
  // Of an image of 500 x 512 pixels the diagonal is 715.6.
  EXPECT_EQ(
      WhyRefused(WithEllipse(
          "Added", "{'Mean': [-0.5, 511.5], 'SemiAxesPx': [715, 0.5], 'AngleDegrees': -360}")),
      "(taken)");
}

TEST(ReadReview, RefusesNumbersThatJsonCannotSay)
{
  for (const double number :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
  {
    Json::Value body = FullReview();
    body["Added"][0]["Ellipse"]["Mean"][0] = number;
    EXPECT_NE(WhyRefused(body), "(taken)");
    body = FullReview();
    body["Findings"][0]["Ellipse"]["AngleDegrees"] = number;
    EXPECT_NE(WhyRefused(body), "(taken)");
    body = FullReview();
    body["Findings"][0]["Ellipse"]["SemiAxesPx"][1] = number;
    EXPECT_NE(WhyRefused(body), "(taken)");
  }
}

TEST(ReadReview, RefusesAnEllipseWhereTheImageHasNoSize)
{
  Json::Value stored = UnreviewedSample();
  stored["Images"][0]["Rows"] = 0;
  EXPECT_THAT(WhyRefused(FullReview(), stored), HasSubstr("does not tell the size"));
  stored["Images"] = "none";
  EXPECT_NE(WhyRefused(FullReview(), stored), "(taken)");
}

TEST(ReadReview, BoundsTheNumberOfItems)
{
  Json::Value body = FullReview();
  const Json::Value added = body["Added"][0];
  body["Added"].resize(201);
  EXPECT_EQ(WhyRefused(body), "Added has 201 items; allowed are 200.");
  body["Findings"].resize(201);
  EXPECT_EQ(WhyRefused(body), "Findings has 201 items; allowed are 200.");
}

TEST(ReadReview, GivesAddedFindingsIdentifiersOfTheirOwn)
{
  Json::Value body = FullReview();
  body["Added"].append(body["Added"][0]);
  body["Added"][0]["Id"] = "new-1";
  body["Added"][1]["Id"] = NoduleId;  // an identifier, but of another finding
  const auto review = ReadReview(body, UnreviewedSample());

  ASSERT_TRUE(review.HasValue());
  const std::string first = review.Value()["Added"][0]["Id"].asString();
  const std::string second = review.Value()["Added"][1]["Id"].asString();
  EXPECT_TRUE(IsUuid(first) && IsUuid(second));
  EXPECT_NE(first, second);
  EXPECT_NE(second, NoduleId);
}

TEST(ReadReview, KeepsTheIdentifiersThatAnEarlierReviewGave)
{
  const Json::Value stored = WithReview(UnreviewedSample(), FullReview());
  const std::string earlier = stored["Reviews"][0]["Added"][0]["Id"].asString();
  Json::Value body = FullReview();
  body["Revision"] = 1;
  body["Added"].append(body["Added"][0]);
  body["Added"][1]["Id"] = earlier;
  const auto review = ReadReview(body, stored);

  ASSERT_TRUE(review.HasValue()) << review.Failure().message;
  EXPECT_EQ(review.Value()["Added"][1]["Id"], earlier);
  EXPECT_NE(review.Value()["Added"][0]["Id"], earlier);

  body["Added"][0]["Id"] = earlier;
  EXPECT_THAT(WhyRefused(body, stored), HasSubstr("Added[1].Id is that of an item before"));
}

TEST(ReadReview, IsInConflictWithAnotherRevisionOrAFailedAnalysis)
{
  Json::Value failed = UnreviewedSample();
  failed["Status"] = "Failed";
  const Json::Value reviewed = WithReview(UnreviewedSample(), FullReview());
  for (const Json::Value& stored : {failed, reviewed})
  {
    const auto review = ReadReview(FullReview(), stored);
    ASSERT_FALSE(review.HasValue());
    EXPECT_EQ(review.Failure().kind, ErrorKind::Conflict);
  }
}

TEST(ReadReview, SurvivesReportsThatAreNone)
{
  for (const char* text :
       {"null", "[]", "7", "{'Findings': 3, 'Rejected': {}, 'Reviews': 'x'}",
        "{'Findings': [1, null, {'Id': 7}, {'Id': ''}], 'Images': [null, 3], 'Reviews': [1, []]}",
        "{'Reviews': [{'Added': [1, {'Id': 3}], 'Revision': 'x'}]}"})
  {
    for (const int revision : {0, 1, 2})
    {
      Json::Value body = FullReview();
      body["Revision"] = revision;
      EXPECT_FALSE(ReadReview(body, Body(text)).HasValue()) << text;
    }
  }
}

}  // namespace
}  // namespace vlm
