// SPDX-License-Identifier: GPL-3.0-or-later
// Every layer against a picture that people have looked at (UnitTests/Fixtures/Golden). After a
// wanted change: VLM_UPDATE_GOLDEN=1 vlm_render_tests --gtest_filter='GoldenImages.*', then look at
// each.
#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "Render/Layers.h"
#include "Render/RenderFixtures.h"

namespace vlm
{
namespace
{

struct GoldenCase
{
  std::string file;
  Layer layer;
  LayerOptions options;
};

LayerOptions Options(int width, Theme theme = Theme::Dark, const std::string& language = "en")
{
  LayerOptions options;
  options.widthPx = width;
  options.theme = theme;
  options.language = language;
  options.caption = "MR \u00B7 HEAD \u00B7 read 4 times";
  return options;
}

const std::vector<GoldenCase>& Cases()
{
  static const std::vector<GoldenCase> cases = {
      {"annotated", Layer::Annotated, Options(512)},
      {"annotated-light-zh", Layer::Annotated, Options(512, Theme::Light, "zh")},
      {"heatmap", Layer::Heatmap, Options(512)},
      {"comparison", Layer::Comparison, Options(1200)},
      {"statistics", Layer::Statistics, Options(1200)},
      {"statistics-light-zh", Layer::Statistics, Options(1200, Theme::Light, "zh")},
      {"illustration", Layer::Illustration, Options(1200)},
      {"illustration-light", Layer::Illustration, Options(1200, Theme::Light)}};
  return cases;
}

// A head-like oval with two bright discs, 1 mm pixels, an axial slice 42.5 mm towards the head.
Frame Head()
{
  Frame frame;
  frame.display = cv::Mat(256, 256, CV_8UC1, cv::Scalar(8));
  cv::ellipse(frame.display, {128, 128}, {96, 116}, 0.0, 0.0, 360.0, cv::Scalar(90), cv::FILLED);
  cv::circle(frame.display, {90, 100}, 16, cv::Scalar(200), cv::FILLED);
  cv::circle(frame.display, {160, 170}, 10, cv::Scalar(170), cv::FILLED);
  cv::GaussianBlur(frame.display, frame.display, {5, 5}, 1.2);
  frame.display.convertTo(frame.modalityValues, CV_32FC1, 4.0);
  frame.spacing = PixelSpacing{1.0, 1.0};
  frame.imageOrientationPatient = {1.0, 0.0, 0.0, 0.0, 1.0, 0.0};
  frame.imagePositionPatient = {-128.0, -128.0, 42.5};
  frame.acquisition.modality = "MR";
  return frame;
}

ModelledFinding Disc(cv::Point2d centre, double radius, const std::string& label)
{
  const BoundingBox box{centre.x - radius, centre.y - radius, 2.0 * radius, 2.0 * radius};
  ModelledFinding modelled = FindingAt(box, label);
  Finding& finding = modelled.finding;
  for (int i = 0; i < 48; ++i)
  {
    const double angle = 2.0 * CV_PI * i / 48.0;
    finding.outline.push_back(
        {centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
  }
  finding.rawBox = BoundingBox{box.left + 18.0, box.top - 9.0, box.width, box.height};
  finding.measurements.longAxisMm = finding.measurements.shortAxisMm = 2.0 * radius;
  finding.measurements.areaMm2 = CV_PI * radius * radius;
  finding.measurements.meanInside = 760.0;
  finding.measurements.meanAround = 360.0;
  finding.measurements.contrastToNoise = 6.4;
  Verification& verification = finding.verification;
  verification.status = VerificationStatus::Adjusted;
  verification.shiftPx = verification.shiftMm.emplace(20.1);
  verification.side = centre.x < 128.0 ? Laterality::Right : Laterality::Left;
  verification.checks = {
      {"ReadingsAgree", true, ""}, {"PixelContrast", true, ""}, {"LateralityAgrees", false, ""}};
  verification.looks = 4;
  for (int i = 0; i < 4; ++i)
  {
    const double shift = 4.0 * i - 5.0;
    verification.sightings.push_back(
        {i, {box.left + shift, box.top - shift, box.width, box.height}, {0, 0, 256, 256}, i == 3});
  }
  Eigen::Matrix2d covariance;
  covariance << 9.0, 1.5, 1.5, 6.0;
  modelled.location = Gaussian2D::Create({centre.x, centre.y}, covariance).Value();
  modelled.weight = 0.3;
  return modelled;
}

std::vector<ModelledFinding> Findings()
{
  std::vector<ModelledFinding> findings = {Disc({90, 100}, 16, "Enhancing mass"),
                                           Disc({160, 170}, 10, "结节")};
  findings[1].finding.verification.status = VerificationStatus::Unverified;
  findings[1].finding.statement.anatomy = "left frontal lobe";
  findings[1].finding.outline.clear();
  return findings;
}

std::string PathOf(const std::string& file)
{
  return std::string(VLM_SOURCE "/UnitTests/Fixtures/Golden/") + file + ".png";
}

// Made coarse, so that another version of a font does not matter, and a missing label does.
cv::Mat Coarse(const cv::Mat& picture)
{
  cv::Mat coarse;
  cv::resize(picture, coarse, {}, 0.125, 0.125, cv::INTER_AREA);
  return coarse;
}

// Share of the coarse picture's cells that differ visibly.
double Difference(const cv::Mat& one, const cv::Mat& other)
{
  if (one.size() != other.size() || one.type() != other.type())
  {
    return 1.0;
  }
  cv::Mat difference;
  cv::absdiff(Coarse(one), Coarse(other), difference);
  const cv::Mat differs = difference.reshape(1) > 24;
  return static_cast<double>(cv::countNonZero(differs)) / static_cast<double>(differs.total());
}

constexpr double Tolerance = 0.005;

cv::Mat Drawn(const GoldenCase& one, const std::vector<ModelledFinding>& findings)
{
  const auto picture = RenderLayer(one.layer, Head(), findings, one.options);
  EXPECT_TRUE(picture.HasValue()) << one.file
                                  << (picture.HasValue() ? "" : picture.Failure().message);
  return picture.HasValue() ? picture.Value() : cv::Mat();
}

TEST(GoldenImages, AreDrawnAsTheyWereReviewed)
{
  for (const GoldenCase& one : Cases())
  {
    const cv::Mat picture = Drawn(one, Findings());
    if (std::getenv("VLM_UPDATE_GOLDEN") != nullptr)  // NOLINT(concurrency-mt-unsafe): one thread
    {
      cv::imwrite(PathOf(one.file), picture);
    }
    const cv::Mat golden = cv::imread(PathOf(one.file));
    ASSERT_FALSE(golden.empty()) << PathOf(one.file);
    const double difference = Difference(picture, golden);
    EXPECT_LE(difference, Tolerance) << one.file;
    if (difference > Tolerance)
    {
      cv::imwrite(testing::TempDir() + one.file + ".png", picture);
    }
  }
}

TEST(GoldenImages, AreToldFromDrawingsOfAnotherPlace)
{
  std::vector<ModelledFinding> moved = Findings();
  moved[0] = Disc({110, 100}, 16, "Enhancing mass");
  for (const GoldenCase& one : Cases())
  {
    EXPECT_GT(Difference(Drawn(one, moved), cv::imread(PathOf(one.file))), Tolerance) << one.file;
  }
}

}  // namespace
}  // namespace vlm
