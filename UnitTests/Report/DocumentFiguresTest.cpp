// SPDX-License-Identifier: GPL-3.0-or-later
#include "Report/DocumentFigures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "Report/DocumentComposition.h"
#include "Report/JsonReport.h"
#include "Report/PrintedReport.h"
#include "Report/SampleReport.h"

namespace vlm
{
namespace
{

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Figure> FiguresIn(const Json::Value& report, const DocumentContext& context)
{
  std::vector<Figure> figures;
  for (const Block& block : ComposeDocument(report, context, Edition::Illustrated))
  {
    if (const auto* figure = std::get_if<Figure>(&block))
    {
      figures.push_back(*figure);
    }
  }
  return figures;
}

std::vector<std::string> NamesOf(const std::vector<FigureWish>& wishes)
{
  std::vector<std::string> names;
  std::transform(wishes.begin(), wishes.end(), std::back_inserter(names),
                 [](const FigureWish& wish)
                 {
                   return LayerNames()[static_cast<std::size_t>(wish.layer)] +
                          (wish.image ? std::to_string(*wish.image) : "");
                 });
  return names;
}

TEST(FiguresOf, ShowsAnInstanceAsPlateMapAndCharts)
{
  EXPECT_THAT(NamesOf(FiguresOf(ReportWithFindings(2))),
              ElementsAre("illustration0", "heatmap0", "statistics0"));
  EXPECT_THAT(NamesOf(FiguresOf(ReportWithFindings(0))), ElementsAre("illustration0"));
}

TEST(FiguresOf, ShowsASeriesAsPlateAndKeyImages)
{
  EXPECT_THAT(NamesOf(FiguresOf(SeriesReport())),
              ElementsAre("illustration", "annotated3", "annotated6", "heatmap3", "statistics3"));
}

TEST(FiguresOf, ShowsEverySeriesOfAStudy)
{
  Json::Value report = SeriesReport();
  for (Json::ArrayIndex i = 4; i < 8; ++i)
  {
    report["Images"][i]["SeriesInstanceUID"] = i < 6 ? "1.2.3.5" : "1.2.3.6";
  }
  // Series 1.2.3.4 and 1.2.3.5 share lesion 1's number, 1.2.3.6 has lesion 2.
  EXPECT_THAT(NamesOf(FiguresOf(report)), ElementsAre("annotated3", "annotated4", "annotated6"));
  report["Findings"].resize(1);
  EXPECT_THAT(NamesOf(FiguresOf(report)), ElementsAre("annotated1", "annotated5", "annotated7"));
}

TEST(FiguresOf, KeepsTheOrderOfLesionsInAStudy)
{
  Json::Value report = SeriesReport();
  for (Json::ArrayIndex i = 4; i < 8; ++i)
  {
    report["Images"][i]["SeriesInstanceUID"] = "1.2.3.0";  // sorts before that of images 0 to 3
  }
  EXPECT_THAT(NamesOf(FiguresOf(report)), ElementsAre("annotated3", "annotated4", "annotated6"));
}

TEST(FiguresOf, IsBounded)
{
  Json::Value report = SeriesReport();
  const Json::Value image = report["Images"][0];
  const Json::Value finding = report["Findings"][0];
  for (int i = 8; i < 200; ++i)
  {
    report["Images"].append(image);
    report["Images"][i]["SeriesInstanceUID"] = "1.2." + std::to_string(i % 40);
    report["Findings"].append(finding);
    report["Findings"][report["Findings"].size() - 1]["Image"] = i;
    report["Findings"][report["Findings"].size() - 1]["Number"] = i;
  }
  EXPECT_EQ(FiguresOf(report).size(), 24U);
}

TEST(FiguresOf, ShowsNothingThatNoModelLookedAt)
{
  Json::Value report = SeriesReport();
  report["Status"] = "Abstained";
  EXPECT_TRUE(FiguresOf(report).empty());
  EXPECT_TRUE(FiguresOf(Json::Value()).empty());
}

TEST(DocumentFigures, SayWhatIsSeen)
{
  const DocumentContext context{Phrasebook::Of("en")};
  const std::vector<Figure> figures = FiguresIn(SeriesReport(), context);

  ASSERT_EQ(figures.size(), 5U);
  EXPECT_EQ(PlainText(figures[1].caption), "Figure 2. Findings marked in the picture of image 4");
  EXPECT_EQ(figures[1].description,
            "Findings marked in the picture of image 4. Findings shown: "
            "1 Haemorrhage, Upper lobe, Left, Moderate, 18.0 × 10.0 mm");
  EXPECT_THAT(figures[0].description, HasSubstr("1 Haemorrhage"));
  EXPECT_THAT(figures[0].description, HasSubstr("2 Fracture"));
}

TEST(DocumentFigures, SayWhyAPictureIsMissing)
{
  DocumentContext context{Phrasebook::Of("en")};
  context.figures = {{SmallPng(), 2, 2, ""}, {"", 0, 0, "The file is gone."}};
  const std::vector<Figure> figures = FiguresIn(SeriesReport(), context);

  EXPECT_EQ(figures[0].missing, "");
  EXPECT_EQ(figures[1].missing, "Figure 2 is missing: The file is gone.");
  EXPECT_EQ(figures[2].missing, "Figure 3 is missing: it was not drawn.");
}

}  // namespace
}  // namespace vlm
