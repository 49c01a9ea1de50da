// SPDX-License-Identifier: GPL-3.0-or-later
#include "Render/Layers.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <thread>

#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

cv::Mat Rendered(Layer layer, const Frame& frame, const std::vector<ModelledFinding>& findings,
                 const LayerOptions& options = {})
{
  const auto picture = RenderLayer(layer, frame, findings, options);
  EXPECT_TRUE(picture.HasValue());
  return picture.HasValue() ? picture.Value() : cv::Mat();
}

// Pixels of a region that are not the frame's plain grey.
int ChangedPixels(const cv::Mat& picture, const cv::Rect& region, int grey = 90)
{
  cv::Mat same;
  cv::inRange(picture(region), cv::Scalar::all(grey), cv::Scalar::all(grey), same);
  return region.area() - cv::countNonZero(same);
}

ErrorKind FailureOf(const LayerOptions& options)
{
  const auto picture =
      RenderLayer(Layer::Annotated, GreyFrame(64, 64), {FindingAt({10, 10, 9, 9})}, options);
  return picture.HasValue() ? ErrorKind::NotFound : picture.Failure().kind;
}

}  // namespace

TEST(Layers, AreFoundByTheirNames)
{
  EXPECT_EQ(LayerFromName("original"), Layer::Original);
  EXPECT_EQ(LayerFromName("annotated"), Layer::Annotated);
  EXPECT_EQ(LayerFromName("heatmap"), Layer::Heatmap);
  EXPECT_EQ(LayerFromName("Heatmap"), std::nullopt);
}

TEST(Layers, OriginalIsTheDisplayedPictureUnchanged)
{
  Frame frame = GreyFrame(33, 21);
  cv::randu(frame.display, 0, 256);
  const cv::Mat picture = Rendered(Layer::Original, frame, {FindingAt({5, 5, 9, 9})});
  ASSERT_EQ(picture.type(), CV_8UC1);
  EXPECT_EQ(cv::norm(picture, frame.display, cv::NORM_INF), 0.0);
}

TEST(Layers, HaveTheWidthAskedForAndThePhysicalAspect)
{
  Frame frame = GreyFrame(100, 50);
  frame.spacing = PixelSpacing{2.0, 1.0};
  for (const Layer layer : {Layer::Original, Layer::Annotated, Layer::Heatmap})
  {
    EXPECT_EQ(Rendered(layer, frame, {}, {300, {}}).size(), cv::Size(300, 300));
    EXPECT_EQ(Rendered(layer, frame, {}, {16, {}}).size(), cv::Size(16, 16));
  }
  EXPECT_EQ(Rendered(Layer::Annotated, frame, {}).size(), cv::Size(512, 512));
  EXPECT_EQ(Rendered(Layer::Original, frame, {}).size(), cv::Size(100, 100));
}

TEST(Layers, RefuseAWidthOrFindingOutOfRange)
{
  EXPECT_EQ(FailureOf({15, {}}), ErrorKind::BadInput);
  EXPECT_EQ(FailureOf({8193, {}}), ErrorKind::BadInput);
  EXPECT_EQ(FailureOf({-1, {}}), ErrorKind::BadInput);
  EXPECT_EQ(FailureOf({{}, 1}), ErrorKind::BadInput);
  EXPECT_EQ(FailureOf({{}, -1}), ErrorKind::BadInput);
}

TEST(Layers, RefuseAFrameWithoutPixels)
{
  const auto picture = RenderLayer(Layer::Original, Frame(), {}, {});
  ASSERT_FALSE(picture.HasValue());
  EXPECT_EQ(picture.Failure().kind, ErrorKind::BadInput);
}

TEST(Layers, CarryTheDisclaimerAtTheBottomAtEverySize)
{
  for (const Layer layer : {Layer::Annotated, Layer::Heatmap})
  {
    for (const int width : {16, 64, 128, 256, 512, 2048})
    {
      const cv::Mat picture = Rendered(layer, GreyFrame(256, 256), {}, {width, {}});
      EXPECT_GT(ChangedPixels(picture, {0, width - 5, width, 5}), 4 * width);
    }
  }
}

