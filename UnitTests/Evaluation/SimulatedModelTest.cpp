// SPDX-License-Identifier: GPL-3.0-or-later
#include "Evaluation/SimulatedModel.h"

#include <gtest/gtest.h>

#include <cmath>

#include "Findings/FindingsParser.h"
#include "MadeImage.h"

namespace vlm
{
namespace
{

// What the plugin's parser makes of the reply: boxes in stored pixels.
std::vector<BoundingBox> Ask(SimulatedModel& model, const ImageCoordinates& coordinates)
{
  ModelRequest request;
  request.images.push_back({{}, {}, coordinates});
  const auto reply = model.Read(request, Cancellation());
  EXPECT_TRUE(reply.HasValue());
  const auto parsed = ParseFindings(reply.Value().text, request);
  EXPECT_TRUE(parsed.HasValue());
  EXPECT_EQ(parsed.Value().noAbnormality, parsed.Value().findings.empty());
  std::vector<BoundingBox> boxes;
  for (const auto& finding : parsed.Value().findings)
  {
    boxes.push_back(finding.box.value());
  }
  return boxes;
}

ImageCoordinates FullView(cv::Size size = {512, 512})
{
  return ImageCoordinates(size, size);
}

double MeanDistance(SimulatedModel& model, const ImageCoordinates& coordinates, cv::Point2d truth,
                    int times)
{
  double sum = 0.0;
  for (int i = 0; i < times; ++i)
  {
    const auto boxes = Ask(model, coordinates);
    EXPECT_EQ(boxes.size(), 1U);
    sum += std::hypot(boxes[0].CentreColumn() - truth.x, boxes[0].CentreRow() - truth.y);
  }
  return sum / times;
}

// Oracle: sampling. The standard error of the mean of 3000 Rayleigh values is 1 %.
TEST(SimulatedModel, ErrsByTheStatedMeanOnA512Picture)
{
  SimulatedModel model(SimulationSettings{});
  // Far from the edges, where centres would be clamped.
  const TrueImage image = MadeImage({Disc(1024, 1024, 20)}, {2048, 2048});
  model.BeginImage(image);
  const BoundingBox region{1024 - 256.0, 1024 - 256.0, 512, 512};
  double sum =
      MeanDistance(model, ImageCoordinates({1024 - 512.0, 1024 - 512.0, 1024, 1024}, {512, 512}),
                   {1024, 1024}, 3000);
  EXPECT_NEAR(sum, 160.0, 160.0 * 0.03);
  sum = MeanDistance(model, ImageCoordinates(region, {512, 512}), {1024, 1024}, 3000);
  EXPECT_NEAR(sum, 80.0, 80.0 * 0.03);
}

TEST(SimulatedModel, ErrsProportionallyLessOnACropHoweverItIsMagnified)
{
  SimulationSettings settings;
  settings.errorPx = 40.0;
  SimulatedModel model(settings);
  model.BeginImage(MadeImage({Disc(256, 256, 6)}));
  const ImageCoordinates crop({192, 192, 128, 128}, {512, 512},
                              ImageCoordinates::Mirror::LeftRight);
  EXPECT_NEAR(MeanDistance(model, crop, {256, 256}, 3000), 10.0, 0.3);
}

TEST(SimulatedModel, IsExactWithoutErrorAlsoInMirroredCrops)
{
  SimulationSettings settings;
  settings.errorPx = 0.0;
  settings.boxScale = 0.0;
  SimulatedModel model(settings);
  model.BeginImage(MadeImage({Disc(200, 300, 10)}));
  const ImageCoordinates crop({100, 200, 200, 180}, {640, 512},
                              ImageCoordinates::Mirror::LeftRight);
  const auto boxes = Ask(model, crop);
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_NEAR(boxes[0].CentreColumn(), 200.0, 1e-6);
  EXPECT_NEAR(boxes[0].CentreRow(), 300.0, 1e-6);
  EXPECT_NEAR(boxes[0].width, 21.0, 1e-6);
}

TEST(SimulatedModel, StatesWhatIsVisibleOfALesionButNotLessThanAQuarter)
{
  SimulationSettings settings;
  settings.errorPx = 0.0;
  settings.boxScale = 0.0;
  SimulatedModel model(settings);
  model.BeginImage(MadeImage({Disc(200, 200, 30)}));
  // The left half of the disc: its centroid lies 4 r / (3 pi) left of the centre.
  const auto half = Ask(model, ImageCoordinates({0, 0, 200.5, 512}, {200, 512}));
  ASSERT_EQ(half.size(), 1U);
  EXPECT_NEAR(half[0].CentreColumn(), 200.0 - 4.0 * 30.0 / (3.0 * 3.14159), 0.5);
  // A fifth of it is left of 0.5 r from the centre: that of a disc at distance d = r / 2.
  EXPECT_TRUE(Ask(model, ImageCoordinates({0, 0, 185.5, 512}, {200, 512})).empty());
}

TEST(SimulatedModel, IsBiasedInOneDirectionOnAllImages)
{
  SimulationSettings settings;
  settings.errorPx = 0.0;
  settings.biasPx = 30.0;
  SimulatedModel model(settings);
  model.BeginImage(MadeImage({Disc(256, 256, 10)}));
  const auto one = Ask(model, FullView());
  model.BeginImage(MadeImage({Disc(300, 200, 10)}, {512, 512}, "made_2.png"));
  const auto other = Ask(model, FullView());
  EXPECT_NEAR(std::hypot(one[0].CentreColumn() - 256, one[0].CentreRow() - 256), 30.0, 1e-6);
  EXPECT_NEAR(one[0].CentreColumn() - 256, other[0].CentreColumn() - 300, 1e-6);
  EXPECT_NEAR(one[0].CentreRow() - 256, other[0].CentreRow() - 200, 1e-6);
}

TEST(SimulatedModel, SaysTheSameOfAnImageWhateverWasShownBefore)
{
  const TrueImage first = MadeImage({Disc(100, 100, 10)});
  const TrueImage second = MadeImage({Disc(300, 300, 10)}, {512, 512}, "made_2.png");
  SimulatedModel one(SimulationSettings{});
  one.BeginImage(second);
  const auto alone = Ask(one, FullView());
  SimulatedModel other(SimulationSettings{});
  other.BeginImage(first);
  Ask(other, FullView());
  other.BeginImage(second);
  const auto after = Ask(other, FullView());
  EXPECT_EQ(alone[0].left, after[0].left);
  EXPECT_EQ(alone[0].top, after[0].top);

  SimulationSettings anotherSeed;
  anotherSeed.seed = 2;
  SimulatedModel different(anotherSeed);
  different.BeginImage(second);
  EXPECT_NE(alone[0].left, Ask(different, FullView())[0].left);
}

TEST(SimulatedModel, KeepsCentresInThePictureAndBoxSizesInTheirRange)
{
  SimulatedModel model(SimulationSettings{});
  model.BeginImage(MadeImage({Disc(15, 15, 10)}));
  for (int i = 0; i < 500; ++i)
  {
    const auto boxes = Ask(model, FullView());
    EXPECT_GE(boxes[0].CentreColumn(), -0.5 - 1e-9);
    EXPECT_GE(boxes[0].CentreRow(), -0.5 - 1e-9);
    EXPECT_GE(boxes[0].width, 21.0 * 0.7 - 1e-9);
    EXPECT_LE(boxes[0].width, 21.0 * 1.3 + 1e-9);
  }
}

TEST(SimulatedModel, OmitsInventsAndMisplacesAsOftenAsTold)
{
  SimulationSettings settings;
  settings.errorPx = 0.0;
  settings.missing = 0.25;
  settings.outliers = 0.2;
  settings.hallucinations = 0.3;
  SimulatedModel model(settings);
  model.BeginImage(MadeImage({Disc(256, 256, 10)}));
  int exact = 0;
  int all = 0;
  constexpr int times = 4000;
  for (int i = 0; i < times; ++i)
  {
    for (const auto& box : Ask(model, FullView()))
    {
      ++all;
      exact += std::hypot(box.CentreColumn() - 256, box.CentreRow() - 256) < 1e-6;
    }
  }
  EXPECT_NEAR(exact / static_cast<double>(times), 0.75 * 0.8, 0.03);
  EXPECT_NEAR(all / static_cast<double>(times), 0.75 + 0.3, 0.03);
}

TEST(SimulatedModel, InventsTheSamePlaceForAllReadingsWhenConsistentAndNewOnesElse)
{
  SimulationSettings settings;
  settings.errorPx = 0.0;
  settings.boxScale = 0.0;
  settings.hallucinations = 1.0;
  settings.kind = SimulationSettings::Hallucinations::Consistent;
  SimulatedModel consistent(settings);
  consistent.BeginImage(MadeImage({}));
  const auto first = Ask(consistent, FullView());
  const auto second = Ask(consistent, FullView());
  ASSERT_EQ(first.size(), 1U);
  EXPECT_NEAR(first[0].CentreColumn(), second[0].CentreColumn(), 1e-6);

  settings.kind = SimulationSettings::Hallucinations::Independent;
  SimulatedModel independent(settings);
  independent.BeginImage(MadeImage({}));
  EXPECT_GT(std::abs(Ask(independent, FullView())[0].CentreColumn() -
                     Ask(independent, FullView())[0].CentreColumn()),
            1e-3);
}

TEST(SimulatedModel, TellsItsNoiseUnlessItIsToBeAssumed)
{
  SimulationSettings settings;
  settings.errorPx = 20.0;
  EXPECT_NEAR(SimulatedModel(settings).Noise().meanErrorShare, 20.0 / std::hypot(512, 512), 1e-9);
  EXPECT_EQ(SimulatedModel(settings).Noise().basis, ReadingNoise::Basis::Told);
  settings.basis = ReadingNoise::Basis::Assumed;
  EXPECT_NEAR(SimulatedModel(settings).Noise().meanErrorShare, 80.0 / std::hypot(512, 512), 1e-9);
}

}  // namespace
}  // namespace vlm
