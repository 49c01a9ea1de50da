// SPDX-License-Identifier: GPL-3.0-or-later
// Processor time of the DICOM objects of one analysis (a CT image of 512 x 512 pixels with three
// findings), beyond drawing its pictures and pages, beside parsing the source alone.
#include <benchmark/benchmark.h>

#include "Results/EncapsulatedPdf.h"
#include "Results/ParametricMap.h"
#include "Results/PresentationState.h"
#include "Results/ResultFixture.h"
#include "Results/SecondaryCapture.h"
#include "Results/StructuredReport.h"

namespace
{

constexpr int Side = 512;

std::string Source()
{
  const auto enlarge = [](DcmDataset& dataset)
  {
    const std::vector<Uint16> pixels(std::size_t{Side} * Side, 100);
    dataset.putAndInsertUint16(DCM_Rows, Side);
    dataset.putAndInsertUint16(DCM_Columns, Side);
    dataset.putAndInsertUint16Array(DCM_PixelData, pixels.data(), pixels.size());
  };
  return vlm::Changed(vlm::SampleFile("ct-head-phantom-07"), enlarge);
}

cv::Mat Picture()
{
  cv::Mat picture(Side, Side, CV_8UC3);
  cv::randu(picture, 0, 255);
  return picture;
}

// A report printed on a few pages has about this size.
std::string Pages()
{
  return "%PDF-1.7\n" + std::string(200'000, 'x') + "\n%%EOF\n";
}

template <typename Made>
bool IsMade(benchmark::State& state, const vlm::Result<Made>& made)
{
  if (!made.HasValue())
  {
    state.SkipWithError(made.Failure().message.c_str());
  }
  return made.HasValue();
}

using Make = bool (*)(benchmark::State& state, const vlm::ResultFixture& fixture,
                      const cv::Mat& picture, const std::string& pages);

bool MakeReport(benchmark::State& state, const vlm::ResultFixture& fixture, const cv::Mat&,
                const std::string&)
{
  return IsMade(state, vlm::StructuredReportOf(fixture.Context()));
}

bool MakeTwoCaptures(benchmark::State& state, const vlm::ResultFixture& fixture,
                     const cv::Mat& picture, const std::string&)
{
  return IsMade(state, vlm::SecondaryCaptureOf(fixture.Context(), {0, vlm::Layer::Annotated},
                                               picture, 1)) &&
         IsMade(state,
                vlm::SecondaryCaptureOf(fixture.Context(), {0, vlm::Layer::Heatmap}, picture, 2));
}

bool MakePdf(benchmark::State& state, const vlm::ResultFixture& fixture, const cv::Mat&,
             const std::string& pages)
{
  return IsMade(state, vlm::EncapsulatedPdfOf(fixture.Context(), pages));
}

bool MakePresentationStates(benchmark::State& state, const vlm::ResultFixture& fixture,
                            const cv::Mat&, const std::string&)
{
  return IsMade(state, vlm::PresentationStatesOf(fixture.Context()));
}

bool MakeParametricMaps(benchmark::State& state, const vlm::ResultFixture& fixture, const cv::Mat&,
                        const std::string&)
{
  return IsMade(state, vlm::ParametricMapsOf(fixture.Context()));
}

bool MakeAll(benchmark::State& state, const vlm::ResultFixture& fixture, const cv::Mat& picture,
             const std::string& pages)
{
  return MakeReport(state, fixture, picture, pages) &&
         MakeTwoCaptures(state, fixture, picture, pages) &&
         MakePdf(state, fixture, picture, pages) &&
         MakePresentationStates(state, fixture, picture, pages) &&
         MakeParametricMaps(state, fixture, picture, pages);
}

void Objects(benchmark::State& state, Make make)
{
  const vlm::ResultFixture fixture = vlm::FixtureOf({Source()}, 3);
  const cv::Mat picture = Picture();
  const std::string pages = Pages();
  while (state.KeepRunning() && make(state, fixture, picture, pages))
  {
  }
}

// The least that any maker of objects must do: parse the source.
void ReadSource(benchmark::State& state)
{
  const std::string source = Source();
  while (state.KeepRunning())
  {
    benchmark::DoNotOptimize(vlm::ReadSourceImage(source));
  }
}

}  // namespace

BENCHMARK_CAPTURE(Objects, structured_report, MakeReport)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Objects, two_captures, MakeTwoCaptures)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Objects, pdf, MakePdf)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Objects, presentation_states, MakePresentationStates)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Objects, parametric_maps, MakeParametricMaps)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Objects, all, MakeAll)->Unit(benchmark::kMillisecond);
BENCHMARK(ReadSource)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