TEST(Layers, SayWhenNoFindingIsLocated)
{
  const cv::Rect corner(0, 0, 160, 30);
  std::vector<ModelledFinding> nowhere(1);
  for (const Layer layer : {Layer::Annotated, Layer::Heatmap})
  {
    EXPECT_GT(ChangedPixels(Rendered(layer, GreyFrame(512, 512), {}), corner), 1000);
    EXPECT_GT(ChangedPixels(Rendered(layer, GreyFrame(512, 512), nowhere), corner), 1000);
  }
}

TEST(Layers, DrawTheEllipseWhereItBelongs)
{
  // The size written beside it is that of its box, 80 px: the ellipse ends 40 px from the centre,
  // while the extent's 95 % ellipse, of deviation 20 px, would end 49 px from it.
  auto finding = FindingAt({160.0, 216.0, 80.0, 80.0});
  finding.finding.verification.status = VerificationStatus::Verified;
  const cv::Mat picture = Rendered(Layer::Annotated, GreyFrame(512, 512), {finding});
  const int crossing = static_cast<int>(std::lround(199.5 + 40.0));
  const int elsewhere = static_cast<int>(std::lround(199.5 + 20.0 * std::sqrt(5.991)));
  EXPECT_GT(ChangedPixels(picture, {crossing - 1, 240, 2, 4}), 4);
  EXPECT_EQ(ChangedPixels(picture, {elsewhere - 2, 240, 5, 4}), 0);
}

TEST(Layers, DashTheEllipseOfAnUnverifiedLocation)
{
  auto finding = FindingAt({160.0, 216.0, 80.0, 80.0});
  const cv::Mat dashed = Rendered(Layer::Annotated, GreyFrame(512, 512), {finding});
  finding.finding.verification.status = VerificationStatus::Verified;
  const cv::Mat solid = Rendered(Layer::Annotated, GreyFrame(512, 512), {finding});
  const cv::Rect around(140, 196, 120, 120);
  EXPECT_LT(ChangedPixels(dashed, around), 0.85 * ChangedPixels(solid, around));
}

TEST(Layers, HeatmapColoursTheFindingAndLeavesTheRest)
{
  const cv::Mat picture =
      Rendered(Layer::Heatmap, GreyFrame(512, 512), {FindingAt({160.0, 216.0, 80.0, 80.0})});
  EXPECT_EQ(ChangedPixels(picture, {190, 246, 8, 8}), 64);
  EXPECT_EQ(ChangedPixels(picture, {300, 300, 100, 100}), 0);
}

TEST(Layers, DrawOneFindingAloneWhenAsked)
{
  const std::vector<ModelledFinding> findings{FindingAt({60, 60, 60, 60}),
                                              FindingAt({380, 330, 60, 60})};
  const cv::Mat picture = Rendered(Layer::Heatmap, GreyFrame(512, 512), findings, {{}, 1});
  EXPECT_EQ(ChangedPixels(picture, {60, 60, 60, 60}), 0);
  EXPECT_GT(ChangedPixels(picture, {380, 330, 60, 60}), 1000);
}

TEST(Layers, AreTheSameFromSeveralThreadsAtOnce)
{
  const std::vector<ModelledFinding> findings{FindingAt({60, 60, 60, 60}, "Nodule"),
                                              FindingAt({380, 330, 60, 60}, "Bright region")};
  const Frame frame = GreyFrame(512, 512);
  const cv::Mat expected = Rendered(Layer::Annotated, frame, findings);
  std::vector<cv::Mat> pictures(4);
  std::vector<std::thread> threads;
  threads.reserve(pictures.size());
  for (cv::Mat& picture : pictures)
  {
    threads.emplace_back(
        [&picture, &frame, &findings]
        {
          for (int i = 0; i < 5; ++i)
          {
            picture = RenderLayer(Layer::Annotated, frame, findings, {}).Value();
          }
        });
  }
  for (std::thread& thread : threads)
  {
    thread.join();
  }
  for (const cv::Mat& picture : pictures)
  {
    EXPECT_EQ(cv::norm(picture, expected, cv::NORM_INF), 0.0);
  }
}

}  // namespace vlm
