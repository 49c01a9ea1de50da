// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/ReviewedNarrative.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "Foundation/Json.h"
#include "Report/ReviewedReport.h"
#include "Report/ReviewedSample.h"
#include "Report/ValidReport.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

Json::Value Sentence(const char* section, const char* origin, const char* text, int number)
{
  Json::Value sentence;
  sentence["Section"] = section;
  sentence["Origin"] = origin;
  sentence["Text"] = text;
  sentence["Findings"].append(number);
  sentence["Note"] = "";
  return sentence;
}

// The nodule is 1, the effusion 2.
Json::Value Told()
{
  Json::Value report = UnreviewedSample();
  Json::Value& narrative = report["Narrative"];
  narrative["Sentences"].append(Sentence("Findings", "Model", "A nodule.", 1));
  narrative["Sentences"].append(Sentence("Findings", "Model", "An effusion.", 2));
  narrative["Sentences"].append(Sentence("Findings", "Structured", "Effusion, not located.", 2));
  narrative["Sentences"].append(Sentence("Impression", "Model", "Suspicious nodule.", 1));
  narrative["Findings"] = "A nodule. (1)\nAn effusion. (2)\nEffusion, not located. (2)";
  narrative["Impression"] = "Suspicious nodule. (1)";
  return report;
}

// "Section, origin: text (numbers) [note]" of each sentence.
std::vector<std::string> Sentences(const Json::Value& report)
{
  std::vector<std::string> all;
  for (const Json::Value& sentence : report["Narrative"]["Sentences"])
  {
    all.push_back(sentence["Section"].asString() + ", " + sentence["Origin"].asString() + ": " +
                  sentence["Text"].asString() + " " + WriteJson(sentence["Findings"]) +
                  sentence["Note"].asString());
  }
  return all;
}

TEST(ReviewNarrative, NotesWhatTheReviewerChangedAndPutsHisImpression)
{
  const Json::Value report = ApplyReview(WithReview(Told(), FullReview()));

  ExpectValid(report);
  EXPECT_THAT(Sentences(report),
              ElementsAre("Findings, Model: A nodule. [1]The reviewer changed finding 1.",
                          "Findings, Model: An effusion. []The reviewer rejected finding 2.",
                          "Findings, Reviewer: Brought back by the reviewer: Pleural effusion [3]",
                          "Findings, Reviewer: Added by the reviewer: Cyst, Left: Thin wall. [4]",
                          "Impression, Reviewer: A mass and a cyst. []"));
  EXPECT_EQ(report["Narrative"]["Impression"], "A mass and a cyst.");
  EXPECT_THAT(report["Narrative"]["Findings"].asString(),
              HasSubstr("A nodule. (1) [The reviewer changed finding 1.]\nAn effusion. [The rev"));
}

TEST(ReviewNarrative, TellsTheImpressionOfWhatCameIn)
{
  Json::Value body = FullReview();
  body["Impression"] = Json::Value();
  const Json::Value report = ApplyReview(WithReview(Told(), body));

  EXPECT_EQ(report["Narrative"]["Impression"],
            "Suspicious nodule. (1) [The reviewer changed finding 1.]\n"
            "Brought back by the reviewer: Pleural effusion (3)\n"
            "Added by the reviewer: Cyst, Left (4)");
  EXPECT_TRUE(report["Review"]["OriginalImpression"].isNull());
}

TEST(ReviewNarrative, KeepsTheTextOfAReportWithoutSentences)
{
  const Json::Value narrative =
      ApplyReview(WithReview(UnreviewedSample(), FullReview()))["Narrative"];

  EXPECT_THAT(narrative["Findings"].asString(), HasSubstr("A nodule.\nBrought back"));
  EXPECT_EQ(narrative["Sentences"][0]["Origin"], "Model");
}

TEST(ReviewNarrative, LeavesTheNarrativeOfAcceptedFindingsAlone)
{
  EXPECT_EQ(ApplyReview(WithReview(Told(), AcceptedNodule()))["Narrative"], Told()["Narrative"]);
}

// Other slices of a rejected lesion are still there.
TEST(ReviewNarrative, KeepsTheNumberOfALesionOfWhichOnlyASliceWasRejected)
{
  Json::Value stored = Told();
  stored["Findings"].append(stored["Findings"][1]);
  stored["Findings"][2]["Id"] = "cba7b812-9dad-11d1-80b4-00c04fd430c8";
  Json::Value body = FullReview();
  body["SignOff"] = Json::Value();
  const auto sentences = Sentences(ApplyReview(WithReview(stored, body)));

  EXPECT_EQ(sentences[1], "Findings, Model: An effusion. [2]");
}

TEST(ReviewNarrative, SpeaksTheLanguageOfTheReport)
{
  Json::Value stored = Told();
  stored["Narrative"]["Language"] = "zh";

  EXPECT_THAT(Sentences(ApplyReview(WithReview(stored, FullReview())))[1],
              HasSubstr("审核者已否定发现 2。"));
}

}  // namespace
}  // namespace vlm
