// SPDX-License-Identifier: GPL-3.0-or-later
// Time of drawing layers with three findings, of writing PNG, and of moving as much memory as
// drawing must. layers_benchmark.py sets it beside the same drawn in Python.
#include <benchmark/benchmark.h>

#include <cstring>
#include <opencv2/imgproc.hpp>

#include "Render/Layers.h"
#include "Render/RenderFixtures.h"

namespace
{

// A grainy body on black.
vlm::Frame Body(int columns, int rows)
{
  vlm::Frame frame = vlm::GreyFrame(columns, rows, 0);
  cv::Mat grains(rows, columns, CV_8UC1);
  cv::theRNG().state = 7;
  cv::randn(grains, 90.0, 4.0);
  cv::Mat body(rows, columns, CV_8UC1, cv::Scalar(0));
  cv::ellipse(body, {columns / 2, rows / 2}, {3 * columns / 8, 9 * rows / 20}, 0.0, 0.0, 360.0,
              cv::Scalar(255), cv::FILLED);
  grains.copyTo(frame.display, body);
  frame.display.convertTo(frame.modalityValues, CV_32FC1);
  frame.spacing = vlm::PixelSpacing{0.4, 0.4};
  return frame;
}

vlm::ModelledFinding Measured(const vlm::BoundingBox& box, const std::string& label)
{
  vlm::ModelledFinding finding = vlm::FindingAt(box, label);
  finding.finding.verification.status = vlm::VerificationStatus::Verified;
  finding.finding.measurements.longAxisMm = 0.4 * box.width;
  finding.finding.measurements.shortAxisMm = 0.4 * box.height;
  return finding;
}

std::vector<vlm::ModelledFinding> ThreeFindings(double columns, double rows)
{
  return {Measured({0.2 * columns, 0.2 * rows, 0.1 * columns, 0.15 * rows}, "Bright region"),
          Measured({0.6 * columns, 0.3 * rows, 0.2 * columns, 0.15 * rows}, "Mass"),
          Measured({0.4 * columns, 0.7 * rows, 0.1 * columns, 0.1 * rows}, "Pleural effusion")};
}

// Pictures at the stored size, sheets at theirs.
void DrawLayer(benchmark::State& state, vlm::Layer layer)
{
  const int columns = static_cast<int>(state.range(0));
  const int rows = static_cast<int>(state.range(1));
  const vlm::Frame frame = Body(columns, rows);
  const auto findings = ThreeFindings(columns, rows);
  while (state.KeepRunning())
  {
    const auto picture = vlm::RenderLayer(layer, frame, findings, {});
    if (!picture.HasValue())
    {
      state.SkipWithError(picture.Failure().message.c_str());
      break;
    }
    benchmark::DoNotOptimize(picture.Value().data);
  }
}

void DrawAndWrite(benchmark::State& state, vlm::Layer layer)
{
  const vlm::Frame frame = Body(512, 512);
  const auto findings = ThreeFindings(512, 512);
  while (state.KeepRunning())
  {
    const auto picture = vlm::RenderLayer(layer, frame, findings, {});
    benchmark::DoNotOptimize(vlm::EncodePng(picture.Value()));
  }
}

// Eight key images.
void DrawSeries(benchmark::State& state)
{
  const int columns = static_cast<int>(state.range(0));
  const int rows = static_cast<int>(state.range(1));
  const vlm::Frame frame = Body(columns, rows);
  const auto findings = ThreeFindings(columns, rows);
  const std::vector<vlm::KeyImage> images(8, vlm::KeyImage{frame, findings});
  while (state.KeepRunning())
  {
    const auto plate = vlm::RenderSeriesPlate(images, {});
    if (!plate.HasValue())
    {
      state.SkipWithError(plate.Failure().message.c_str());
      break;
    }
    benchmark::DoNotOptimize(plate.Value().data);
  }
}

// What any drawing must move: a byte of each pixel is read and four are written (the picture that
// is drawn on), then four read and three written (the result). As copies, which read as much as
// they write: 2.5 and 3.5 bytes of each pixel.
void CopyPasses(std::size_t pixels, cv::Mat& first, cv::Mat& second)
{
  static const std::vector<uchar> source(std::size_t{4} * 3328 * 4096, 90);
  std::memcpy(first.data, source.data(), pixels * 5 / 2);
  benchmark::DoNotOptimize(first.data);
  std::memcpy(second.data, source.data(), pixels * 7 / 2);
  benchmark::DoNotOptimize(second.data);
  benchmark::ClobberMemory();
}

std::size_t PixelsOf(const benchmark::State& state)
{
  return static_cast<std::size_t>(state.range(0) * state.range(1));
}

void CopyPassesInUse(benchmark::State& state)
{
  const int pixels = static_cast<int>(PixelsOf(state));
  cv::Mat first(1, 4 * pixels, CV_8UC1, cv::Scalar(0));
  cv::Mat second(1, 4 * pixels, CV_8UC1, cv::Scalar(0));
  while (state.KeepRunning())
  {
    CopyPasses(PixelsOf(state), first, second);
  }
}

// Into memory fresh from the system, as drawing has it.
void CopyPassesNew(benchmark::State& state)
{
  const int pixels = static_cast<int>(PixelsOf(state));
  while (state.KeepRunning())
  {
    cv::Mat first(1, 4 * pixels, CV_8UC1);
    cv::Mat second(1, 4 * pixels, CV_8UC1);
    CopyPasses(PixelsOf(state), first, second);
  }
}

void AtBothSizes(benchmark::internal::Benchmark* one)
{
  one->Args({512, 512})->Args({3328, 4096})->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
}

}  // namespace

BENCHMARK_CAPTURE(DrawLayer, original, vlm::Layer::Original)->Apply(AtBothSizes);
BENCHMARK_CAPTURE(DrawLayer, annotated, vlm::Layer::Annotated)->Apply(AtBothSizes);
BENCHMARK_CAPTURE(DrawLayer, heatmap, vlm::Layer::Heatmap)->Apply(AtBothSizes);
BENCHMARK_CAPTURE(DrawLayer, comparison, vlm::Layer::Comparison)->Apply(AtBothSizes);
BENCHMARK_CAPTURE(DrawLayer, statistics, vlm::Layer::Statistics)->Apply(AtBothSizes);
BENCHMARK_CAPTURE(DrawLayer, illustration, vlm::Layer::Illustration)->Apply(AtBothSizes);
BENCHMARK(DrawSeries)->Apply(AtBothSizes);
BENCHMARK_CAPTURE(DrawAndWrite, annotated, vlm::Layer::Annotated)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(DrawAndWrite, heatmap, vlm::Layer::Heatmap)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime();
BENCHMARK(CopyPassesInUse)->Apply(AtBothSizes);
BENCHMARK(CopyPassesNew)->Apply(AtBothSizes);

BENCHMARK_MAIN();
