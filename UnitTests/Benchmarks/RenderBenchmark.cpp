// SPDX-License-Identifier: GPL-3.0-or-later
// Time of drawing layers with three findings, and of writing PNG.
#include <benchmark/benchmark.h>

#include "Render/Layers.h"
#include "Render/RenderFixtures.h"

namespace
{

vlm::Frame Noise(int columns, int rows)
{
  vlm::Frame frame = vlm::GreyFrame(columns, rows);
  cv::theRNG().state = 7;
  cv::randn(frame.display, 90.0, 10.0);
  frame.spacing = vlm::PixelSpacing{0.4, 0.4};
  return frame;
}

std::vector<vlm::ModelledFinding> ThreeFindings(double columns, double rows)
{
  return {
      vlm::FindingAt({0.2 * columns, 0.2 * rows, 0.1 * columns, 0.15 * rows}, "Bright region"),
      vlm::FindingAt({0.6 * columns, 0.3 * rows, 0.2 * columns, 0.15 * rows}, "Mass"),
      vlm::FindingAt({0.4 * columns, 0.7 * rows, 0.1 * columns, 0.1 * rows}, "Pleural effusion")};
}

void DrawLayer(benchmark::State& state, vlm::Layer layer)
{
  const int columns = static_cast<int>(state.range(0));
  const int rows = static_cast<int>(state.range(1));
  const vlm::Frame frame = Noise(columns, rows);
  const auto findings = ThreeFindings(columns, rows);
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(vlm::RenderLayer(layer, frame, findings, {}));
  }
}

void WritePng(benchmark::State& state)
{
  const auto picture =
      vlm::RenderLayer(vlm::Layer::Annotated, Noise(512, 512), ThreeFindings(512, 512), {});
  for (auto _ : state)
  {
    benchmark::DoNotOptimize(vlm::EncodePng(picture.Value()));
  }
}

}  // namespace

BENCHMARK_CAPTURE(DrawLayer, annotated, vlm::Layer::Annotated)
    ->Args({512, 512})
    ->Args({3328, 4096})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(DrawLayer, heatmap, vlm::Layer::Heatmap)
    ->Args({512, 512})
    ->Args({3328, 4096})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(WritePng)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
