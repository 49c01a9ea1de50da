// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a stored report or a file says, a sheet comes out, within bounds.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "Render/Layers.h"
#include "Render/PageFit.h"
#include "Render/RenderFixtures.h"

namespace vlm
{

namespace
{

constexpr double NotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinite = std::numeric_limits<double>::infinity();

void ExpectSheets(const Frame& frame, const std::vector<ModelledFinding>& findings, int width = 800)
{
  for (const Layer layer : {Layer::Comparison, Layer::Illustration})
  {
    const auto sheet = RenderLayer(layer, frame, findings, {width, {}});
    ASSERT_TRUE(sheet.HasValue()) << sheet.Failure().message;
    EXPECT_EQ(sheet.Value().type(), CV_8UC3);
    EXPECT_LE(sheet.Value().rows, 8192);
  }
}

// Everything that can hold a number holds this one.
ModelledFinding Absurd(double number)
{
  ModelledFinding finding = FindingAt({100, 100, 30, 20});
  finding.finding.rawBox = BoundingBox{number, 10, 20, number};
  finding.finding.outline = {{number, 5.0}, {9.0, number}, {1.0, 1.0}};
  finding.finding.verification.shiftPx = number;
  finding.finding.verification.shiftMm = number;
  Measurements& measured = finding.finding.measurements;
  measured.longAxisMm = measured.shortAxisMm = measured.areaMm2 = number;
  measured.longAxisPx = measured.meanInside = measured.meanAround = number;
  finding.finding.statement.modelScore = number;
  finding.location = Gaussian2D::Isotropic({number, 50.0}, number);
  finding.locationEllipses = {finding.ellipses.back()};
  finding.locationEllipses.front().semiAxesPx = {number, number};
  finding.locationEllipses.front().angleDegrees = number;
  return finding;
}

}  // namespace

TEST(HostileSheets, MayHaveAnyNumber)
{
  std::vector<ModelledFinding> findings;
  for (const double number : {0.0, -1.0, 1.0e-300, 1.0e9, 1.0e300, Infinite, -Infinite, NotANumber})
  {
    findings.push_back(Absurd(number));
    findings.push_back(FindingAt({number, 10.0, 20.0, 30.0}));
    findings.push_back(FindingAt({10.0, 10.0, number, number}));
  }
  ExpectSheets(GreyFrame(256, 256), findings);
  findings.resize(8);
  ExpectSheets(GreyFrame(256, 256), findings, 16);
}

TEST(HostileSheets, MayHaveAnyText)
{
  std::vector<ModelledFinding> findings;
  for (const std::string& text :
       {std::string(20000, 'W'), std::string("a\0\n\t\x1b[31m", 9), std::string("<b>&amp;</b>"),
        std::string("\xff\xfe\xc3\x28"), std::string("\u202Eevil\u2066\u2028"), std::string()})
  {
    ModelledFinding finding =
        FindingAt({20.0 * static_cast<double>(findings.size()), 40.0, 30.0, 20.0}, text);
    finding.finding.statement.anatomy = text;
    finding.finding.statement.severity = text;
    findings.push_back(finding);
  }
  Frame frame = GreyFrame(256, 256);
  frame.acquisition.modality = std::string(5000, '\xff');
  frame.acquisition.rescaleType = std::string(5000, '\n');
  ExpectSheets(frame, findings);
  const auto sheet = RenderLayer(Layer::Illustration, frame, findings,
                                 {{}, {}, Theme::Light, "\xff-x", std::string(90000, '\x01')});
  EXPECT_TRUE(sheet.HasValue());
}

TEST(HostileSheets, MayHaveSixtyFindings)
{
  std::vector<ModelledFinding> findings;
  findings.reserve(60);
  for (int i = 0; i < 60; ++i)
  {
    findings.push_back(FindingAt({(i * 37) % 240 * 1.0, (i * 91) % 230 * 1.0, 25.0, 18.0}));
  }
  ExpectSheets(GreyFrame(256, 256), findings);
}

TEST(HostileSheets, MayBeOfAnyShape)
{
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 512), cv::Size(512, 1), cv::Size(3, 2),
                              cv::Size(16384, 64), cv::Size(64, 16384)})
  {
    Frame frame = GreyFrame(size.width, size.height);
    ExpectSheets(frame, {FindingAt({0.0, 0.0, 1.0, 1.0})});
    ExpectSheets(frame, {}, 16);
    frame.spacing = PixelSpacing{3.0, 0.2};
    ExpectSheets(frame, {FindingAt({0.0, 0.0, 1.0, 1.0})});
  }
}

TEST(HostileSheets, RefuseAnAbsurdWidth)
{
  for (const int width : {-1, 0, 15, 8193})
  {
    EXPECT_FALSE(RenderLayer(Layer::Comparison, GreyFrame(8, 8), {}, {width, {}}).HasValue());
    EXPECT_FALSE(RenderLayer(Layer::Illustration, GreyFrame(8, 8), {}, {width, {}}).HasValue());
  }
}

TEST(WidthForBoundedHeight, IsWhatKeepsASheetWithinBounds)
{
  EXPECT_EQ(WidthForBoundedHeight(1600, [](int width) { return 5.0 * width; }), 1600);
  const auto high = [](int width) { return std::ceil(3.3 * width) + 40.0; };
  const int fitting = WidthForBoundedHeight(8192, high);
  EXPECT_LE(high(fitting), MaximumDrawnSide);
  EXPECT_GE(high(fitting), 0.98 * MaximumDrawnSide);
  EXPECT_EQ(WidthForBoundedHeight(8192, [](int) { return 1.0e9; }), MinimumDrawnWidth);
}

}  // namespace vlm
