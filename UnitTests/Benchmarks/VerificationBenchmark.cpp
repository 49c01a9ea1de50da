// SPDX-License-Identifier: GPL-3.0-or-later
// Time of verifying and modelling three findings of a 512 x 512 image, and of the part of it that
// asks the pixels; the image's preparation included.
#include <benchmark/benchmark.h>

#include <opencv2/imgproc.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "Pixels/ImageCoordinates.h"
#include "Verification/LocationVerifier.h"

namespace
{

// A head with three lesions, smoothed noise all over.
vlm::Frame HeadWithLesions(int side, const std::string& modality)
{
  cv::Mat picture = cv::Mat::zeros(512, 512, CV_32FC1);
  cv::ellipse(picture, cv::Point(256, 256), {190, 230}, 0, 0, 360, 90.0, cv::FILLED);
  cv::circle(picture, {180, 200}, 25, 150.0, cv::FILLED);
  cv::circle(picture, {330, 180}, 15, 140.0, cv::FILLED);
  cv::circle(picture, {260, 350}, 40, 130.0, cv::FILLED);
  cv::Mat noise(picture.size(), CV_32FC1);
  cv::theRNG().state = 7;
  cv::randn(noise, 0.0, 40.0);
  cv::GaussianBlur(noise, noise, {}, 2.0);
  picture += noise;
  vlm::Frame frame;
  picture.convertTo(frame.display, CV_8U);
  cv::resize(frame.display, frame.display, {side, side});
  frame.acquisition.modality = modality;
  return frame;
}

void PrepareAndAsk(benchmark::State& state, const std::string& modality)
{
  cv::setNumThreads(1);
  const int side = static_cast<int>(state.range(0));
  const double scale = side / 512.0;
  const vlm::Frame frame = HeadWithLesions(side, modality);
  for ([[maybe_unused]] auto iteration : state)
  {
    const vlm::PixelEvidence evidence(frame);
    for (const auto& [centre, size] :
         {std::pair{cv::Point2d(200, 240), 50.0}, std::pair{cv::Point2d(300, 200), 35.0},
          std::pair{cv::Point2d(260, 320), 80.0}})
    {
      const auto prior = vlm::Gaussian2D::Isotropic({scale * centre.x, scale * centre.y},
                                                    scale * static_cast<double>(state.range(1)));
      benchmark::DoNotOptimize(evidence.Ask({{1.0, prior}}, {scale * size, scale * size}));
    }
  }
}

void PrepareOnly(benchmark::State& state, const std::string& modality)
{
  cv::setNumThreads(1);
  const vlm::Frame frame = HeadWithLesions(static_cast<int>(state.range(0)), modality);
  for ([[maybe_unused]] auto iteration : state)
  {
    benchmark::DoNotOptimize(vlm::PixelEvidence(frame));
  }
}

// Everything between the readings and the report: four looks at three findings.
void VerifyAndModel(benchmark::State& state, const std::string& modality)
{
  cv::setNumThreads(1);
  const vlm::Frame frame = HeadWithLesions(512, modality);
  std::vector<vlm::Look> looks;
  for (int reading = 0; reading < 4; ++reading)
  {
    vlm::Look look{reading, vlm::ViewKind::Full, vlm::WholeImage(frame.display.size()), {}};
    for (const auto& [column, row, side] :
         {std::tuple{200, 240, 50}, std::tuple{300, 200, 35}, std::tuple{260, 320, 80}})
    {
      vlm::CandidateFinding finding;
      finding.label = "mass";
      finding.box = vlm::BoundingBox{column - side / 2.0 + 5.0 * reading, row - side / 2.0,
                                     static_cast<double>(side), static_cast<double>(side)};
      look.findings.push_back(finding);
    }
    looks.push_back(look);
  }
  for ([[maybe_unused]] auto iteration : state)
  {
    const vlm::PixelEvidence evidence(frame);
    benchmark::DoNotOptimize(vlm::ModelFindings(
        vlm::VerifyFindings(looks, frame, &evidence, {{}, "benchmark"}), frame.spacing));
  }
}

}  // namespace

BENCHMARK_CAPTURE(VerifyAndModel, MR, "MR")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(VerifyAndModel, CT, "CT")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(VerifyAndModel, US, "US")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareAndAsk, MR, "MR")
    ->Args({512, 64})
    ->Args({512, 10})
    ->Args({4096, 64})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareAndAsk, US, "US")->Args({512, 64})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareAndAsk, CT, "CT")->Args({512, 64})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareAndAsk, MG, "MG")->Args({512, 64})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareAndAsk, Unknown, "")->Args({512, 64})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareOnly, MR, "MR")->Arg(512)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(PrepareOnly, Unknown, "")->Arg(512)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
