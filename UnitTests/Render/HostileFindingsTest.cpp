// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a model or a file says, a picture comes out.
#include <gtest/gtest.h>

#include <limits>

#include "Render/Layers.h"
#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinite = std::numeric_limits<double>::infinity();

void ExpectDrawn(const Frame& frame, const std::vector<ModelledFinding>& findings,
                 std::optional<int> width = std::nullopt)
{
  for (const Layer layer : {Layer::Original, Layer::Annotated, Layer::Heatmap})
  {
    const auto picture = RenderLayer(layer, frame, findings, {width, {}, Theme::Light, "zh"});
    ASSERT_TRUE(picture.HasValue()) << picture.Failure().message;
    EXPECT_FALSE(picture.Value().empty());
  }
}

}  // namespace

TEST(HostileFindings, MayHaveAnyText)
{
  std::vector<ModelledFinding> findings;
  const std::string control("a\0\n\t\x01\x7f\x1b[31m", 10);
  for (const std::string& label :
       {std::string(500, 'W'), control, std::string("<b>bold</b> &amp; <span foreground='red'>"),
        std::string("שלום עולם"), std::string("肺结节"), std::string("\xff\xfe\xc3\x28 broken"),
        std::string("\u202Eevil\u2066\u2028\u200F"), std::string("Z\u0351\u036b\u0343\u036a\u0302"),
        std::string(100000, '\n'), std::string()})
  {
    const double at = 20.0 * static_cast<double>(findings.size());
    findings.push_back(FindingAt({at, at, 30.0, 20.0}, label));
  }
  ExpectDrawn(GreyFrame(256, 256), findings);
  ExpectDrawn(GreyFrame(256, 256), findings, 40);
  ExpectDrawn(GreyFrame(256, 256), findings, 16);
}

TEST(HostileFindings, MayHaveAnyEllipse)
{
  std::vector<ModelledFinding> findings;
  for (const double axis : {0.0, -1.0, 1.0e-300, 1.0e9, 1.0e300, Infinite, NotANumber})
  {
    auto finding = FindingAt({100.0, 100.0, 30.0, 20.0});
    finding.ellipses.back().semiAxesPx = {axis, 5.0};
    finding.ellipses.front().semiAxesPx = {5.0, axis};
    finding.ellipses[1].angleDegrees = axis;
    finding.finding.measurements.longAxisMm = axis;
    finding.finding.measurements.shortAxisMm = axis;
    finding.finding.statement.modelScore = axis;
    findings.push_back(finding);
  }
  ExpectDrawn(GreyFrame(256, 256), findings);
}

TEST(HostileFindings, MayBeAnywhere)
{
  std::vector<ModelledFinding> findings;
  for (const double at : {-1.0e308, -1.0e6, -500.0, -10.0, 0.0, 250.0, 1.0e5, 1.0e300})
  {
    findings.push_back(FindingAt({at, 100.0, 30.0, 20.0}));
    findings.push_back(FindingAt({100.0, at, 30.0, 20.0}));
    findings.push_back(FindingAt({at, at, 1.0e-6, 400.0}));
  }
  for (const double number : {Infinite, -Infinite, NotANumber})
  {
    findings.push_back(FindingAt({100.0, 100.0, 30.0, 20.0}));
    findings.back().finding.box->left = number;
    findings.push_back(FindingAt({100.0, 100.0, 30.0, 20.0}));
    findings.back().finding.box->height = number;
  }
  ExpectDrawn(GreyFrame(256, 256), findings);
}

TEST(HostileFindings, MayHaveAnyOutline)
{
  std::vector<ModelledFinding> findings;
  for (const double number : {0.0, -1.0e9, 1.0e300, Infinite, NotANumber})
  {
    for (const std::size_t points : {1U, 3U, 100000U})
    {
      findings.push_back(FindingAt({100.0, 100.0, 30.0, 20.0}));
      findings.back().finding.outline.assign(points, {number, 110.0});
      findings.back().location = findings.back().extent;
      findings.back().locationEllipses = findings.back().ellipses;
      findings.back().locationEllipses.back().semiAxesPx = {number, number};
    }
  }
  ExpectDrawn(GreyFrame(256, 256), findings);
}

TEST(HostileFindings, MayBeSixty)
{
  std::vector<ModelledFinding> findings;
  findings.reserve(60);
  for (int i = 0; i < 60; ++i)
  {
    findings.push_back(FindingAt({(i * 37) % 240 * 1.0, (i * 91) % 230 * 1.0, 25.0, 18.0}));
  }
  ExpectDrawn(GreyFrame(256, 256), findings);
  ExpectDrawn(GreyFrame(256, 256), findings, 64);
}

TEST(ExtremePictures, AreDrawn)
{
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 512), cv::Size(512, 1), cv::Size(3, 2)})
  {
    ExpectDrawn(GreyFrame(size.width, size.height), {FindingAt({0.0, 0.0, 1.0, 1.0})});
    ExpectDrawn(GreyFrame(size.width, size.height), {}, 16);
  }
  ExpectDrawn(GreyFrame(16384, 64), {FindingAt({9000.0, 10.0, 300.0, 40.0})});
}

TEST(ExtremePictures, MayBeInColour)
{
  Frame frame;
  frame.display = cv::Mat(120, 160, CV_8UC3, cv::Scalar(10, 200, 90));
  ExpectDrawn(frame, {FindingAt({40.0, 40.0, 30.0, 20.0})});
}

TEST(ExtremePictures, MayHaveAnAbsurdSpacing)
{
  for (const double spacing : {1.0e-300, 1.0e-9, 1.0e9, 1.0e300})
  {
    Frame frame = GreyFrame(256, 256);
    frame.spacing = PixelSpacing{spacing, spacing};
    ExpectDrawn(frame, {});
  }
}

}  // namespace vlm
