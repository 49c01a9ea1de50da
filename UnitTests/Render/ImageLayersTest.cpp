// SPDX-License-Identifier: GPL-3.0-or-later
// What annotated and heatmap show: where, in which theme, in which language.
#include "Render/ImageLayers.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "Render/FontMapLease.h"
#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

cv::Mat Drawn(Layer layer, const std::vector<ModelledFinding>& findings,
              const LayerOptions& options = {})
{
  const auto picture = RenderLayer(layer, GreyFrame(512, 512), findings, options);
  EXPECT_TRUE(picture.HasValue());
  return picture.HasValue() ? picture.Value() : cv::Mat();
}

// 255 where two pictures differ, or a picture differs from the plain grey it was drawn on.
cv::Mat Difference(const cv::Mat& one, const cv::Mat& other)
{
  cv::Mat difference;
  cv::absdiff(one, other, difference);
  cv::Mat any;
  cv::inRange(difference, cv::Scalar::all(0), cv::Scalar::all(0), any);
  return ~any;
}

cv::Mat Touched(const cv::Mat& picture)
{
  return Difference(picture, cv::Mat(picture.size(), CV_8UC3, cv::Scalar::all(90)));
}

const std::vector<std::array<double, 2>> Arrowhead = {
    {220.0, 180.0}, {300.0, 230.0}, {220.0, 300.0}, {245.0, 235.0}};

ModelledFinding WithOutline(VerificationStatus status)
{
  auto finding = FindingAt({220.0, 180.0, 80.0, 120.0});
  finding.finding.verification.status = status;
  finding.finding.outline = Arrowhead;
  return finding;
}

}  // namespace

// Oracle: the polygon itself.
TEST(Annotated, DrawsTheOutlineWithinOneAndAHalfPixels)
{
  const cv::Mat picture = Drawn(Layer::Annotated, {WithOutline(VerificationStatus::Verified)});
  const Colour orange = ColourOf(1);
  for (std::size_t i = 0; i < Arrowhead.size(); ++i)
  {
    const auto& from = Arrowhead[i];
    const auto& to = Arrowhead[(i + 1) % Arrowhead.size()];
    const cv::Point2d middle((from[0] + to[0]) / 2.0, (from[1] + to[1]) / 2.0);
    const cv::Rect around(cvRound(middle.x) - 1, cvRound(middle.y) - 1, 3, 3);
    cv::Mat red;
    cv::extractChannel(picture(around), red, 2);
    double brightest = 0.0;
    cv::minMaxLoc(red, nullptr, &brightest);
    EXPECT_NEAR(brightest, 255.0 * orange.red, 40.0) << "side " << i;
  }
}

TEST(Annotated, DrawsTheOutlineInsteadOfTheEllipse)
{
  const auto finding = WithOutline(VerificationStatus::Verified);
  const cv::Mat touched = Touched(Drawn(Layer::Annotated, {finding}));
  // The 95 % ellipse's rightmost point, 1.22 half widths from the centre.
  const int right = cvRound(260.0 + 1.224 * 40.0);
  EXPECT_EQ(cv::countNonZero(touched(cv::Rect(right - 3, 232, 6, 12))), 0);
}

TEST(Annotated, DashesAnUnverifiedOutline)
{
  const cv::Rect around(215, 175, 90, 130);
  const auto drawn = [&around](VerificationStatus status)
  { return cv::countNonZero(Touched(Drawn(Layer::Annotated, {WithOutline(status)}))(around)); };
  EXPECT_LT(drawn(VerificationStatus::Unverified), 0.85 * drawn(VerificationStatus::Verified));
}

TEST(Annotated, LeavesThePictureAloneWhereNothingIsDrawnInEitherTheme)
{
  const std::vector<ModelledFinding> findings{WithOutline(VerificationStatus::Unverified)};
  for (const Layer layer : {Layer::Annotated, Layer::Heatmap})
  {
    const cv::Mat dark = Drawn(layer, findings);
    const cv::Mat light = Drawn(layer, findings, {{}, {}, Theme::Light});
    const cv::Mat differing = Difference(dark, light);
    EXPECT_GT(cv::countNonZero(differing), 5000);
    EXPECT_EQ(cv::countNonZero(differing & ~Touched(dark)), 0);
    EXPECT_GT(cv::mean(light.rowRange(500, 512))[0], cv::mean(dark.rowRange(500, 512))[0] + 80.0);
  }
}

TEST(Annotated, SpeaksTheLanguageAskedFor)
{
  const std::vector<ModelledFinding> none;
  const cv::Mat english = Drawn(Layer::Annotated, none);
  EXPECT_GT(cv::countNonZero(
                Difference(english, Drawn(Layer::Annotated, none, {{}, {}, Theme::Dark, "zh-CN"}))),
            500);
  EXPECT_EQ(cv::countNonZero(
                Difference(english, Drawn(Layer::Annotated, none, {{}, {}, Theme::Dark, "xx"}))),
            0);
}

TEST(Heatmap, OfAnInsetIsBrightestAtTheFindingsMean)
{
  const Frame frame = GreyFrame(512, 512);
  std::vector<ModelledFinding> findings{FindingAt({300.0, 200.0, 40.0, 40.0})};
  findings[0].ellipses.clear();  // no contours, only the map
  const LayerOptions options;
  const LayerSubject subject{frame, findings, options, Phrasebook::Of("en")};
  const auto geometry = InsetGeometry(frame, {280, 160, 100, 100}, {400, 400});
  const FontMapLease fonts;
  const auto picture = DrawPanel(Layer::Heatmap, subject, geometry, DisclaimerPlace::OnSheet);
  ASSERT_TRUE(picture.HasValue());
  const cv::Point2d mean =
      geometry.ToDrawn(findings[0].extent->Mean().x(), findings[0].extent->Mean().y());
  const auto redAt = [&picture](cv::Point2d at)
  { return picture.Value().at<cv::Vec3b>(cv::Point(at))[2]; };
  EXPECT_GT(redAt(mean + cv::Point2d(12.0, 12.0)), redAt(mean + cv::Point2d(40.0, 40.0)));
  EXPECT_GT(redAt(mean - cv::Point2d(12.0, 12.0)), redAt(mean - cv::Point2d(40.0, 40.0)));
  EXPECT_EQ(redAt({390.0, 390.0}), 90);  // more than four deviations away
}

}  // namespace vlm
