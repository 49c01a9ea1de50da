// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation writes: JSON, CSV, tables, chart, page.
#include <gtest/gtest.h>

#include "Evaluation/CsvTable.h"
#include "Evaluation/EvaluationRun.h"
#include "Evaluation/JsonSummary.h"
#include "Evaluation/SummaryChart.h"
#include "Evaluation/SummaryPage.h"
#include "Evaluation/TextTable.h"
#include "MadeImage.h"

namespace vlm
{
namespace
{

// One lesion image and one normal one, named to do harm.
Evaluation Example()
{
  Evaluation evaluation;
  evaluation.model.name = "<b>m</b>";
  evaluation.options = {{"--simulate", ""}, {"--truth", "<i>\"t\""}};
  ModelledFinding finding;
  finding.finding.box = BoundingBox{95, 95, 10, 10};
  finding.finding.statement.label = "=HYPERLINK(\"x\"),\nnext";
  const auto lesion = MadeImage({Disc(103, 104, 10), Disc(400, 400, 9)}, {512, 512}, "<x>_1.png");
  evaluation.images = {MatchFindings(lesion, {finding}), MatchFindings(MadeImage({}), {})};
  evaluation.images[0].source = "<x>";
  evaluation.images[1].source = "clean";
  std::vector<ImageTally> tallies;
  for (const auto& image : evaluation.images)
  {
    tallies.push_back({image.source, image.modality, TallyOf(image)});
  }
  evaluation.summary = Summarize(tallies, 1);
  evaluation.centreBox = evaluation.summary;
  evaluation.randomBox = evaluation.summary;
  evaluation.failures = {{"<bad>.png", "It is <broken>."}};
  return evaluation;
}

TEST(JsonSummary, HasTheFixedKeys)
{
  const Json::Value json = EvaluationToJson(Example());
  for (const Json::Value* group :
       {&json["All"], &json["BySource"]["<x>"], &json["Baselines"]["CentreBox"],
        &json["Baselines"]["RandomBox"], &json["Baselines"]["CentreBox"]["All"],
        &json["Baselines"]["RandomBox"]["BySource"]["clean"], &json["ByModality"]["MR"]})
  {
    for (const char* key :
         {"Images", "Normals", "Findings", "MeanErrorPx512", "MedianErrorPx512", "PointingAccuracy",
          "MeanIoU", "Coverage95", "TrueKept", "HallucinationsKept", "FalsePerNormal",
          "CallsPerImage", "MsPerImage", "CI"})
    {
      EXPECT_TRUE(group->isMember(key)) << key;
    }
  }
  // The centre of the box is (100, 100): 3, 4, 5.
  EXPECT_NEAR(json["All"]["MeanErrorPx512"].asDouble(), 5.0, 1e-9);
  EXPECT_TRUE(json["BySource"]["clean"]["MeanErrorPx512"].isNull());
  EXPECT_EQ(json["Failures"][0]["File"], "<bad>.png");
}

TEST(CsvTable, HasALineForEachFindingAndQuotesWhatIsNotTrusted)
{
  const std::string csv = CsvOf(Example().images);
  EXPECT_NE(csv.find("\"<x>_1.png\",\"<x>\",\"MR\",Unverified,0,100.00,100.00,10.00,10.00,5.00,"),
            std::string::npos)
      << csv;
  EXPECT_NE(csv.find("\"'=HYPERLINK(\"\"x\"\"),\nnext\""), std::string::npos);
  EXPECT_NE(csv.find(",Missed,1,"), std::string::npos);
  const auto commas = [&csv](std::size_t from)
  {
    const std::string line = csv.substr(from, csv.find("\r\n", from) - from);
    return std::count(line.begin(), line.end(), ',');
  };
  EXPECT_EQ(commas(0), 17);
  EXPECT_EQ(commas(csv.find("\"<x>_1.png\",\"<x>\",\"MR\",Missed")), 17);
}

TEST(TextTable, HasARowForEachGroupAndDashesForNothing)
{
  const auto tables = TablesOf(Example());
  ASSERT_EQ(tables.size(), 2U);
  ASSERT_EQ(tables[0].rows.size(), 4U);  // all, MR, two sources; no image has one
  EXPECT_EQ(tables[0].rows[0][4], "5.0");
  EXPECT_EQ(tables[0].rows[3][0], "clean");
  EXPECT_EQ(tables[0].rows[3][4], "-");
  EXPECT_NE(TablesAsText(tables).find("| clean "), std::string::npos);
}

TEST(SummaryPage, EscapesWhatIsNotTrusted)
{
  const std::string page = SummaryPageOf(Example(), "png");
  for (const char* raw : {"<b>m", "<i>", "<x>", "<bad>", "<broken>"})
  {
    EXPECT_EQ(page.find(raw), std::string::npos) << raw;
  }
  EXPECT_NE(page.find("&lt;broken&gt;"), std::string::npos);
}

TEST(SummaryChart, IsDrawnAlsoOfNothingAndOfMany)
{
  EXPECT_TRUE(DrawSummaryChart(Evaluation{}).HasValue());
  Evaluation many = Example();
  for (int i = 0; i < 200; ++i)
  {
    const std::string name = "source" + std::to_string(i);
    for (Summary* summary : {&many.summary, &many.centreBox, &many.randomBox})
    {
      summary->bySource[name] = summary->all;
    }
  }
  const auto chart = DrawSummaryChart(many);
  ASSERT_TRUE(chart.HasValue());
  EXPECT_LT(chart.Value().rows, 4000);
}

TEST(EvaluationRun, ListsImagesThatCannotBeReadAndGoesOn)
{
  TruthEntry missing;
  missing.file = "nowhere_1.png";
  missing.picturePath = "/nowhere/nowhere_1.png";
  SimulatedModel model(SimulationSettings{});
  std::size_t calls = 0;
  const auto evaluation = EvaluateImages(
      {missing, missing}, {model, &model}, {}, 1, [&calls](std::size_t) { ++calls; },
      Cancellation());
  EXPECT_EQ(calls, 2U);
  EXPECT_EQ(evaluation.failures.size(), 2U);
  EXPECT_TRUE(evaluation.images.empty());
}

TEST(ImageEvaluation, OfAnExactModelHasNoError)
{
  SimulationSettings settings;
  settings.errorPx = 0.0;
  settings.calls = 1;
  SimulatedModel model(settings);
  const auto image = MadeImage({Disc(200, 300, 15)});
  model.BeginImage(image);
  EvaluationSettings withoutPixels;
  withoutPixels.usesPixelEvidence = false;
  const auto result = EvaluateImage(image, model, withoutPixels, Cancellation());
  ASSERT_TRUE(result.HasValue()) << result.Failure().message;
  ASSERT_EQ(result.Value().reported.size(), 1U);
  EXPECT_LT(result.Value().reported[0].match.value().errorPx, 0.5);
  EXPECT_EQ(result.Value().calls, 1.0);
}

}  // namespace
}  // namespace vlm
