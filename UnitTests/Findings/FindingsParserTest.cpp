// SPDX-License-Identifier: GPL-3.0-or-later
#include "Findings/FindingsParser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "Findings/Requests.h"
#include "Foundation/CleanText.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ParsedReply Parse(const std::string& text, int images = 1)
{
  const auto reply = ParseFindings(text, RequestOf(images));
  EXPECT_TRUE(reply.HasValue()) << (reply.HasValue() ? "" : reply.Failure().message);
  return reply.HasValue() ? reply.Value() : ParsedReply();
}

// A reply with one finding of these members.
std::string OneFinding(const std::string& members)
{
  return R"({"no_abnormality": false, "findings": [{"label": "Mass", )" + members + "}]}";
}

TEST(FindingsParser, ReadsEverythingAModelMayState)
{
  const ParsedReply reply = Parse(R"({
    "image_quality": {"adequate": false, "reason": "Motion"}, "no_abnormality": false,
    "findings": [{"label": "Mass", "category": "Lesion", "anatomy": "Left upper lobe",
      "laterality": "Left", "description": "Round", "severity": "Moderate", "evidence": "Bright",
      "differential": ["Cyst", "Abscess"], "score": 0.8, "image": 1, "box_2d": [100, 200, 300, 400]}],
    "technique": "CT", "findings_text": "One mass.", "impression": "Mass",
    "recommendations": ["Follow up"], "limitations": ["One slice"]})",
                                  2);

  ASSERT_EQ(reply.findings.size(), 1U);
  const CandidateFinding& finding = reply.findings[0];
  EXPECT_EQ(finding.label, "Mass");
  EXPECT_EQ(finding.category, "Lesion");
  EXPECT_EQ(finding.anatomy, "Left upper lobe");
  EXPECT_EQ(finding.laterality, Laterality::Left);
  EXPECT_EQ(finding.description, "Round");
  EXPECT_EQ(finding.severity, "Moderate");
  EXPECT_EQ(finding.evidence, "Bright");
  EXPECT_THAT(finding.differential, ElementsAre("Cyst", "Abscess"));
  EXPECT_EQ(finding.modelScore, 0.8);
  EXPECT_EQ(finding.image, 1);
  EXPECT_FALSE(reply.noAbnormality);
  EXPECT_FALSE(reply.imageQuality.adequate);
  EXPECT_EQ(reply.imageQuality.reason, "Motion");
  EXPECT_EQ(reply.narrative.technique, "CT");
  EXPECT_EQ(reply.narrative.findings, "One mass.");
  EXPECT_EQ(reply.narrative.impression, "Mass");
  EXPECT_THAT(reply.narrative.recommendations, ElementsAre("Follow up"));
  EXPECT_THAT(reply.narrative.limitations, ElementsAre("One slice"));
  EXPECT_EQ(reply.narrative.language, "en");
  EXPECT_THAT(reply.warnings, IsEmpty());
}

// [ymin, xmin, ymax, xmax] in thousandths of 500 rows and 1000 columns; the first edge is at -0.5.
TEST(FindingsParser, ConvertsTheBoxToStoredPixels)
{
  const ParsedReply reply = Parse(OneFinding(R"("box_2d": [100, 200, 300, 400])"));

  ASSERT_EQ(reply.findings.size(), 1U);
  const BoundingBox box = reply.findings[0].box.value();
  EXPECT_NEAR(box.left, 199.5, 1e-9);
  EXPECT_NEAR(box.top, 49.5, 1e-9);
  EXPECT_NEAR(box.width, 200.0, 1e-9);
  EXPECT_NEAR(box.height, 100.0, 1e-9);
}

TEST(FindingsParser, ReadsNothingFound)
{
  const ParsedReply reply = Parse(R"({"no_abnormality": true, "findings": []})");

  EXPECT_TRUE(reply.noAbnormality);
  EXPECT_THAT(reply.findings, IsEmpty());
  EXPECT_THAT(reply.warnings, IsEmpty());
  EXPECT_TRUE(reply.imageQuality.adequate);
}

TEST(FindingsParser, TakesNullAsNotStated)
{
  const ParsedReply reply =
      Parse(OneFinding(R"("box_2d": null, "score": null, "anatomy": null, "image": null)"));

  ASSERT_EQ(reply.findings.size(), 1U);
  EXPECT_FALSE(reply.findings[0].box.has_value());
  EXPECT_FALSE(reply.findings[0].modelScore.has_value());
}

TEST(FindingsParser, ToleratesAFenceAroundTheJson)
{
  const std::string json = R"({"no_abnormality": true, "findings": []})";

  EXPECT_TRUE(Parse("```json\n" + json + "\n```").noAbnormality);
  EXPECT_TRUE(Parse(" \n```\n" + json + "```\n ").noAbnormality);
  EXPECT_TRUE(Parse("\n" + json + "\n").noAbnormality);
}

TEST(FindingsParser, DropsAScoreThatIsNoShare)
{
  for (const char* score : {"85", "-0.1", "1.0001", "1e300"})
  {
    const ParsedReply reply = Parse(OneFinding(std::string("\"score\": ") + score));
    ASSERT_EQ(reply.findings.size(), 1U);
    EXPECT_FALSE(reply.findings[0].modelScore.has_value()) << score;
    EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("allowed 0 to 1")));
  }
  EXPECT_EQ(Parse(OneFinding("\"score\": 1")).findings[0].modelScore, 1.0);
  EXPECT_EQ(Parse(OneFinding("\"score\": 0")).findings[0].modelScore, 0.0);
}

