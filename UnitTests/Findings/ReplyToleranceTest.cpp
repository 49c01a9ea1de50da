// SPDX-License-Identifier: GPL-3.0-or-later
// Slips of form that do not cost a reply, and box formats and views that change what it means.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "Findings/FindingsParser.h"
#include "Findings/Requests.h"

namespace vlm
{
namespace
{

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ParsedReply Parse(const std::string& text)
{
  const auto reply = ParseFindings(text, RequestOf(1));
  EXPECT_TRUE(reply.HasValue()) << (reply.HasValue() ? "" : reply.Failure().message);
  return reply.HasValue() ? reply.Value() : ParsedReply();
}

std::string OneFinding(const std::string& members)
{
  return R"({"no_abnormality": false, "findings": [{"label": "Mass", )" + members + "}]}";
}

TEST(FindingsParser, TakesJsonAmidChatter)
{
  const ParsedReply reply = Parse("<think>Hm.</think>Here:\n```json\n" +
                                  OneFinding("\"score\": 0.5") + "\n```\nHope this helps!");
  EXPECT_THAT(reply.findings, SizeIs(1));
  EXPECT_THAT(reply.warnings, IsEmpty());
}

TEST(FindingsParser, TakesABareListOfFindings)
{
  const ParsedReply reply =
      Parse(R"([{"label": "Mass", "box_2d": [1, 2, 3, 4]}, {"label": "Cyst"}])");
  EXPECT_THAT(reply.findings, SizeIs(2));
  EXPECT_FALSE(reply.noAbnormality);
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("bare list")));
}

TEST(FindingsParser, TakesAReplyInAListOfOne)
{
  const ParsedReply reply = Parse(R"([{"findings": [], "no_abnormality": true}])");
  EXPECT_TRUE(reply.noAbnormality);
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("list of one")));
}

TEST(FindingsParser, KeepsAFindingWhoseBoxIsMalformed)
{
  for (const char* box :
       {"[]", "[1, 2, 3]", "[1, 2, 3, 4, 5]", "[1, \"x\", 3, 4]", "\"everywhere\"",
        "[1, null, 3, 4]", "{\"ymin\": 1}", "[1, \"NaN\", 3, 4]", "true"})
  {
    const ParsedReply reply = Parse(OneFinding(std::string("\"box_2d\": ") + box));
    ASSERT_THAT(reply.findings, SizeIs(1)) << box;
    EXPECT_FALSE(reply.findings[0].box.has_value()) << box;
    EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("not 4 numbers"))) << box;
  }
}

TEST(FindingsParser, ReadsNumbersWrittenAsTexts)
{
  const ParsedReply reply =
      Parse(OneFinding(R"("score": "0.8", "image": "0", "box_2d": ["100", "200", 300, "400"])"));
  ASSERT_THAT(reply.findings, SizeIs(1));
  EXPECT_EQ(reply.findings[0].modelScore, 0.8);
  EXPECT_NEAR(reply.findings[0].box.value().left, 199.5, 1e-9);
  EXPECT_THAT(reply.warnings, SizeIs(2));
}

TEST(FindingsParser, ReadsABoxInAListOfItsOwn)
{
  const ParsedReply reply = Parse(OneFinding(R"("box_2d": [[100, 200, 300, 400]])"));
  EXPECT_NEAR(reply.findings.at(0).box.value().left, 199.5, 1e-9);
  EXPECT_THAT(reply.warnings, SizeIs(1));
}

TEST(FindingsParser, DropsAScoreThatIsNoNumber)
{
  const ParsedReply reply = Parse(OneFinding(R"("score": "high")"));
  ASSERT_THAT(reply.findings, SizeIs(1));
  EXPECT_FALSE(reply.findings[0].modelScore.has_value());
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("score")));
}

TEST(FindingsParser, TakesOneTextForAListAndAListForOneText)
{
  const ParsedReply reply =
      Parse(R"({"no_abnormality": true, "findings": [], "recommendations": "Follow up",
                "impression": ["Normal.", "No mass."]})");
  EXPECT_THAT(reply.narrative.recommendations, ElementsAre("Follow up"));
  EXPECT_EQ(reply.narrative.impression, "Normal. No mass.");
  EXPECT_THAT(reply.warnings, SizeIs(2));
}

TEST(FindingsParser, InfersThatFindingsMeanAnAbnormality)
{
  const ParsedReply reply = Parse(R"({"findings": [{"label": "Mass"}]})");
  EXPECT_FALSE(reply.noAbnormality);
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("does not say whether")));
}

// 1000 columns and 500 rows; edges begin at -0.5.
TEST(FindingsParser, ReadsBoxesInTheFormatOfTheModel)
{
  const BoxFormat pixels{BoxFormat::Order::Xyxy, BoxFormat::Scale::Pixels};
  const auto reply =
      ParseFindings(OneFinding(R"("box_2d": [200, 50, 400, 150])"), RequestOf(1), pixels);
  const BoundingBox box = reply.Value().findings.at(0).box.value();
  EXPECT_NEAR(box.left, 199.5, 1e-9);
  EXPECT_NEAR(box.top, 49.5, 1e-9);
  EXPECT_NEAR(box.width, 200.0, 1e-9);
  EXPECT_NEAR(box.height, 100.0, 1e-9);
}

TEST(FindingsParser, TrustsNoBoxOfAnUnknownFormat)
{
  const auto reply = ParseFindings(
      R"([{"label": "Mass", "box_2d": [1, 2, 3, 4]}, {"label": "Cyst", "box_2d": [1, 2, 3, 4]}])",
      RequestOf(1), std::nullopt);
  ASSERT_THAT(reply.Value().findings, SizeIs(2));
  EXPECT_FALSE(reply.Value().findings[0].box.has_value());
  EXPECT_THAT(reply.Value().warnings,
              ElementsAre(HasSubstr("bare list"), HasSubstr("box format is unknown")));
}

TEST(FindingsParser, SwapsSidesOfAMirroredViewButNoWords)
{
  ModelRequest request = RequestOf(1);
  request.images[0].coordinates = ImageCoordinates({-0.5, -0.5, 1000.0, 500.0}, {1000, 500},
                                                   ImageCoordinates::Mirror::LeftRight);
  const auto reply = ParseFindings(
      OneFinding(
          R"("laterality": "left", "description": "On the left", "box_2d": [0, 0, 100, 200])"),
      request);
  const CandidateFinding& finding = reply.Value().findings.at(0);
  EXPECT_EQ(finding.laterality, Laterality::Right);
  EXPECT_EQ(finding.description, "On the left");
  EXPECT_NEAR(finding.box.value().left, 799.5, 1e-9);
}

// Edges in the wrong order pass the parser and are the verifier's to reject.
TEST(FindingsParser, LeavesInvertedBoxesToTheVerifier)
{
  for (const char* box : {"[300, 200, 100, 400]", "[100, 400, 300, 200]", "[300, 400, 100, 200]"})
  {
    const ParsedReply reply = Parse(OneFinding(std::string("\"box_2d\": ") + box));
    const BoundingBox parsed = reply.findings.at(0).box.value();
    EXPECT_LT(std::min(parsed.width, parsed.height), 0.0) << box;
  }
}

}  // namespace
}  // namespace vlm
