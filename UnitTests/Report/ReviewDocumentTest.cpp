// SPDX-License-Identifier: GPL-3.0-or-later
// What documents say of a review.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Report/PrintedReport.h"
#include "Report/ReportDocument.h"
#include "Report/ReportViews.h"
#include "Report/ReviewedReport.h"
#include "Report/ReviewedSample.h"

namespace vlm
{
namespace
{

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// With these facts on one line each, however they were wrapped.
std::string TextOfServed(const Json::Value& report, const char* language = "en")
{
  std::string text = ReportToText(report, Phrasebook::Of(language));
  for (const char* const second : {"\n   extent", "\n   decision"})
  {
    const std::size_t place = text.find(second);
    if (place != std::string::npos)
    {
      text.replace(place, 4, " ");
    }
  }
  return text;
}

std::string Text(const Json::Value& stored, const char* language = "en")
{
  return TextOfServed(ApplyReview(stored), language);
}

std::string Html(const Json::Value& stored)
{
  return ReportToHtml(ApplyReview(stored), {Phrasebook::Of("en")});
}

Json::Value Signed()
{
  return WithReview(UnreviewedSample(), FullReview());
}

TEST(ReviewedDocument, SaysWhoSignedIt)
{
  const std::string text = Text(Signed());

  EXPECT_THAT(text, StartsWith("Machine-made, reviewed by Smith, John; research use only, not for "
                               "diagnostic use.\n"));
  EXPECT_THAT(text, Not(HasSubstr("unverified, not for")));
  EXPECT_THAT(text,
              HasSubstr("Reviewed and signed by Smith, John on 2026-11-24 06:00 UTC "
                        "(revision 1). User: alice.\n"
                        "Findings: 1 accepted, 1 edited, 1 rejected, 1 added, 0 undecided\n"));
  EXPECT_THAT(Html(Signed()), HasSubstr("<div class=\"review\" role=\"note\">\n<p dir=\"auto\">"
                                        "Reviewed and signed by <bdi>Smith, John</bdi> on "));
}

TEST(ReviewedDocument, SaysThatADraftIsOne)
{
  const Json::Value draft = WithReview(UnreviewedSample(), AcceptedNodule());

  EXPECT_THAT(Text(draft), StartsWith("For research use only. Machine-made, unverified,"));
  EXPECT_THAT(Text(draft), HasSubstr("not signed off: this is a draft. User: alice."));
  EXPECT_THAT(Text(draft), HasSubstr("Review: Accepted by the reviewer\n"));
  EXPECT_THAT(Text(draft), HasSubstr("Review: No decision yet\n"));
  EXPECT_THAT(Html(draft), HasSubstr("<div class=\"warning\" role=\"note\">\n<p dir=\"auto\">Rev"));
}

TEST(ReviewedDocument, SaysWhatWasThereBefore)
{
  const std::string text = Text(Signed());

  EXPECT_THAT(text, HasSubstr("1. Mass, Upper lobe, Right, Moderate\n"));
  EXPECT_THAT(text, HasSubstr("Review: Changed by the reviewer; reason: Too large.\n"));
  EXPECT_THAT(text,
              HasSubstr("Was, by the model: Finding: Nodule; Side: Left; Position: column "
                        "120, row 60 px of image 1, extent 36 × 20 px; Size: 18.0 × 10.0 mm\n"));
  EXPECT_THAT(text, HasSubstr("\n   Size: 20.0 × 10.0 mm\n"));
  EXPECT_THAT(text, HasSubstr("(of the model; this place is the reviewer's)"));
  EXPECT_THAT(text, Not(HasSubstr("known to within")));
  EXPECT_THAT(text, HasSubstr("The reviewer wrote this impression. The model's was: Suspicious "
                              "nodule.\n"));
}

TEST(ReviewedDocument, TellsOfWhatCameInAndWhatWentOut)
{
  const std::string text = Text(Signed());

  EXPECT_THAT(text, HasSubstr("4. Cyst, Left\n"));
  EXPECT_THAT(text, HasSubstr("Review: Added by the reviewer; no model reported it\n"));
  EXPECT_THAT(text, HasSubstr("Accepted by the reviewer, after the verification had rejected it"));
  EXPECT_THAT(text,
              HasSubstr("Rejected by the reviewer: 1\n   - Pleural effusion: A fold of skin."));
  EXPECT_THAT(text, Not(HasSubstr("Rejected because of their location")));
}

TEST(ReviewedDocument, DoesNotSayThatRejectedFindingsHadNoLocation)
{
  Json::Value body = FullReview();
  body["Added"] = Json::arrayValue;
  for (Json::Value& decision : body["Findings"])
  {
    decision = Body("{'Disposition': 'Rejected', 'Reason': 'Motion.', 'Id': '" +
                    decision["Id"].asString() + "'}");
  }

  EXPECT_THAT(Text(WithReview(UnreviewedSample(), body)),
              HasSubstr("\nNone is left after the review.\n"));
}

TEST(ReviewedDocument, ShowsAllReviewsOfAnAmendedReport)
{
  const std::string text = Text(WithReview(Signed(), FullReview()));

  EXPECT_THAT(text, HasSubstr("It amends an earlier signed review."));
  EXPECT_THAT(text,
              HasSubstr("- 1 | 2026-11-24 06:00 UTC | Smith, John | signed off | 1 accepted"));
  EXPECT_THAT(Text(Signed()), Not(HasSubstr("| signed off |")));
}

TEST(ReviewedDocument, TellsOfTheSlicesOfALesionApart)
{
  Json::Value report = SeriesReport();
  report["Review"]["Revision"] = 1;
  report["Findings"][0]["Review"]["Disposition"] = "Accepted";
  report["Findings"][1]["Review"]["Disposition"] = "Edited";
  const std::string text = TextOfServed(report);

  EXPECT_THAT(text, HasSubstr("image 2: Accepted by the reviewer"));
  EXPECT_THAT(text, HasSubstr("image 3: Changed by the reviewer"));
  EXPECT_THAT(text, HasSubstr("images 4 to 5: No decision yet"));
}

TEST(ReviewedDocument, TellsOfEachPartOfACollection)
{
  Json::Value other = UnreviewedSample();
  other["AnalysisId"] = "bba7b812-9dad-11d1-80b4-00c04fd430c8";
  const Json::Value whole =
      CollectReports({ApplyReview(Signed()), ApplyReview(other)}, "Study", "study-1");
  const std::string text = ReportToText(whole, Phrasebook::Of("en"));

  EXPECT_THAT(text, StartsWith("For research use only."));
  EXPECT_THAT(text, HasSubstr("Part 1: Reviewed and signed by Smith, John"));
  EXPECT_THAT(text, HasSubstr("Part 2: not reviewed."));

  const Json::Value one = CollectReports({ApplyReview(Signed())}, "Study", "study-1");
  EXPECT_TRUE(IsSignedOff(one));
  EXPECT_THAT(ReportToText(one, Phrasebook::Of("en")), StartsWith("Machine-made, reviewed by"));
}

TEST(ReviewedDocument, ShowsWhatWasFoundWhereTheModelAbstained)
{
  Json::Value stored = UnreviewedSample();
  stored["Status"] = "Abstained";
  stored["Findings"] = stored["Rejected"] = Json::arrayValue;
  Json::Value body = FullReview();
  body["Findings"] = Json::arrayValue;
  const std::string text = Text(WithReview(stored, body));

  EXPECT_THAT(text, HasSubstr("ABSTAINED."));
  EXPECT_THAT(text, HasSubstr("1. Cyst, Left"));
  EXPECT_THAT(text, Not(HasSubstr("nothing is known about these pictures")));
}

TEST(ReviewedDocument, IsThereInChinese)
{
  Json::Value stored = UnreviewedSample();
  stored["Narrative"]["Language"] = "zh";
  Json::Value body = FullReview();
  body["SignOff"]["Name"] = "李^华";
  const std::string text = Text(WithReview(stored, body), "zh");

  EXPECT_THAT(text, StartsWith("由机器生成，经 李, 华 审核；仅供研究使用，不得用于诊断。\n"));
  EXPECT_THAT(text, HasSubstr("审核者否定：1 处"));
}

TEST(ReviewedDocument, EscapesWhatAReviewerWrites)
{
  Json::Value body = FullReview();
  for (const char* key : {"Label", "Reason"})
  {
    body["Findings"][0][key] = "<script>alert(1)</script>";
  }
  body["Findings"][1]["Reason"] = HostileText();
  body["Impression"] = HostileText();
  body["SignOff"]["Name"] = "<b>Smith</b>\xE2\x80\xAE";
  const std::string html = Html(WithReview(UnreviewedSample(), body));

  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  EXPECT_THAT(html, Not(HasSubstr("\xE2\x80\xAE")));
}

TEST(ReviewedDocument, SurvivesReviewsThatAreNone)
{
  for (const char* text :
       {"{'Review': {}}", "{'Review': {'SignedOff': true, 'Name': 7, 'At': 3, 'Counts': 'x'}}",
        "{'Review': {'SignedOff': true}, 'Reviews': [1, null, {}], 'Findings': [{'Review': 7},"
        " {'Review': {'Disposition': 'x', 'Original': 3}}, {'Review': {'Disposition': 'Edited',"
        " 'Original': {'Label': 7, 'Laterality': [], 'Measurements': 3, 'Verification': 'x'}}}],"
        " 'Rejected': [{'Review': {'Disposition': 'Rejected', 'Reason': {}}}]}",
        "{'Parts': [{'Review': 3}, {'Review': {}}, null]}"})
  {
    const Json::Value report = Body(text);
    EXPECT_FALSE(ReportToText(report, Phrasebook::Of("en")).empty()) << text;
    EXPECT_TRUE(ReportToPdf(report, {Phrasebook::Of("zh")}, Paper::A4).HasValue()) << text;
  }
}

}  // namespace
}  // namespace vlm