TEST(FindingsParser, LeavesOutAFindingOfAnImageThatWasNotShown)
{
  for (const char* image : {"2", "4294967296", "9223372036854775808"})
  {
    const ParsedReply reply = Parse(OneFinding(std::string("\"image\": ") + image), 2);
    EXPECT_THAT(reply.findings, IsEmpty());
    EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("2 were shown")));
  }
}

TEST(FindingsParser, KeepsAFindingWhoseBoxIsNotFiniteWithoutIt)
{
  const ParsedReply reply =
      Parse(OneFinding(R"("box_2d": [-1.7e308, -1.7e308, 1.7e308, 1.7e308])"));

  ASSERT_EQ(reply.findings.size(), 1U);
  EXPECT_FALSE(reply.findings[0].box.has_value());
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("not finite")));
}

TEST(FindingsParser, LeavesOutAFindingWithoutAReadableLabel)
{
  const ParsedReply reply =
      Parse(R"({"no_abnormality": false, "findings": [{"label": "\u0007 \n"}]})");

  EXPECT_THAT(reply.findings, IsEmpty());
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("without readable text")));
}

TEST(FindingsParser, LeavesOutWhatFollowsTheHundredthFinding)
{
  std::string list = R"({"label": "Mass"})";
  for (int i = 0; i < 5000; ++i)
  {
    list += R"(,{"label": "Mass"})";
  }
  const ParsedReply reply = Parse(R"({"no_abnormality": false, "findings": [)" + list + "]}");

  EXPECT_EQ(reply.findings.size(), 100U);
  EXPECT_THAT(reply.warnings, ElementsAre(HasSubstr("more than 100")));
}

TEST(FindingsParser, NamesAContradiction)
{
  const ParsedReply both = Parse(R"({"no_abnormality": true, "findings": [{"label": "Mass"}]})");
  EXPECT_FALSE(both.noAbnormality);
  EXPECT_EQ(both.findings.size(), 1U);
  EXPECT_THAT(both.warnings, ElementsAre(HasSubstr("no abnormality together with findings")));

  const ParsedReply neither = Parse(R"({"no_abnormality": false, "findings": []})");
  EXPECT_FALSE(neither.noAbnormality);
  EXPECT_THAT(neither.warnings, ElementsAre(HasSubstr("lists no finding")));
}

TEST(FindingsParser, KnowsTheWordsForSides)
{
  const auto side = [](const std::string& word)
  { return Parse(OneFinding("\"laterality\": \"" + word + "\"")).findings.at(0).laterality; };

  EXPECT_EQ(side("LEFT"), Laterality::Left);
  EXPECT_EQ(side("right"), Laterality::Right);
  EXPECT_EQ(side("R"), Laterality::Right);
  EXPECT_EQ(side("Bilateral"), Laterality::Bilateral);
  EXPECT_EQ(side("midline"), Laterality::Midline);
  EXPECT_EQ(side(""), Laterality::Unknown);
  EXPECT_THAT(Parse(OneFinding(R"("laterality": "upside")")).warnings,
              ElementsAre(HasSubstr("\"upside\"")));
}

TEST(FindingsParser, BoundsEveryTextAndList)
{
  const std::string text(9000, 'x');
  std::string list = "\"\"";
  for (int i = 0; i < 80; ++i)
  {
    list += ",\"" + text + "\"";
  }
  const ParsedReply reply =
      Parse(R"({"no_abnormality": false, "findings": [{"label": ")" + text +
            R"(", "description": ")" + text + R"(", "differential": [)" + list +
            R"(]}], "impression": ")" + text + R"(", "limitations": [)" + list + "]}");

  ASSERT_EQ(reply.findings.size(), 1U);
  EXPECT_EQ(CountCharacters(reply.findings[0].label), 200U);
  EXPECT_EQ(CountCharacters(reply.findings[0].description), 4000U);
  EXPECT_EQ(reply.findings[0].differential.size(), 49U);  // the empty one is skipped
  EXPECT_EQ(CountCharacters(reply.findings[0].differential[0]), 4000U);
  EXPECT_EQ(CountCharacters(reply.narrative.impression), 4000U);
  EXPECT_EQ(reply.narrative.limitations.size(), 49U);
}

TEST(FindingsParser, RepairsTextsThatAreNoUtf8)
{
  const ParsedReply reply =
      Parse("{\"no_abnormality\": false, \"findings\": [{\"label\": \"M\xff\"}]}");

  ASSERT_EQ(reply.findings.size(), 1U);
  EXPECT_EQ(reply.findings[0].label, "M\xef\xbf\xbd");
}

TEST(FindingsParser, SurvivesRandomlyDamagedReplies)
{
  const std::string good = OneFinding(R"("score": 0.5, "box_2d": [1, 2, 3, 4], "image": 0)");
  const ModelRequest request = RequestOf(1);
  std::mt19937 random(5);
  int parsed = 0;
  for (int i = 0; i < 2000; ++i)
  {
    std::string damaged = good;
    for (std::uint32_t n = random() % 4; n > 0; --n)
    {
      damaged[random() % damaged.size()] = static_cast<char>(random());
    }
    parsed += ParseFindings(damaged, request).HasValue() ? 1 : 0;
  }
  EXPECT_GT(parsed, 0);
  EXPECT_LT(parsed, 2000);
}

}  // namespace
}  // namespace vlm
